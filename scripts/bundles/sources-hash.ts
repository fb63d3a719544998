// One hash over everything that the bundles are made of.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** The package lock stands for the packages. The scripts define how and what to build. */
const folders = ['src', 'workers', 'scripts/bundles'] as const
const files = ['wrangler.toml', 'package.json', 'package-lock.json', 'tsconfig.json', 'scripts/workers.ts'] as const

/** 32 hexadecimal digits, which change with every path and every byte. */
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

/** Sorted. Folders that tools create beside the sources, such as `.wrangler`, are left out: they come and go. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesIn(path) : [path]
    })
    .sort()
}
