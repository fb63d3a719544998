// The couriers' pages: what they show, what their form does, and whom they turn away.
import { describe, expect, test } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import { handleOrderEvents } from '../../../src/delivery/event-handler.ts'
import { courierPage, deliveriesPageSize } from '../../../src/delivery/pages.tsx'
import { callers } from '../../support/callers.ts'
import { orderIdOf, tell } from '../../support/order-book.ts'
import { openDeliveries } from '../../support/subscribers.ts'

const { customer, staff, courier, ops } = callers
const orderId = orderIdOf(1)

/** The pages over deliveries that are on the road, one for each number. */
async function withDeliveries(...numbers: number[]) {
  const { book, ports } = openDeliveries()
  for (const number of numbers) {
    await tell(book, orderIdOf(number), customer.subject, 'place', 'pay', 'take')
    await handleOrderEvents(ports, [book.message(orderIdOf(number), 'OrderTaken')])
  }
  const ask = (path: string, method: 'GET' | 'POST', caller: Caller) =>
    courierPage(ports, caller, new Request(`https://shop${path}`, { method }), 'req_test')
  const get = (path: string, caller: Caller = courier) => ask(path, 'GET', caller)
  const post = (path: string, caller: Caller = courier) => ask(path, 'POST', caller)
  return { book, ports, get, post }
}

describe('the deliveries', () => {
  test('begin with those on the road: customer, goods, a map and the phone', async () => {
    const { get } = await withDeliveries(1)
    const response = await get('/courier')
    expect(response.status).toBe(200)
    const html = await response.text()
    for (const text of [
      `href="/courier/deliveries/${orderId}"`,
      '1 × Air conditioner',
      'https://www.google.com/maps/search/?api=1&amp;query=12+Teheran-ro%2C+Gangnam',
      'href="tel:01001234567"',
    ]) {
      expect(html).toContain(text)
    }
  })

  test('are shown by status, and an unknown status shows those on the road', async () => {
    const { get, post } = await withDeliveries(1)
    const shows = async (status: string) => (await (await get(`/courier?status=${status}`)).text()).includes(orderId)
    expect([await shows('started'), await shows('nonsense'), await shows('completed')]).toEqual([true, true, false])
    await post(`/courier/deliveries/${orderId}/complete`)
    expect([await shows('started'), await shows('completed')]).toEqual([false, true])
    expect(await (await get('/courier')).text()).toContain('Nothing to deliver just now')
  })

  test('are read page by page', async () => {
    const { get } = await withDeliveries(...Array.from({ length: deliveriesPageSize + 1 }, (_, index) => index + 1))
    const first = await (await get('/courier')).text()
    const [, older = ''] = /href="(\/courier\?status=started&amp;cursor=[^"]+)"/.exec(first) ?? []
    const second = await (await get(older.replaceAll('&amp;', '&'))).text()
    const ordersOn = (html: string) => new Set(html.match(/deliveries\/ord_\w+/g)).size
    expect([ordersOn(first), ordersOn(second)]).toEqual([deliveriesPageSize, 1])
    expect((await get('/courier?cursor=nonsense')).status).toBe(404)
  })
})

describe('one delivery', () => {
  test('is handed over by one press, which leads back to it', async () => {
    const { book, get, post } = await withDeliveries(1)
    expect(await (await get(`/courier/deliveries/${orderId}`)).text()).toContain('Handed over')
    const pressed = await post(`/courier/deliveries/${orderId}/complete`)
    expect([pressed.status, pressed.headers.get('location')]).toEqual([
      303,
      `/courier/deliveries/${orderId}?done=completed`,
    ])
    expect(book.message(orderId, 'DeliveryCompleted').data.event.by).toEqual({ kind: 'courier', id: courier.subject })
    const after = await (await get(`/courier/deliveries/${orderId}?done=completed`)).text()
    expect(after).toContain('The customer sees it')
    expect(after).not.toContain('<button class="wide"')
  })

  test('that was canceled in the meantime says so, and is not handed over', async () => {
    const { book, post } = await withDeliveries(1)
    await tell(book, orderId, customer.subject, 'cancel')
    const pressed = await post(`/courier/deliveries/${orderId}/complete`)
    expect(pressed.status).toBe(409)
    expect(await pressed.text()).toContain('The order has been canceled.')
  })

  test('of no order is not found', async () => {
    const { get, post } = await withDeliveries()
    expect((await get(`/courier/deliveries/${orderId}`)).status).toBe(404)
    expect((await post(`/courier/deliveries/${orderId}/complete`)).status).toBe(404)
    expect((await get('/courier/nothing')).status).toBe(404)
  })
})

test('the staff see them too; customers and ops do not', async () => {
  const { get, post } = await withDeliveries(1)
  expect((await get('/courier', staff)).status).toBe(200)
  for (const caller of [customer, ops]) {
    const pages = [await get('/courier', caller), await post(`/courier/deliveries/${orderId}/complete`, caller)]
    expect(pages.map(({ status }) => status)).toEqual([403, 403])
  }
})
