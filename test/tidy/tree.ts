// The files of the tree, as the tidy rules read them.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SourceFile } from './arrows.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Everything that a person writes. */
export const all = [
  ...filesOf('src', 'workers', 'scripts', 'test', 'migrations', 'docs', '.github'),
  ...['package.json', 'wrangler.toml', 'biome.json', 'vitest.config.ts', 'README.md'].flatMap(fileAt),
]

export const code = all.filter(({ path }) => /^(src|workers|scripts|test)\/.+\.(tsx?|mjs)$/.test(path))

/** The file at a path from the root; none when there is none. */
export function fileAt(path: string): SourceFile[] {
  try {
    return [{ path, text: readFileSync(join(root, path), 'utf8') }]
  } catch {
    return []
  }
}

function filesOf(...folders: string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
      .filter((path) => !/(^|\/)(\.wrangler|\.artifacts|\.dev\.vars)|^docs\/contract\//.test(path))
      .flatMap(fileAt),
  )
}
