// One hash over everything that the bundles are made of.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** The package lock stands for the packages; the scripts are those that tell how and what to build. */
const folders = ['src', 'workers', 'scripts/bundles'] as const
const files = ['wrangler.toml', 'package.json', 'package-lock.json', 'tsconfig.json', 'scripts/workers.ts'] as const

/** 32 hexadecimal digits: another path, or another byte in any file, gives others. */
export function sourcesHash(root: string): string {
  const hash = createHash('sha256')
  for (const path of [
    ...folders.flatMap((folder) => filesIn(join(root, folder))),
    ...files.map((f) => join(root, f)),
  ]) {
    const bytes = readFileSync(path)
    hash.update(`${relative(root, path)} ${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex').slice(0, 32)
}

/** What a tool lays beside the sources (`.wrangler`, say) is none. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) =>
        !relative(folder, path)
          .split(sep)
          .some((part) => part.startsWith('.')),
    )
    .sort()
}
