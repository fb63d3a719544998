// The shop's page of messages: how each stands, and the buttons that send again what did not arrive.
import { describe, expect, test } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import { handleOrderEvents } from '../../../src/message/event-handler.ts'
import { SendFailed, Undeliverable } from '../../../src/message/notifier.ts'
import { messagesPageFor } from '../../../src/message/pages.tsx'
import { callers } from '../../support/callers.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { openMessages } from '../../support/subscribers.ts'

const { customer, staff, courier, ops } = callers
const place = '/admin/messages'

/** An order with a message that failed, and one with a message that was sent. */
async function withMessages() {
  const book = new OrderBook()
  const opened = openMessages()
  const ports = { ...opened.ports, orders: book, newId: () => crypto.randomUUID() }
  await tell(book, orderIdOf(1), customer.subject, 'place')
  opened.channel.fault = new Undeliverable('E_RECIPIENT_SUPPRESSED')
  await handleOrderEvents(ports, book.messages)
  opened.channel.fault = null
  await tell(book, orderIdOf(2), customer.subject, 'place')
  await handleOrderEvents(ports, book.messages)
  opened.clock.now += 1000
  const ask = (path: string, caller: Caller = staff, init: RequestInit = {}) =>
    messagesPageFor(ports, caller, new Request(`https://shop${path}`, init), 'req_1')
  const post = (path: string, caller: Caller = staff) => ask(path, caller, { method: 'POST' })
  const html = async (path: string, caller: Caller = staff) => (await ask(path, caller)).text()
  const action = async () => /action="([^"]+\/replay)"/.exec(await html(place))?.[1] ?? ''
  return { ...opened, ask, post, html, action }
}

describe('the page', () => {
  test('shows how each message stands, and a button at what failed alone', async () => {
    const { html } = await withMessages()
    const page = await html(place)
    for (const text of ['Not sent', 'E_RECIPIENT_SUPPRESSED', '>Sent<', `href="/admin/orders/${orderIdOf(1)}"`]) {
      expect(page).toContain(text)
    }
    expect(page.match(/action="\/admin\/messages\/msg_[^"]+\/replay"/g)).toHaveLength(1)
    const failed = await html(`${place}?status=failed`)
    expect([failed.includes(orderIdOf(1)), failed.includes(orderIdOf(2))]).toEqual([true, false])
    expect(failed).toContain('at most 12 at a time')
    expect(await html(`${place}?status=bounced`)).toContain('There is no such message.')
  })

  test('is for the store and those who run it, in their language', async () => {
    const { ask, html } = await withMessages()
    for (const caller of [customer, courier]) expect((await ask(place, caller)).status).toBe(403)
    expect(await html(place, { ...ops, reader: { language: 'ko', timeZone: 'Asia/Seoul' } })).toContain('전송 실패')
  })

  test('shows when a message is tried next', async () => {
    const { html, channel, ports } = await withMessages()
    const book = new OrderBook()
    await tell(book, orderIdOf(3), customer.subject, 'place')
    channel.fault = new SendFailed('the message webhook answered 503')
    await handleOrderEvents(ports, book.messages).catch(() => {})
    const waiting = await html(`${place}?status=waiting`)
    for (const text of ['Waiting for its next try', 'answered 503', 'Next try:']) expect(waiting).toContain(text)
  })
})

describe('the buttons', () => {
  test('send one again, and the page says so', async () => {
    const { post, action, sent, ask } = await withMessages()
    const answer = await post(await action())
    expect([answer.status, answer.headers.get('location')]).toEqual([303, place])
    expect(sent.map(({ orderId }) => orderId)).toContain(orderIdOf(1))
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
    const after = await ask(place, staff, { headers: { cookie } })
    expect(await after.text()).toContain('The message was sent again.')
  })

  test('say that it failed again, or why it is refused', async () => {
    const { post, action, channel, ask } = await withMessages()
    const path = await action()
    channel.fault = new SendFailed('the message webhook answered 503')
    const cookie = (await post(path)).headers.get('set-cookie')?.split(';')[0] ?? ''
    const failed = await ask(place, staff, { headers: { cookie } })
    expect(await failed.text()).toContain('could not be sent this time either')
    channel.fault = null
    await post(path)
    const refused = await post(path)
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('Only a message that failed')])
    expect((await post(`${place}/msg_none/replay`)).status).toBe(404)
  })

  test('send all that failed', async () => {
    const { post, sent } = await withMessages()
    const answer = await post(`${place}/replay`, ops)
    expect(await answer.text()).toContain('Sent again: 1. Not sent this time either: 0. Left: 0.')
    expect(sent).toHaveLength(2)
  })

  test('do nothing for others', async () => {
    const { post, action, sent } = await withMessages()
    const path = await action()
    for (const caller of [customer, courier]) {
      for (const address of [path, `${place}/replay`]) expect((await post(address, caller)).status).toBe(403)
    }
    expect(sent).toHaveLength(1)
  })
})
