// A database with one replica, which is as new as it was when it was last brought up to date.
import type { ReplicatedDatabase, Session } from '../../src/platform/database.ts'
import { openDatabase } from './sqlite.ts'

/** Its bookmarks are the number of batches written. `asked`: where each session began. */
export function openReplicated(folder: string, table: string) {
  const primary = openDatabase(folder)
  const replica = openDatabase(folder)
  const versions = { primary: 0, replica: 0 }
  const asked: string[] = []

  function sessionOf(place: 'primary' | 'replica'): Session {
    const database = place === 'primary' ? primary : replica
    return {
      prepare: (sql) => database.prepare(sql),
      batch: (statements) => database.batch(statements),
      getBookmark: () => `b-${versions[place]}`,
    }
  }

  const database: ReplicatedDatabase = {
    prepare: (sql) => primary.prepare(sql),
    batch: async (statements) => {
      await primary.batch(statements)
      versions.primary += 1
    },
    withSession(from) {
      asked.push(from)
      if (from === 'first-primary') return sessionOf('primary')
      if (from === 'first-unconstrained') return sessionOf('replica')
      const wanted = Number(/^b-(\d+)$/.exec(from)?.[1])
      if (Number.isNaN(wanted) || wanted > versions.primary) throw new Error('D1_ERROR: the bookmark is not known')
      return sessionOf(wanted <= versions.replica ? 'replica' : 'primary')
    },
  }
  return {
    database,
    primary,
    asked,
    catchUp() {
      replica.sqlite.exec(`DELETE FROM ${table}`)
      for (const row of primary.rows(`SELECT * FROM ${table}`)) {
        const marks = Object.keys(row).map(() => '?')
        const values = Object.values(row).map((value) => (typeof value === 'number' ? value : String(value)))
        replica.sqlite.prepare(`INSERT INTO ${table} VALUES (${marks.join(', ')})`).run(...values)
      }
      versions.replica = versions.primary
    },
  }
}
