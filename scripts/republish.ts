// npm run republish -- --since 2026-11-21: has every paid order that changed since then send its events once more, for
// a database that was set back to an older backup.
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { demoAccounts } from './demo/accounts.ts'
import { SignInError, signIn } from './sign-in.ts'

const usage = `usage: npm run republish -- --since 2026-11-21T09:00:00Z [--origin http://localhost:8787]

  --since   a day or an instant, in UTC: what the backup lacks
  --origin  where the shop is (default http://localhost:$PORT)
  TOKEN     in the environment: an access token of role ops. Without it, the demo shop's account is taken.`

/** Most times one call is made again, while the shop is busy or a part of it away. */
const triesMax = 10
const pageSchema = z.object({
  items: z.array(z.object({ orderId: z.string(), updatedAt: z.string() })),
  cursor: z.string().nullable(),
})

const { TOKEN, PORT = '8787' } = process.env

try {
  const { values } = parseArgs({
    options: { since: { type: 'string' }, origin: { type: 'string', default: `http://localhost:${PORT}` } },
  })
  const since = Date.parse(values.since ?? '')
  if (Number.isNaN(since)) throw new TypeError('--since is a day or an instant, such as 2026-11-21')
  const origin = new URL(values.origin).origin
  const { email, password } = demoAccounts.ops
  const token = TOKEN ?? (await signIn(origin, email, password))
  process.exitCode = await republish(origin, { authorization: `Bearer ${token}` }, since)
} catch (fault) {
  if (fault instanceof SignInError) console.error(fault.message)
  else if (fault instanceof TypeError) console.error(`${fault.message}\n\n${usage}`)
  else throw fault
  process.exitCode = 2
}

/** Page after page of the worklist, which has every order that was ever paid. What fails is named, the rest goes on. */
async function republish(origin: string, headers: Record<string, string>, since: number): Promise<number> {
  const told = { orders: 0, failed: 0 }
  for (let cursor: string | null = ''; cursor !== null; ) {
    const from: string = cursor && `&cursor=${encodeURIComponent(cursor)}`
    const answer = await call(`${origin}/ordermgmts?limit=100${from}`, { headers })
    if (answer.status !== 200) throw new TypeError(`the worklist: HTTP ${answer.status}: ${await answer.text()}`)
    const page = pageSchema.parse(await answer.json())
    for (const { orderId } of page.items.filter(({ updatedAt }) => Date.parse(updatedAt) >= since)) {
      const { status } = await call(`${origin}/orders/${orderId}/republish`, { method: 'POST', headers })
      told.orders += 1
      if (status === 202) continue
      told.failed += 1
      console.log(`${orderId}: HTTP ${status}`)
    }
    console.error(`${told.orders} orders so far`)
    cursor = page.cursor
  }
  console.log(`${told.orders} orders sent their events once more, ${told.failed} could not`)
  return told.failed === 0 ? 0 : 1
}

async function call(url: string, init: RequestInit): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const answer = await fetch(url, init)
    const isBusy = answer.status === 429 || answer.status === 503
    if (!isBusy || tries === triesMax) return answer
    await answer.body?.cancel()
    await delay(1000 * Number(answer.headers.get('retry-after') ?? 1))
  }
}
