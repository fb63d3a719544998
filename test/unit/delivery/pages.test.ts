// The couriers' pages: what they show, what their form does, and whom they turn away.
import { describe, expect, test } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import { handleOrderEvents } from '../../../src/delivery/event-handler.ts'
import { courierPage, deliveriesPageSize } from '../../../src/delivery/pages.tsx'
import { progressOf } from '../../../src/delivery/progress.ts'
import { upsertDelivery } from '../../../src/delivery/store.ts'
import { homeOf } from '../../../src/platform/order-shards.ts'
import { keepDraft } from '../../../src/web/draft.ts'
import { callers } from '../../support/callers.ts'
import { kang, orderIdOf, tell } from '../../support/order-book.ts'
import { openDeliveries } from '../../support/subscribers.ts'

const { customer, staff, courier, ops } = callers
const orderId = orderIdOf(1)
const path = `/courier/deliveries/${orderId}`

/** The pages over deliveries that are on the road, one for each number. */
async function withDeliveries(...numbers: number[]) {
  const { book, ports } = openDeliveries()
  for (const number of numbers) {
    await tell(book, orderIdOf(number), customer.subject, 'place', 'pay', 'take')
    await handleOrderEvents(ports, [book.message(orderIdOf(number), 'OrderTaken')])
  }
  const ask = (address: string, init: RequestInit, caller: Caller) =>
    courierPage(ports, caller, new Request(`https://shop${address}`, init), 'req_test')
  const get = (address: string, caller: Caller = courier, headers = {}) => ask(address, { headers }, caller)
  const post = (address: string, caller: Caller = courier) => ask(address, { method: 'POST' }, caller)
  const read = async (address: string, headers = {}) => (await get(address, courier, headers)).text()
  return { book, ports, get, post, read }
}

/** The part of the page under a heading. */
const section = (html: string, heading: string) =>
  html.split('<section>').find((part) => part.startsWith(`<h2>${heading}`)) ?? ''

describe('the deliveries', () => {
  test('begin with those on the road: customer, goods, a map and the phone; no prices, and no customer id', async () => {
    const { get } = await withDeliveries(1)
    const response = await get('/courier')
    expect(response.status).toBe(200)
    const html = await response.text()
    for (const text of [
      `href="${path}"`,
      'Kang',
      '1 × Air conditioner',
      'href="https://www.google.com/maps/search/?api=1&amp;query=12+Teheran-ro%2C+Gangnam" rel="noreferrer"',
      'href="tel:+821001234567">010-0123-4567<',
    ]) {
      expect(section(html, 'Nobody has set out yet')).toContain(text)
    }
    expect(section(html, 'Delivered')).toContain('Nothing has been delivered yet.')
    for (const text of ['₩', '1,290,000', customer.subject]) expect(html).not.toContain(text)
  })

  test('go on with those delivered, without the address and the phone', async () => {
    const { post, read } = await withDeliveries(1, 2)
    await post(`${path}/complete`)
    const html = await read('/courier')
    expect(section(html, 'Nobody has set out yet')).toContain(orderIdOf(2))
    expect(section(html, 'Nobody has set out yet')).not.toContain(orderId)
    expect(section(html, 'Delivered')).toContain(orderId)
    for (const text of [kang.deliveryAddress, 'tel:']) expect(section(html, 'Delivered')).not.toContain(text)
  })

  test('are shown by status, and an unknown status shows the overview', async () => {
    const { post, read } = await withDeliveries(1)
    const shows = async (status: string) => (await read(`/courier?status=${status}`)).includes(orderId)
    expect([await shows('started'), await shows('nonsense'), await shows('completed')]).toEqual([true, true, false])
    await post(`${path}/complete`)
    expect([await shows('started'), await shows('completed')]).toEqual([false, true])
    expect(await read('/courier')).toContain('Nothing to deliver just now')
  })

  test('are read page by page', async () => {
    const { get, read } = await withDeliveries(...Array.from({ length: deliveriesPageSize + 1 }, (_, at) => at + 1))
    const first = await read('/courier')
    const [, older = ''] = /href="(\/courier\?list=free&amp;cursor=[^"]+)"/.exec(first) ?? []
    const second = await read(older.replaceAll('&amp;', '&'))
    const ordersOn = (html: string) => new Set(html.match(/deliveries\/ord_\w+/g)).size
    expect([ordersOn(first), ordersOn(second)]).toEqual([deliveriesPageSize, 1])
    expect(second).toContain(orderIdOf(deliveriesPageSize + 1))
    for (const list of ['status=started', 'list=free', 'list=mine']) {
      expect((await get(`/courier?${list}&cursor=nonsense`)).status).toBe(404)
    }
  })
})

