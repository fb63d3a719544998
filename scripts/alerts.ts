// npm run alerts: lists the alerts of the shop. With --now they are judged first, as the clock does each minute.
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type Alert, alertSchema } from '../src/contract/alert.ts'
import { localOrigin } from './environment.ts'
import { opsCall, opsTool, unexpected } from './ops-tool.ts'

const usage = `usage: npm run alerts -- [--now] [--origin http://localhost:8787]

  --now     first judge every alert, as the clock does each minute
  --origin  where the shop is (default http://localhost:$PORT)
  TOKEN     in the environment: an access token of role ops. Without it, the demo shop's account is taken.

It ends with 1 while an alert fires.`

const listSchema = z.object({ items: z.array(alertSchema) })

await opsTool(usage, async () => {
  const { values } = parseArgs({
    options: { now: { type: 'boolean', default: false }, origin: { type: 'string', default: localOrigin() } },
  })
  const call = await opsCall(values.origin)
  const answer = await call(values.now ? 'POST' : 'GET', '/alerts')
  if (!answer.ok) throw await unexpected(answer)
  const { items } = listSchema.parse(await answer.json())
  for (const alert of items) console.log(lineOf(alert))
  return items.some(({ state }) => state === 'firing') ? 1 : 0
})

function lineOf({ rule, state, value, threshold, since, silence }: Alert): string {
  const measured = value === null ? 'no figure' : `${Number(value.toPrecision(3))} (limit ${threshold})`
  const notes = [since === null ? '' : `since ${since}`, silence === null ? '' : `silenced until ${silence.until}`]
  return [rule.padEnd(16), state.padEnd(10), measured, ...notes.filter((note) => note !== '')].join('  ')
}
