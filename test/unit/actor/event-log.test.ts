// The event log over real SQL: numbered without a gap, dated forward, and read as it was written.
import { describe, expect, it, test } from 'vitest'
import { chain } from '../../../src/actor/chain.ts'
import { append, readAll, record } from '../../../src/actor/event-log.ts'
import { create } from '../../../src/actor/schema.ts'
import type { CommandMeta } from '../../../src/contract/commands.ts'
import { sha256 } from '../../../src/platform/hash.ts'
import { openStorage } from '../../support/node-storage.ts'
import { commands, noon, orderId, tell } from '../../support/orders.ts'

const meta: CommandMeta = { by: { kind: 'staff', id: 'usr_7' }, causationId: 'req_1' }
const taken = { type: 'OrderTaken', data: {} } as const

function emptyLog() {
  const storage = openStorage()
  create(storage)
  return storage
}

describe('events of one command', () => {
  it('are numbered on, and have the author and cause of the command', () => {
    const recorded = record([taken, { type: 'CancelOrderTaken', data: {} }], 4, '', noon, meta)
    expect(recorded).toEqual([
      { ...taken, seq: 5, version: 1, at: '2026-11-01T12:00:00.000Z', ...meta },
      { type: 'CancelOrderTaken', data: {}, seq: 6, version: 1, at: '2026-11-01T12:00:00.000Z', ...meta },
    ])
  })
  it('are never dated before the event that they follow, even when the clock goes back', () => {
    const lastAt = '2026-11-01T12:00:05.000Z'
    const at = (now: number) => record([taken], 1, lastAt, now, meta)[0]?.at
    expect(at(noon)).toBe(lastAt)
    expect(at(noon + 6000)).toBe('2026-11-01T12:00:06.000Z')
  })
})

test('the log reads what was appended, in order', () => {
  const storage = emptyLog()
  const { events } = tell(commands.PlaceOrder, commands.RecordPayApproved, commands.TakeOrder)
  const chained = chain(events, orderId, sha256)
  append(storage, chained.slice(0, 1), meta, null)
  append(storage, chained.slice(1), meta, null)
  expect(readAll(storage)).toEqual(chained)
})

test('a seq that is taken throws, and the event that has it stays', () => {
  const storage = emptyLog()
  const [placed] = chain(tell(commands.PlaceOrder).events, orderId, sha256)
  if (placed === undefined) throw new Error('the story places an order')
  append(storage, [placed], meta, null)
  expect(() => append(storage, [{ ...placed, causationId: 'req_2' }], meta, null)).toThrow()
  expect(readAll(storage)).toEqual([placed])
})

test('the key of the command stands with its events', () => {
  const storage = emptyLog()
  const [first, second] = chain(tell(commands.PlaceOrder, commands.RecordPayApproved).events, orderId, sha256)
  if (first === undefined || second === undefined) throw new Error('the story has two events')
  append(storage, [first], { ...meta, idempotency: { key: 'k', fingerprint: 'f' } }, null)
  append(storage, [second], meta, null)
  expect(storage.sql('SELECT seq, idempotency_key, fingerprint FROM event ORDER BY seq')).toEqual([
    { seq: 1, idempotency_key: 'k', fingerprint: 'f' },
    { seq: 2, idempotency_key: null, fingerprint: null },
  ])
})
