// The addresses of the pages' scripts. Each has a part of its content's hash, so that a browser keeps it for a year.
// When a script changes, test/unit/web/scripts.test.ts says the new hash.

export const scriptHashes = { stripe: 'a89fa6180bb14e8e', toss: 'b0e83ceda324e023', page: '4c23526d2784cf86' } as const

export type ScriptName = keyof typeof scriptHashes

export function scriptPath(name: ScriptName): string {
  return `/static/${name}-${scriptHashes[name]}.js`
}

/** The script that a file's name asks for; `isCurrent`: by its present hash, and not by that of another release. */
export function scriptOf(file: string): { name: ScriptName; isCurrent: boolean } | null {
  const [, asked, hash] = /^(\w+)-([0-9a-f]{16})\.js$/.exec(file) ?? []
  const name = scriptNames.find((known) => known === asked)
  return name === undefined ? null : { name, isCurrent: hash === scriptHashes[name] }
}

const scriptNames = Object.keys(scriptHashes) as ScriptName[]
