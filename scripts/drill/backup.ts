// The databases of a state folder as files: copied, restored and lost, while no shop runs on it.
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** What SQLite keeps of one database beside its file. */
const besides = ['', '-wal', '-shm']

/** The databases of a context are known by its first migration. */
export function filesOf(state: string, firstMigration: string): string[] {
  const folder = join(state, 'v3', 'd1')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.sqlite'))
  const found = files.map((file) => join(folder, file)).filter((file) => hasApplied(file, firstMigration))
  if (found.length === 0) throw new Error(`no database in ${folder} has applied ${firstMigration}`)
  return found
}

/** Copy the files into a folder of the backup. */
export function copyTo(folder: string, files: readonly string[]): void {
  mkdirSync(folder, { recursive: true })
  for (const [index, file] of files.entries()) {
    for (const end of besides) if (existsSync(file + end)) copyFileSync(file + end, join(folder, `${index}${end}`))
  }
}

/** Put the copies in the place of the files. */
export function restoreFrom(folder: string, files: readonly string[]): void {
  lose(files)
  for (const [index, file] of files.entries()) {
    for (const end of besides) {
      const copy = join(folder, `${index}${end}`)
      if (existsSync(copy)) copyFileSync(copy, file + end)
    }
  }
}

export function lose(files: readonly string[]): void {
  for (const file of files) for (const end of besides) rmSync(file + end, { force: true })
}

function hasApplied(file: string, migration: string): boolean {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    return database.prepare('SELECT 1 FROM d1_migrations WHERE name = ?').get(migration) !== undefined
  } catch {
    // A database without any migration.
    return false
  } finally {
    database.close()
  }
}
