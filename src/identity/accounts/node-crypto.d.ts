// The part of Node's crypto that this context uses and workerd has too; Node's whole type package would hide mistakes.
declare module 'node:crypto' {
  export function randomBytes(size: number): Uint8Array
  export function timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean
  export function scrypt(
    password: string,
    salt: string,
    keyBytes: number,
    options: { N: number; r: number; p: number; maxmem: number },
    done: (fault: Error | null, key: Uint8Array) => void,
  ): void
}
