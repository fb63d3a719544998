// npm run reconcile -- --day 2026-11-21: compares a day's orders, payments and the provider's ledger. It prints every
// difference with the call that repairs it, and then ends with 1.
import { parseArgs } from 'node:util'
import { type Difference, differenceSchema, type Reconciliation } from '../src/contract/reconciliation.ts'
import { localOrigin } from './environment.ts'
import { type OpsCall, opsCall, opsTool, unexpected } from './ops-tool.ts'

const usage = `usage: npm run reconcile -- [--day 2026-11-21] [--origin http://localhost:8787]

  --day     a day in UTC (default yesterday)
  --origin  where the shop is (default http://localhost:$PORT)
  TOKEN     in the environment: an access token of role ops. Without it, the demo shop's account is taken.`

const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)

await opsTool(usage, async () => {
  const { values } = parseArgs({
    options: {
      day: { type: 'string', default: yesterday },
      origin: { type: 'string', default: localOrigin() },
    },
  })
  return await reconcile(await opsCall(values.origin), `/reconciliations/${encodeURIComponent(values.day)}`)
})

async function reconcile(call: OpsCall, path: string): Promise<number> {
  const done = await run(call, path)
  const { day, orders, entries, differences, underWay } = done
  console.log(`${day}: ${orders} orders and ${entries} entries of the provider compared, ${differences} differences`)
  if (underWay > 0) console.log(`${underWay} under way just now: looked at again with the day after`)
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await call('GET', `${path}?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
    if (!page.ok) throw await unexpected(page)
    const { found } = (await page.json()) as { found: { items: unknown[]; cursor: string | null } }
    for (const item of found.items) console.log(`\n${result(differenceSchema.parse(item))}`)
    cursor = found.cursor
  }
  return differences === 0 ? 0 : 1
}

/** Piece by piece, until it is done. */
async function run(call: OpsCall, path: string): Promise<Reconciliation> {
  for (;;) {
    const answer = await call('POST', path)
    if (answer.status === 200) return (await answer.json()) as Reconciliation
    if (answer.status !== 202) throw await unexpected(answer)
    const { status, entries, orders, ordersLeft } = (await answer.json()) as Reconciliation
    console.error(`${status}: ${entries} entries, ${orders} orders, ${ordersLeft ?? '?'} left`)
  }
}

function result({ kind, orderId, says, call, advice }: Difference): string {
  const body = call?.body ? `  ${JSON.stringify(call.body)}` : ''
  const repair = call === null ? 'by hand' : `${call.method} ${call.path}${body}`
  return `${kind}  ${orderId ?? ''}\n  ${says}\n  → ${repair}\n    ${advice}`
}
