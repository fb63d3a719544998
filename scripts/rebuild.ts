// npm run rebuild -- analytics: compares the rows of a projection with the orders' histories and repairs those that
// differ, then compares once more, and ends with 1 when something still differs. Stopped, it goes on where it was.
import { parseArgs } from 'node:util'
import { projections, type Rebuild, rebuildSchema } from '../src/contract/rebuild.ts'
import { localOrigin } from './environment.ts'
import { type OpsCall, opsCall, opsTool, unexpected } from './ops-tool.ts'

const usage = `usage: npm run rebuild -- <${projections.join('|')}> [--compare] [--origin http://localhost:8787]

  --compare  only compare, and repair nothing
  --origin   where the shop is (default http://localhost:$PORT)
  TOKEN      in the environment: an access token of role ops. Without it, the demo shop's account is taken.`

await opsTool(usage, async () => {
  const { values, positionals } = parseArgs({
    options: { compare: { type: 'boolean', default: false }, origin: { type: 'string', default: localOrigin() } },
    allowPositionals: true,
  })
  const projection = projections.find((name) => name === positionals[0])
  if (projection === undefined) throw new TypeError('name a projection')
  const call = await opsCall(values.origin)
  if (!values.compare) print(await run(call, `/rebuilds/${projection}?repair=true`))
  const { differences } = print(await run(call, `/rebuilds/${projection}?repair=false`))
  return differences === 0 ? 0 : 1
})

/** Piece by piece, until it is done. */
async function run(call: OpsCall, path: string): Promise<Rebuild> {
  for (;;) {
    const answer = await call('POST', path)
    if (answer.status === 200) return rebuildSchema.parse(await answer.json())
    if (answer.status !== 202) throw await unexpected(answer)
    const { phase, compared, differences } = rebuildSchema.parse(await answer.json())
    console.error(`${phase}: ${compared} compared, ${differences} differ`)
  }
}

function print(rebuild: Rebuild): Rebuild {
  const { projection, isRepairing, compared, differences, found } = rebuild
  for (const { orderId, kind, columns } of found) console.log(`${orderId}  ${kind}  ${columns.join(', ')}`)
  console.log(`${projection}: ${compared} compared, ${differences} ${isRepairing ? 'repaired' : 'differ'}`)
  return rebuild
}