describe('one delivery', () => {
  test('is handed over by one press, which leads back to it', async () => {
    const { book, read, post } = await withDeliveries(1)
    expect(await read(path)).toContain('<button class="wide"')
    const cookie = `flash=${encodeURIComponent(`completed ${path}`)}`
    // Not before it is true.
    expect(await read(path, { cookie: `__Host-${cookie}` })).not.toContain('The customer sees it')
    const pressed = await post(`${path}/complete`)
    expect([pressed.status, pressed.headers.get('location')]).toEqual([303, path])
    expect(pressed.headers.get('set-cookie')).toContain(`__Host-${cookie};`)
    expect(book.message(orderId, 'DeliveryCompleted').data.event.by).toEqual({ kind: 'courier', id: courier.subject })
    const after = await read(path, { cookie: `__Host-${cookie}` })
    expect(after).toContain('The customer sees it')
    expect(after).not.toContain('<button class="wide"')
    const count = book.messages.length
    expect((await post(`${path}/complete`)).status).toBe(303)
    expect(book.messages).toHaveLength(count)
  })

  test('shows whom it goes to and the goods, and neither prices nor the customer’s id', async () => {
    const html = await (await withDeliveries(1)).read(path)
    const shown = ['<h1>Delivery to Kang</h1>', '<li>1 × Air conditioner</li>', 'maps/search', 'tel:+821001234567']
    for (const text of shown) expect(html).toContain(text)
    for (const text of ['₩', '1,290,000', customer.subject]) expect(html).not.toContain(text)
  })

  test('that was canceled in the meantime says so, and is not handed over', async () => {
    const { book, ports, post, read } = await withDeliveries(1)
    await tell(book, orderId, customer.subject, 'cancel')
    const pressed = await post(`${path}/complete`)
    expect(pressed.status).toBe(409)
    const page = await pressed.text()
    for (const text of ['role="alert"', 'The order has been canceled.', 'href="/courier"']) expect(page).toContain(text)
    await tell(book, orderId, customer.subject, 'takeCancel')
    await handleOrderEvents(ports, [book.message(orderId, 'CancelOrderTaken')])
    const recalled = await read(path)
    expect(recalled).toContain('take the goods back to the store')
    expect(recalled).not.toContain('<button class="wide"')
    expect(await read('/courier?status=canceled')).toContain(orderId)
  })

  test('of an order of an older release shows the phone as it was typed, and calls nobody', async () => {
    const { book, ports, read } = await withDeliveries(1)
    const order = await book.read(orderId)
    const progress = order && progressOf(order)
    if (!order || !progress) throw new Error('the order is on the road')
    const { deliveryPhone: _, ...contact } = kang
    await upsertDelivery(homeOf(ports.shards, order), { ...order, seq: order.seq + 1, contact }, progress).run()
    const html = await read(path)
    expect(html).toContain('<dd>010-0123-4567</dd>')
    expect(html).not.toContain('tel:')
  })

  test('that was pressed signed out is asked for once more, and not handed over by itself', async () => {
    const { book, get } = await withDeliveries(1)
    const form = new Request(`https://shop${path}/complete`, { method: 'POST', body: new URLSearchParams() })
    const { address, cookies } = await keepDraft(form)
    const count = book.messages.length
    const cookie = cookies.map((line) => line.split(';')[0]).join('; ')
    const html = await (await get(address, courier, { cookie })).text()
    for (const text of ['nothing was sent', '<button class="wide"']) expect(html).toContain(text)
    expect(book.messages).toHaveLength(count)
    expect((await get(`${path}/complete`)).headers.get('location')).toBe(path)
  })

  test('of no order is not found', async () => {
    const { get, post } = await withDeliveries()
    expect((await get(path)).status).toBe(404)
    expect((await post(`${path}/complete`)).status).toBe(404)
    expect((await get('/courier/nothing')).status).toBe(404)
    const posted = await post('/courier')
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
  })
})

test('the staff see them too; customers and ops do not', async () => {
  const { get, post } = await withDeliveries(1)
  expect((await get('/courier', staff)).status).toBe(200)
  for (const caller of [customer, ops]) {
    const pages = [await get('/courier', caller), await get(path, caller), await post(`${path}/complete`, caller)]
    expect(pages.map(({ status }) => status)).toEqual([403, 403, 403])
  }
})

test('what a customer typed is shown as text', async () => {
  const { book, ports, read } = await withDeliveries(1)
  const order = await book.read(orderId)
  const progress = order && progressOf(order)
  if (!order || !progress) throw new Error('the order is on the road')
  const contact = { ...kang, customerName: '<b>Kang</b>', deliveryAddress: '"><script>alert(1)</script>' }
  await upsertDelivery(homeOf(ports.shards, order), { ...order, seq: order.seq + 1, contact }, progress).run()
  for (const html of [await read('/courier'), await read(path)]) expect(html).not.toMatch(/<script>|<b>/)
})
