// The store of the login throttle: counts tries in a window, for an account, an address or a known browser.
import type { Database } from '../../platform/database.ts'

/** How many tries a key has in a window. The row of a key is kept until its window ends. */
export type TryLimit = { key: string; triesMax: number; windowSeconds: number }

/**
 * Count a try under every key before it is made, so that guesses sent at the same time are counted, too. Null when all
 * keys are within their limits; else the seconds until the last full window ends.
 */
export async function countTry(database: Database, limits: readonly TryLimit[], now: number): Promise<number | null> {
  let waitSeconds = 0
  for (const { key, triesMax, windowSeconds } of limits) {
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

/** Take back one try of each key: it was no guess. */
export async function uncountTry(database: Database, limits: readonly TryLimit[]): Promise<void> {
  const statement = database.prepare('UPDATE attempts SET count = max(count - 1, 0) WHERE key = ?')
  await database.batch(limits.map(({ key }) => statement.bind(key)))
}

/** Delete all tries of these keys. */
export async function clearTries(database: Database, keys: readonly string[]): Promise<void> {
  const statement = database.prepare('DELETE FROM attempts WHERE key = ?')
  await database.batch(keys.map((key) => statement.bind(key)))
}

export async function deleteExpiredTries(database: Database, now: number): Promise<void> {
  await database.prepare('DELETE FROM attempts WHERE endsAt <= ?').bind(now).run()
}
