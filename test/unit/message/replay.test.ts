// Messages that did not arrive are sent again by those who may, once for each call, and it stands in the audit.
import { describe, expect, test } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import { messageIdOf } from '../../../src/message/compose.ts'
import { handleOrderEvents } from '../../../src/message/event-handler.ts'
import { listProblemsFor } from '../../../src/message/messages.ts'
import { SendFailed, Undeliverable } from '../../../src/message/notifier.ts'
import { recordReport } from '../../../src/message/progress-store.ts'
import { replayedMax, replayMessage, replayMessages } from '../../../src/message/replay.ts'
import { actsAfter } from '../../../src/platform/acts.ts'
import { callers, firstPage } from '../../support/callers.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { openMessages } from '../../support/subscribers.ts'

const { customer, staff, courier, ops } = callers
const orderId = orderIdOf(1)
const request = { requestId: 'req_1', idempotencyKey: null }

/** So many orders, each with a message that no channel took. */
async function withFailed(orders = 1) {
  const book = new OrderBook()
  for (let number = 1; number <= orders; number += 1) await tell(book, orderIdOf(number), customer.subject, 'place')
  const opened = openMessages()
  const { channel, database } = opened
  const ports = { ...opened.ports, orders: book, newId: () => crypto.randomUUID() }
  channel.fault = new Undeliverable('E_RECIPIENT_SUPPRESSED')
  await handleOrderEvents(ports, book.messages)
  channel.fault = null
  const messageId = await messageIdOf(orderId, { kind: 'received' })
  const replay = (by: Caller = ops, id = messageId) => replayMessage(ports, by, id, request)
  const acts = async () => (await actsAfter(database, 0, 100)).acts
  return { ...opened, book, ports, messageId, replay, acts }
}

describe('a message that failed', () => {
  test.each([[ops], [staff]])('is sent again under its id, with its subject and its receiver: %o', async (caller) => {
    const { replay, sent, messageId, acts } = await withFailed()
    expect(await replay(caller)).toMatchObject({ ok: true, value: { messageId, status: 'sent' } })
    const to = { customerName: 'Kang', deliveryPhoneNumber: '010-0123-4567' }
    expect(sent).toMatchObject([{ messageId, kind: 'received', to, subject: expect.stringContaining('0000-0000') }])
    expect(sent[0]?.to).not.toHaveProperty('deliveryAddress')
    expect(await acts()).toMatchObject([
      {
        action: 'replayMessage',
        target: messageId,
        actor: { id: caller.subject, role: caller.role },
        before: { status: 'failed', cause: 'E_RECIPIENT_SUPPRESSED' },
        requestId: 'req_1',
      },
    ])
    expect(await replay(caller)).toMatchObject({ rejection: { code: 'message_not_replayable' } })
    expect(sent).toHaveLength(1)
  })

  test('can fail again: it says so, counts the try, and can be sent once more', async () => {
    const { replay, channel, sent, acts } = await withFailed()
    channel.fault = new SendFailed('the message webhook answered 503')
    const failed = { status: 'failed', tries: 2, cause: 'the message webhook answered 503' }
    expect(await replay()).toMatchObject({ ok: true, value: failed })
    channel.fault = null
    expect(await replay()).toMatchObject({ ok: true, value: { status: 'sent' } })
    expect(sent).toHaveLength(1)
    expect(await acts()).toHaveLength(2)
  })

  test('goes out once though two people press the button, and is free again when a call was cut off', async () => {
    const { replay, sent, database, clock } = await withFailed()
    const both = await Promise.all([replay(), replay(staff)])
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true])
    expect(sent).toHaveLength(1)
    database.rows(`UPDATE messages SET problem = 'failed', sent_at = NULL, next_try_at = '2026-11-02T10:00:30.000Z'`)
    expect(await replay()).toMatchObject({ rejection: { detail: 'The message is being sent again just now.' } })
    clock.now += 30_000
    expect(await replay()).toMatchObject({ ok: true })
  })

  test('is not sent for others, and one that is not there is not found', async () => {
    const { replay, sent, acts } = await withFailed()
    for (const caller of [customer, courier]) {
      expect(await replay(caller)).toMatchObject({ rejection: { code: 'forbidden' } })
    }
    expect(await replay(ops, 'msg_none')).toMatchObject({ rejection: { code: 'message_not_found' } })
    expect([sent, await acts()]).toEqual([[], []])
  })

  test('is not sent once the personal data of its order is erased', async () => {
    const { replay, sent, book, database, acts } = await withFailed()
    const refused = { rejection: { code: 'message_not_replayable', detail: expect.stringContaining('erased') } }
    const erased = { ...(await book.read(orderId)), contact: null, sealed: null }
    expect(await replayErased(erased)).toMatchObject(refused)
    database.rows(`UPDATE messages SET text = '', personal_key = NULL`)
    expect(await replay()).toMatchObject(refused)
    expect([sent, await acts()]).toEqual([[], []])

    async function replayErased(order: unknown) {
      const { ports, messageId } = await withFailed()
      const orders = { read: async () => order as Awaited<ReturnType<typeof book.read>> }
      return await replayMessage({ ...ports, orders }, ops, messageId, request)
    }
  })
})

