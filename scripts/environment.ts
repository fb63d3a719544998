// The environment of a script. A variable that is set to nothing is not set.

export const usualPort = 8787

/** The value of a variable; null when it is not set, or empty. */
export function variable(name: string): string | null {
  return process.env[name] || null
}

/** Where the shop is on this machine, as PORT=… says. */
export function localOrigin(): string {
  return `http://localhost:${variable('PORT') ?? usualPort}`
}
