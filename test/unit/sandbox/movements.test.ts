// The movements of the sandbox over all shards: one page after the other, and clear refusals.
import { expect, test } from 'vitest'
import { type Position, shardCount } from '../../../src/sandbox/entry.ts'
import type { Ledger } from '../../../src/sandbox/ledger.ts'
import { movements } from '../../../src/sandbox/movements.ts'

const now = 1000
const position: Position = { settlesAt: 5, reference: 'order_1-a', kind: 'refund', number: 2 }

/** Each shard has one entry; shard 3 has a second page. */
function ports() {
  const calls: [shard: number, after: Position | null][] = []
  const ledger = (shard: number) => ({
    movements: (_from: number, _to: number, after: Position | null): ReturnType<Ledger['movements']> => {
      calls.push([shard, after])
      const entry = { kind: 'charge', id: `ch_${shard}`, reference: 'r', amount: 1, currency: 'KRW', at: '' } as const
      return { data: [entry], next: shard === 3 && after === null ? position : null }
    },
  })
  return { ledger, calls }
}

const ask = (query: string, over = ports()) => movements(new URLSearchParams(query), over, now)
const cursorOf = (body: unknown): string | null =>
  typeof body === 'object' && body !== null && 'next' in body && typeof body.next === 'string' ? body.next : null

test('every shard is read to its end, one after the other, and then the ledger ends', async () => {
  const over = ports()
  let cursor: string | null = null
  do {
    const query: string = cursor === null ? 'from=0&to=9' : `from=0&to=9&cursor=${cursor}`
    const answer = await ask(query, over)
    expect(answer.status).toBe(200)
    cursor = cursorOf(answer.body)
  } while (cursor !== null)
  expect(over.calls.map(([shard]) => shard)).toEqual([0, 1, 2, 3, 3, 4, 5, 6, 7])
  expect(over.calls[4]).toEqual([3, position])
})

test.each(['', 'from=0', 'to=9', 'from=0&to=soon', 'from=0.5&to=9', 'from=0&to=1e300'])(
  'without a time (%s) it is refused',
  async (query) => {
    expect(await ask(query)).toMatchObject({ status: 400, body: { error: { code: 'time_required' } } })
  },
)

test.each([
  '',
  'x',
  `${shardCount}:`,
  '-1:',
  '3:5',
  '3:5.charge.2.',
  '3:5.payout.2.r',
  '3:5.charge.x.r',
  '3:5.charge.2.a/b',
  '10:',
])('a cursor "%s" is refused', async (cursor) => {
  const over = ports()
  const answer = await ask(`from=0&to=9&cursor=${encodeURIComponent(cursor)}`, over)
  expect(answer).toMatchObject({ status: 400, body: { error: { code: 'cursor_invalid' } } })
  expect(over.calls).toEqual([])
})
