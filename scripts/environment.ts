// The environment of a script. An empty variable counts as not set.

export const usualPort = 8787

/** The value of a variable; null when it is not set, or empty. */
export function variable(name: string): string | null {
  return process.env[name] || null
}

/** The address of the shop on this machine: PORT=… changes its port. */
export function localOrigin(): string {
  return `http://localhost:${variable('PORT') ?? usualPort}`
}
