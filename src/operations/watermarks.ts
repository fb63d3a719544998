// Finds that the database of a projection was set back to an older backup, and brings it up to date with no hand. Each
// few minutes operations writes a mark there that only grows, and remembers it here: one that has become smaller tells.
import * as z from 'zod'
import { type Projection, projections } from '../contract/rebuild.ts'
import type { Database } from '../platform/database.ts'
import { describeFault, type Log } from '../platform/log.ts'
import { underWayMs } from '../platform/rebuild.ts'
import { type RebuildPorts, rebuildFor, self } from './rebuild.ts'

export type WatermarkPorts = RebuildPorts & { log: Log }

/** A clock's run brings rows up to date for this time at most, and the next one goes on. */
const healMsMax = 120_000

/** By the clock. A projection that does not answer does not keep the others waiting. */
export async function healSetBack(ports: WatermarkPorts): Promise<void> {
  const until = ports.now() + healMsMax
  for (const projection of projections) {
    try {
      const setBackAt = await giveMark(ports, projection)
      if (setBackAt !== null) await bringUpToDate(ports, projection, setBackAt, until)
    } catch (fault) {
      ports.log('projection_not_marked', { projection, fault: describeFault(fault) })
    }
  }
}

/** Since when the projection is set back; null when it is not. */
async function giveMark({ database, rebuilders, now, log }: WatermarkPorts, projection: Projection) {
  const known = await readMark(database, projection)
  const mark = (known?.mark ?? 0) + 1
  const before = await rebuilders[projection].mark(mark)
  const isBehind = known !== null && before < known.mark
  if (isBehind) log('projection_set_back', { projection })
  const setBackAt = isBehind ? new Date(now()).toISOString() : (known?.setBackAt ?? null)
  await writeMark(database, projection, { mark, setBackAt })
  return setBackAt
}

async function bringUpToDate(
  ports: WatermarkPorts,
  projection: Projection,
  setBackAt: string,
  until: number,
): Promise<void> {
  while (ports.now() < until) {
    const went = await rebuildFor(ports, self, projection, true)
    if (!went.ok) throw new Error(went.rejection.code)
    const { phase, startedAt, compared, differences } = went.value
    if (phase !== 'done' || startedAt < setBackAt) continue
    // What the database lost of the last minute looked as if it were on its way: the next run compares once more.
    if (Date.parse(startedAt) < Date.parse(setBackAt) + underWayMs) return
    const known = await readMark(ports.database, projection)
    await writeMark(ports.database, projection, { mark: known?.mark ?? 0, setBackAt: null })
    ports.log('projection_up_to_date', { projection, compared, differences })
    return
  }
}

type Mark = { mark: number; setBackAt: string | null }

const rowSchema = z.object({ mark: z.int(), set_back_at: z.string().nullable() })

async function readMark(database: Database, projection: Projection): Promise<Mark | null> {
  const sql = 'SELECT mark, set_back_at FROM watermarks WHERE projection = ?'
  const [row] = (await database.prepare(sql).bind(projection).all()).results
  if (row === undefined) return null
  const { mark, set_back_at } = rowSchema.parse(row)
  return { mark, setBackAt: set_back_at }
}

async function writeMark(database: Database, projection: Projection, { mark, setBackAt }: Mark): Promise<void> {
  await database
    .prepare(
      `INSERT INTO watermarks (projection, mark, set_back_at) VALUES (?, ?, ?)
       ON CONFLICT (projection) DO UPDATE SET mark = excluded.mark, set_back_at = excluded.set_back_at`,
    )
    .bind(projection, mark, setBackAt)
    .run()
}
