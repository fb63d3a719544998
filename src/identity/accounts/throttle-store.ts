// Guessing is slowed: so many tries in a window, for each account, each address, and each browser known to an account.
import type { Database } from '../../platform/database.ts'

/** What is counted. A key is kept only as long as its window. */
export type Counted = { key: string; triesMax: number; windowSeconds: number }

/**
 * Count a try under every key before it is made, so that guesses sent at the same time are counted too. Null when all
 * are within their limits; else the seconds until the last one that is not lets somebody try again.
 */
export async function countTry(database: Database, counted: readonly Counted[], now: number): Promise<number | null> {
  let waitSeconds = 0
  for (const { key, triesMax, windowSeconds } of counted) {
    const { results } = await database
      .prepare(
        `INSERT INTO attempts (key, count, endsAt) VALUES (?1, 1, ?2)
         ON CONFLICT (key) DO UPDATE SET
           count = CASE WHEN endsAt <= ?3 THEN 1 ELSE count + 1 END,
           endsAt = CASE WHEN endsAt <= ?3 THEN excluded.endsAt ELSE endsAt END
         RETURNING count, endsAt`,
      )
      .bind(key, now + windowSeconds * 1000, now)
      .all()
    const [row] = results
    if (Number(row?.['count']) <= triesMax) continue
    waitSeconds = Math.max(waitSeconds, Math.ceil((Number(row?.['endsAt']) - now) / 1000))
  }
  return waitSeconds === 0 ? null : waitSeconds
}

/** The try was no guess: it does not count. */
export async function uncountTry(database: Database, counted: readonly Counted[]): Promise<void> {
  const statement = database.prepare('UPDATE attempts SET count = max(count - 1, 0) WHERE key = ?')
  await database.batch(counted.map(({ key }) => statement.bind(key)))
}

/** Nothing that was tried under these keys counts any more. */
export async function forgetTries(database: Database, keys: readonly string[]): Promise<void> {
  const statement = database.prepare('DELETE FROM attempts WHERE key = ?')
  await database.batch(keys.map((key) => statement.bind(key)))
}

export async function sweepTries(database: Database, now: number): Promise<void> {
  await database.prepare('DELETE FROM attempts WHERE endsAt <= ?').bind(now).run()
}
