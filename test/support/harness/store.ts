// Where the tests keep what they prepare once: under .wrangler/test, each folder named by a hash of its sources.
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import { root } from '../../../scripts/workers.ts'

export const testStore = join(root, '.wrangler/test')

/** Older folders that stay: switching between two branches prepares nothing anew. */
const keptMax = 3
/** A folder that is being made when its process is killed stays behind; one this old is abandoned. */
const makingMsMax = 600_000

/** A hash over every file in the folders: 32 hexadecimal digits. */
export function hashOfFiles(folders: readonly string[]): string {
  const hash = createHash('sha256')
  for (const folder of folders) {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
    for (const file of files.sort()) {
      const bytes = readFileSync(file)
      hash.update(`${relative(root, file)} ${bytes.length}\n`).update(bytes)
    }
  }
  return hash.digest('hex').slice(0, 32)
}

/**
 * Make the folder when it is not there, and remove older ones whose names begin with `prefix`. The folder appears
 * whole: it is made beside its final place, and the process that is first gives it its name.
 */
export async function makeOnce(prefix: string, folder: string, make: (building: string) => Promise<void>) {
  if (!existsSync(folder)) {
    mkdirSync(testStore, { recursive: true })
    const building = mkdtempSync(join(testStore, 'building-'))
    await make(building)
    try {
      renameSync(building, folder)
    } catch (fault) {
      rmSync(building, { recursive: true, force: true })
      if (!existsSync(folder)) throw fault
    }
  }
  removeOld(prefix, folder)
}

function removeOld(prefix: string, current: string): void {
  utimesSync(current, new Date(), new Date())
  const entries = readdirSync(testStore).flatMap((name) => {
    const path = join(testStore, name)
    const stat = statSync(path, { throwIfNoEntry: false })
    return stat === undefined ? [] : [{ name, path, usedAt: stat.mtimeMs }]
  })
  const old = entries
    .filter(({ name, path }) => name.startsWith(prefix) && path !== current)
    .toSorted((a, b) => b.usedAt - a.usedAt)
    .slice(keptMax)
  const abandoned = entries.filter(({ name, usedAt }) => {
    return name.startsWith('building-') && usedAt < Date.now() - makingMsMax
  })
  for (const { path } of [...old, ...abandoned]) rmSync(path, { recursive: true, force: true })
}
