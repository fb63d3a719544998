// The staff's work by forms: claims, notes, and many orders at once.
import { describe, expect, test } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import { handleOrderEvents } from '../../../src/ordermanagement/event-handler.ts'
import { adminPage } from '../../../src/ordermanagement/pages.tsx'
import { keepDraft } from '../../../src/web/draft.ts'
import { openAdmin, withOrder } from '../../support/admin-pages.ts'
import { callers } from '../../support/callers.ts'
import { orderIdOf, tell } from '../../support/order-book.ts'

const { customer, staff, staff2, courier, ops } = callers
const orderId = orderIdOf(1)
const path = `/admin/orders/${orderId}`

describe('a claim', () => {
  test('leads back to the order; another clerk sees by whom and since when, and takes it by naming them', async () => {
    const { get, post, follow, book } = await withOrder('place', 'pay')
    expect(await (await follow(await post(`${path}/claim`))).text()).toContain('You have this order in hand now.')
    const refused = await post(`${path}/take`, {}, staff2)
    expect(refused.status).toBe(409)
    expect(await refused.text()).toContain('The order has been in the hands of Park since 2 Nov 2026, 19:00.')
    expect(book.typesOf(orderId)).not.toContain('OrderTaken')
    expect((await post(`${path}/claim`, { from: staff.subject }, staff2)).status).toBe(303)
    const html = await (await get(path)).text()
    for (const text of ['in the hands of Yoon', 'Took the order over from Park.']) expect(html).toContain(text)
    expect((await post(`${path}/release`, {}, staff)).status).toBe(409)
    expect((await post(`${path}/release`, {}, staff2)).status).toBe(303)
    expect(await (await get(path)).text()).toContain('Start packing')
  })

  test('is not of ops', async () => {
    const { post } = await withOrder('place', 'pay')
    for (const form of ['claim', 'release', 'notes']) {
      expect((await post(`${path}/${form}`, { note: 'x' }, ops)).status).toBe(403)
    }
  })
})

describe('a note', () => {
  test('is shown with its author, and refused with what was typed kept', async () => {
    const { post, follow } = await withOrder('place', 'pay')
    const html = await (await follow(await post(`${path}/notes`, { note: 'Box <b>open</b>', key: 'k' }))).text()
    for (const text of ['The note is added.', 'Box &lt;b&gt;open&lt;/b&gt;', 'Park']) expect(html).toContain(text)
    const long = await post(`${path}/notes`, { note: 'y'.repeat(501), key: 'k2' })
    expect(long.status).toBe(422)
    const refused = await long.text()
    for (const text of ['A note is 1 to 500', 'y'.repeat(501), 'value="k2"']) expect(refused).toContain(text)
  })

  test('that was sent signed out is shown again, and not sent', async () => {
    const { ports } = await withOrder('place', 'pay')
    const body = new URLSearchParams({ note: 'typed', key: 'k1' })
    const { address, cookies } = await keepDraft(new Request(`https://shop${path}/notes`, { method: 'POST', body }))
    const headers = { cookie: cookies.map((line) => line.split(';')[0]).join('; ') }
    const page = await adminPage(ports, staff, new Request(`https://shop${address}`, { headers }), 'req_test')
    const html = await page.text()
    for (const text of ['nothing was sent', 'value="typed"', 'value="k1"', 'Nobody has written']) {
      expect(html).toContain(text)
    }
  })
})

describe('many orders at once', () => {
  async function withOrders(count: number) {
    const admin = openAdmin()
    for (let number = 1; number <= count; number += 1) {
      await tell(admin.book, orderIdOf(number), customer.subject, 'place', 'pay')
    }
    await handleOrderEvents(
      admin.ports,
      admin.book.messages.filter(({ data }) => data.event.type === 'PayApproved'),
    )
    const send = (ids: readonly string[], caller: Caller = staff) => {
      const body = new URLSearchParams(ids.map((id) => ['orderId', id]))
      const request = new Request('https://shop/admin/take', { method: 'POST', body })
      return adminPage(admin.ports, caller, request, 'req_test')
    }
    return { ...admin, send }
  }

  test('are packed, and one that is refused is told by itself', async () => {
    const { post, send, book } = await withOrders(3)
    await post(`/admin/orders/${orderIdOf(2)}/claim`, {}, staff2)
    const html = await (await send([1, 2, 3].map(orderIdOf))).text()
    for (const text of ['2 orders are packed.', '1 was refused:', 'The order has been in the hands of Yoon since']) {
      expect(html).toContain(text)
    }
    expect([1, 2, 3].map((number) => book.typesOf(orderIdOf(number)).includes('OrderTaken'))).toEqual([
      true,
      false,
      true,
    ])
    expect(html).toContain('To pack (1)')
  })

  test.each([
    [[], 422, 'Choose at least one order.'],
    [Array.from({ length: 26 }, (_, index) => orderIdOf(index + 1)), 422, 'At most 25 orders'],
  ])('%#: a form without a good number of them is refused', async (ids: string[], status, text) => {
    const { send, book } = await withOrders(1)
    const answer = await send(ids)
    expect([answer.status, (await answer.text()).includes(text)]).toEqual([status, true])
    expect(book.typesOf(orderId)).not.toContain('OrderTaken')
  })

  test('are for the staff alone; the address of the form leads to the worklist', async () => {
    const { send, get, book } = await withOrders(1)
    expect((await send([orderId], ops)).status).toBe(403)
    expect((await send([orderId], courier)).status).toBe(403)
    expect(book.typesOf(orderId)).not.toContain('OrderTaken')
    expect((await get('/admin/take')).headers.get('location')).toBe('/admin')
  })
})
