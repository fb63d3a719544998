// The rule for migrations: each only adds, or says since which commit nothing uses what it takes away.
import { sinceOf } from '../../scripts/deploy/migrations.ts'
import { judgeMigrations } from '../../scripts/deploy/schema-judge.ts'
import type { SourceFile } from './arrows.ts'

/** The migrations that break the code before them and do not say so, by their paths. */
export function breakingMigrations(files: readonly SourceFile[]): string[] {
  const migrations = files.filter(({ path }) => path.startsWith('migrations/'))
  const folders = new Set(migrations.map(({ path }) => path.slice(0, path.lastIndexOf('/'))))
  return [...folders].flatMap((folder) => {
    const own = migrations.filter(({ path }) => path.startsWith(`${folder}/`))
    const ordered = own
      .toSorted((a, b) => (a.path < b.path ? -1 : 1))
      .map(({ path, text }) => ({ name: path, sql: text }))
    return judgeMigrations(ordered)
      .filter(({ breaks }, index) => breaks.length > 0 && sinceOf(ordered[index]?.sql ?? '') === null)
      .map(({ name }) => name)
  })
}