test('a message that bounced is sent again, and what was reported of it before is over', async () => {
  const { replay, database, channel, messageId, ports } = await withFailed()
  await replay()
  const by = { column: 'message_id', id: messageId } as const
  await recordReport(database, by, { status: 'bounced', at: '2026-11-02T10:01:00.000Z', cause: '4.2.2' })
  const bounced = await listProblemsFor(ports, ops, 'bounced', null, firstPage)
  expect(bounced).toMatchObject({ value: { items: [{ messageId, cause: '4.2.2' }] } })
  channel.fault = new SendFailed('the message webhook answered 503')
  expect(await replay()).toMatchObject({ value: { status: 'failed' } })
  channel.fault = null
  expect(await replay()).toMatchObject({ value: { status: 'sent' } })
  await recordReport(database, by, { status: 'delivered', at: '2026-11-02T10:02:00.000Z', cause: null })
  expect(await replay()).toMatchObject({ rejection: { code: 'message_not_replayable' } })
})

describe('those that failed', () => {
  test('are sent again piece by piece, and what fails again is not sent by the next calls', async () => {
    const { ports, channel, sent, clock } = await withFailed(replayedMax + 3)
    clock.now += 60_000
    channel.fault = new SendFailed('the message webhook answered 503')
    const first = await replayMessages(ports, ops, {}, request)
    const until = '2026-11-02T10:01:00.000Z'
    expect(first).toEqual({ ok: true, value: { sent: 0, failed: replayedMax, left: 3, until } })
    channel.fault = null
    clock.now += 1000
    const rest = await replayMessages(ports, ops, { until }, request)
    expect(rest).toEqual({ ok: true, value: { sent: 3, failed: 0, left: 0, until } })
    expect(sent).toHaveLength(3)
    expect(await replayMessages(ports, ops, { until }, request)).toMatchObject({ value: { sent: 0, left: 0 } })
    expect(await replayMessages(ports, ops, {}, request)).toMatchObject({ value: { sent: replayedMax, left: 0 } })
  })

  test('leave the one of an erased order behind, and never come back to it', async () => {
    const { ports, book, sent, clock } = await withFailed(2)
    clock.now += 1000
    const erased = { ...(await book.read(orderId)), contact: null, sealed: null } as Awaited<
      ReturnType<typeof book.read>
    >
    const orders = { read: async (id: string) => (id === orderId ? erased : await book.read(id)) }
    const first = await replayMessages({ ...ports, orders }, ops, {}, request)
    expect(first).toMatchObject({ value: { sent: 1, failed: 1, left: 0 } })
    const until = first.ok ? first.value.until : ''
    const next = await replayMessages({ ...ports, orders }, ops, { until }, request)
    expect(next).toMatchObject({ value: { sent: 0, failed: 0, left: 0 } })
    expect(sent.map((message) => message.orderId)).toEqual([orderIdOf(2)])
  })

  test('are those since an instant, by those who may, under instants alone', async () => {
    const { ports, sent, clock } = await withFailed()
    clock.now += 1000
    const late = await replayMessages(ports, ops, { since: '2026-11-03T00:00:00+09:00' }, request)
    expect(late).toMatchObject({ value: { sent: 0, left: 0 } })
    expect(await replayMessages(ports, customer, {}, request)).toMatchObject({ rejection: { code: 'forbidden' } })
    for (const field of ['since', 'until'])
      expect(await replayMessages(ports, ops, { [field]: 'today' }, request)).toMatchObject({ rejection: { field } })
    expect(sent).toEqual([])
  })
})
