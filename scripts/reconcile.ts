// npm run reconcile -- --day 2026-11-21: compares a day's orders, payments and the provider's ledger. It prints every
// difference with the call that repairs it, and then ends with 1.
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Difference, differenceSchema, type Reconciliation } from '../src/contract/reconciliation.ts'
import { demoAccounts } from './demo/accounts.ts'
import { localOrigin, variable } from './environment.ts'
import { SignInError, signIn } from './sign-in.ts'

const usage = `usage: npm run reconcile -- [--day 2026-11-21] [--origin http://localhost:8787]

  --day     a day in UTC (default yesterday)
  --origin  where the shop is (default http://localhost:$PORT)
  TOKEN     in the environment: an access token of role ops. Without it, the demo shop's account is taken.`

/** The most retries while the provider's ledger is unavailable. */
const triesMax = 10

const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)

try {
  const { values } = parseArgs({
    options: {
      day: { type: 'string', default: yesterday },
      origin: { type: 'string', default: localOrigin() },
    },
  })
  const { email, password } = demoAccounts.ops
  const origin = new URL(values.origin).origin
  const token = variable('TOKEN') ?? (await signIn(origin, email, password))
  process.exitCode = await reconcile(`${origin}/reconciliations/${encodeURIComponent(values.day)}`, token)
} catch (fault) {
  if (fault instanceof SignInError) console.error(fault.message)
  else if (fault instanceof TypeError) console.error(`${fault.message}\n\n${usage}`)
  else throw fault
  process.exitCode = 2
}

async function reconcile(url: string, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` }
  const done = await run(url, headers)
  if (done === null) return 2
  const { day, orders, entries, differences, underWay } = done
  console.log(`${day}: ${orders} orders and ${entries} entries of the provider compared, ${differences} differences`)
  if (underWay > 0) console.log(`${underWay} under way just now: looked at again with the day after`)
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await fetch(`${url}?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, { headers })
    const { found } = (await page.json()) as { found: { items: unknown[]; cursor: string | null } }
    for (const item of found.items) console.log(`\n${result(differenceSchema.parse(item))}`)
    cursor = found.cursor
  }
  return differences === 0 ? 0 : 1
}

/** Piece by piece. Prints the reason and gives null when it fails. */
async function run(url: string, headers: Record<string, string>): Promise<Reconciliation | null> {
  for (let tries = 0; ; ) {
    const answer = await fetch(url, { method: 'POST', headers })
    if (answer.status === 200) return (await answer.json()) as Reconciliation
    if (answer.status === 202) {
      const { status, entries, orders, ordersLeft } = (await answer.json()) as Reconciliation
      console.error(`${status}: ${entries} entries, ${orders} orders, ${ordersLeft ?? '?'} left`)
    } else if (answer.status === 503 && ++tries < triesMax) {
      await delay(1000 * Number(answer.headers.get('retry-after') ?? 1))
    } else {
      console.error(`HTTP ${answer.status}: ${await answer.text()}`)
      return null
    }
  }
}

function result({ kind, orderId, says, call, advice }: Difference): string {
  const body = call?.body ? `  ${JSON.stringify(call.body)}` : ''
  const repair = call === null ? 'by hand' : `${call.method} ${call.path}${body}`
  return `${kind}  ${orderId ?? ''}\n  ${says}\n  → ${repair}\n    ${advice}`
}
