// The part of Node's crypto that is used here and that workerd has too; Node's whole type package would hide mistakes.
declare module 'node:crypto' {
  export function createHash(algorithm: 'sha256'): { update(text: string): { digest(encoding: 'hex'): string } }
}
