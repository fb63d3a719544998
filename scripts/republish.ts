// npm run republish -- --since 2026-11-21: makes every order that changed since then send its events again, for a
// database that was restored from an older backup.
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { localOrigin } from './environment.ts'
import { type OpsCall, opsCall, opsTool, unexpected } from './ops-tool.ts'

const usage = `usage: npm run republish -- --since 2026-11-21T09:00:00Z [--from …] [--origin http://localhost:8787]

  --since   a day or an instant, in UTC: what the backup lacks
  --from    where to go on, as it was printed, when a token has run out before the end
  --origin  where the shop is (default http://localhost:$PORT)
  TOKEN     in the environment: an access token of role ops. Without it, the demo shop's account is taken.`

/** An event of this time before the backup may not have been delivered when the backup was made. */
const underWayMs = 3_600_000
const rowSchema = z.object({ orderId: z.string(), orderStatus: z.string(), updatedAt: z.string() })
type Row = z.infer<typeof rowSchema>
const pageSchema = z.object({ items: z.array(rowSchema), cursor: z.string().nullable() })

await opsTool(usage, async () => {
  const { values } = parseArgs({
    options: {
      since: { type: 'string' },
      from: { type: 'string' },
      origin: { type: 'string', default: localOrigin() },
    },
  })
  const since = Date.parse(values.since ?? '') - underWayMs
  if (Number.isNaN(since)) throw new TypeError('--since is a day or an instant, such as 2026-11-21')
  const lists = listsFrom(since, values.from)
  return await republish(await opsCall(values.origin), lists, since)
})

/**
 * Where the orders are found. The restored database lacks the changes since its backup, and the other has them: the
 * worklist has every order that was ever paid, the customers' pages have all.
 */
function listsFrom(since: number, from: string | undefined): string[] {
  const lists = [`/orders?since=${new Date(since).toISOString()}&limit=100`, '/ordermgmts?limit=100']
  if (from === undefined) return lists
  const at = lists.findIndex((list) => from.startsWith(list))
  if (at < 0) throw new TypeError('--from is what was printed with the same --since')
  return [from, ...lists.slice(at + 1)]
}

/** The orders that changed since, and the unpaid ones. A failure is printed, and the others go on. */
async function republish(call: OpsCall, lists: readonly string[], since: number): Promise<number> {
  const sent = new Set<string>()
  let failed = 0
  for (const list of lists) {
    for await (const { orderId, orderStatus, updatedAt } of rowsOf(call, list)) {
      const isMeant = Date.parse(updatedAt) >= since || orderStatus === 'orderStarted'
      if (!isMeant || sent.has(orderId)) continue
      sent.add(orderId)
      const { status } = await call('POST', `/orders/${orderId}/republish`)
      if (status === 202) continue
      failed += 1
      console.log(`${orderId}: HTTP ${status}`)
    }
  }
  console.log(`${sent.size - failed} orders sent their events once more, ${failed} could not`)
  return failed === 0 ? 0 : 1
}

async function* rowsOf(call: OpsCall, list: string): AsyncGenerator<Row> {
  for (let from: string | null = list; from !== null; ) {
    const answer = await call('GET', from)
    if (!answer.ok) throw await unexpected(answer)
    const { items, cursor } = pageSchema.parse(await answer.json())
    yield* items
    from = cursor === null ? null : `${list.replace(/&cursor=.*/, '')}&cursor=${encodeURIComponent(cursor)}`
    if (from !== null) console.error(`${items.length} orders looked at. To go on from here: --from '${from}'`)
  }
}
