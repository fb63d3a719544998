// npm run rebuild -- analytics: compares the rows of a projection with the orders' histories and repairs those that
// differ, then compares once more, and ends with 1 when something still differs. Stopped, it goes on where it was.
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { projections, type Rebuild, rebuildSchema } from '../src/contract/rebuild.ts'
import { demoAccounts } from './demo/accounts.ts'
import { localOrigin, variable } from './environment.ts'
import { SignInError, signIn } from './sign-in.ts'

const usage = `usage: npm run rebuild -- <${projections.join('|')}> [--compare] [--origin http://localhost:8787]

  --compare  only compare, and repair nothing
  --origin   where the shop is (default http://localhost:$PORT)
  TOKEN      in the environment: an access token of role ops. Without it, the demo shop's account is taken.`

/** The most retries of a piece while the shop is busy or a part of it is down. */
const triesMax = 10

try {
  const { values, positionals } = parseArgs({
    options: { compare: { type: 'boolean', default: false }, origin: { type: 'string', default: localOrigin() } },
    allowPositionals: true,
  })
  const projection = projections.find((name) => name === positionals[0])
  if (projection === undefined) throw new TypeError('name a projection')
  const origin = new URL(values.origin).origin
  const { email, password } = demoAccounts.ops
  const token = variable('TOKEN') ?? (await signIn(origin, email, password))
  const url = `${origin}/rebuilds/${projection}`
  if (!values.compare) print(await run(`${url}?repair=true`, token))
  const { differences } = print(await run(`${url}?repair=false`, token))
  process.exitCode = differences === 0 ? 0 : 1
} catch (fault) {
  if (fault instanceof SignInError) console.error(fault.message)
  else if (fault instanceof TypeError) console.error(`${fault.message}\n\n${usage}`)
  else throw fault
  process.exitCode = 2
}

/** Piece by piece, until it is done. */
async function run(url: string, token: string): Promise<Rebuild> {
  const headers = { authorization: `Bearer ${token}` }
  for (let tries = 1; ; ) {
    const answer = await fetch(url, { method: 'POST', headers })
    if (answer.status === 200) return rebuildSchema.parse(await answer.json())
    if (answer.status === 202) {
      const { phase, compared, differences } = rebuildSchema.parse(await answer.json())
      console.error(`${phase}: ${compared} compared, ${differences} differ`)
      tries = 1
    } else if ((answer.status === 503 || answer.status === 429) && ++tries <= triesMax) {
      await answer.body?.cancel()
      await delay(1000 * Number(answer.headers.get('retry-after') ?? 1))
    } else throw new TypeError(`HTTP ${answer.status}: ${await answer.text()}`)
  }
}

function print(rebuild: Rebuild): Rebuild {
  const { projection, isRepairing, compared, differences, found } = rebuild
  for (const { orderId, kind, columns } of found) console.log(`${orderId}  ${kind}  ${columns.join(', ')}`)
  console.log(`${projection}: ${compared} compared, ${differences} ${isRepairing ? 'repaired' : 'differ'}`)
  return rebuild
}
