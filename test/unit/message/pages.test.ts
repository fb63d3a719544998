// The page of messages: what a customer was told, in pages, of one order or all, and the switches.
import { describe, expect, test } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import { handleOrderEvents } from '../../../src/message/event-handler.ts'
import { messagePageSize, messagesPageFor } from '../../../src/message/pages.tsx'
import { settingsFor } from '../../../src/message/settings.ts'
import { callers } from '../../support/callers.ts'
import { OrderBook, orderIdOf, type Step, tell } from '../../support/order-book.ts'
import { openMessages } from '../../support/subscribers.ts'

const { customer, stranger, staff, courier, ops } = callers
const korean: Caller = { ...customer, reader: { language: 'ko', timeZone: 'Asia/Seoul' } }
const place = '/mypage/messages'

async function withOrders(orders: number, ...steps: Step[]) {
  const book = new OrderBook()
  for (let number = 1; number <= orders; number += 1) {
    await tell(book, orderIdOf(number), customer.subject, ...steps)
  }
  const ports = { ...openMessages().ports, orders: book, newId: () => crypto.randomUUID() }
  await handleOrderEvents(ports, book.messages)
  const get = (path: string, caller: Caller = customer, cookie = '') =>
    messagesPageFor(ports, caller, new Request(`https://shop${path}`, { headers: { cookie } }))
  const html = async (path: string, caller: Caller = customer) => (await get(path, caller)).text()
  const save = (kinds: readonly string[], caller: Caller = customer) => {
    const body = new URLSearchParams(kinds.map((kind) => ['kind', kind]))
    return messagesPageFor(ports, caller, new Request(`https://shop${place}`, { method: 'POST', body }))
  }
  return { ports, book, get, html, save }
}

const textsIn = (html: string) =>
  [...html.replace(/<\/?span[^>]*>/g, '').matchAll(/<p>(Dear [^<]*)<\/p>/g)].map(([, text]) => text)

describe('the list', () => {
  test('shows the newest first, each with its kind and its order, and nobody else’s', async () => {
    const { html } = await withOrders(1, 'place', 'pay')
    const page = await html(place)
    expect(textsIn(page)).toEqual([
      expect.stringContaining('your payment'),
      expect.stringContaining('received your order'),
    ])
    for (const text of ['<b>Paid</b>', `href="/mypage/orders/${orderIdOf(1)}"`, '>0000-0000</span></a>']) {
      expect(page).toContain(text)
    }
    expect(textsIn(await html(place, stranger))).toEqual([])
    expect(await html(place, stranger)).toContain('There is no message yet.')
  })

  test('is in Korean for who reads Korean', async () => {
    const { html } = await withOrders(1, 'place')
    const page = await html(place, korean)
    for (const text of ['<h1>알림</h1>', '주문 접수', '알림 설정', 'lang="ko"']) expect(page).toContain(text)
    expect(await html(place, { ...korean, subject: stranger.subject })).toContain('아직 받은 알림이 없습니다.')
  })

  test('is that of one order when its id is given, page by page', async () => {
    const { html } = await withOrders(messagePageSize + 1, 'place')
    const first = await html(place)
    expect(textsIn(first)).toHaveLength(messagePageSize)
    const older = /href="(\/mypage\/messages\?[^"]*)">Older messages/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(textsIn(await html(older))).toHaveLength(1)
    const ofOne = await html(`${place}?orderId=${orderIdOf(1)}`)
    expect(textsIn(ofOne)).toHaveLength(1)
    expect(ofOne).toContain('Messages about order <span class="unbroken">0000-0000</span></h1>')
    expect(ofOne).not.toContain('Older messages')
  })

  test('an order of somebody else has none; a cursor that is none is refused', async () => {
    const { get, html } = await withOrders(1, 'place')
    expect(textsIn(await html(`${place}?orderId=${orderIdOf(1)}`, stranger))).toEqual([])
    expect((await get(`${place}?cursor=x`)).status).toBe(404)
  })
})

describe('the switches', () => {
  const ticked = (html: string) => [...html.matchAll(/value="(\w+)" checked/g)].map(([, kind]) => kind)

  test('are all on at first; what is saved is shown, and said once', async () => {
    const { ports, get, html, save } = await withOrders(0)
    expect(ticked(await html(place))).toHaveLength(10)
    const saved = await save(['paid', 'delivered', 'no such kind'])
    expect([saved.status, saved.headers.get('location')]).toEqual([303, place])
    const cookie = saved.headers.getSetCookie()[0]?.split(';')[0]
    const page = await (await get(place, customer, cookie)).text()
    expect(page).toContain('Saved: your messages are as you ticked them.')
    expect(ticked(page)).toEqual(['paid', 'delivered'])
    expect(ticked(await html(place, stranger))).toHaveLength(10)
    expect(await settingsFor(ports, customer)).toMatchObject({ value: { off: { length: 8 } } })
  })

  test('can all be off', async () => {
    const { html, save } = await withOrders(0)
    await save([])
    expect(ticked(await html(place))).toEqual([])
  })
})

test('the page is for customers, and there is no other below it', async () => {
  const { get, save } = await withOrders(0)
  for (const caller of [staff, courier, ops]) {
    expect([(await get(place, caller)).status, (await save([], caller)).status]).toEqual([403, 403])
  }
  expect((await get(`${place}/x`)).status).toBe(404)
})
