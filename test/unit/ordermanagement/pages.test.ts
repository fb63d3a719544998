// The staff's pages: what they show, what their forms do, and whom they turn away.
import { describe, expect, test } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import { handleOrderEvents } from '../../../src/ordermanagement/event-handler.ts'
import { adminPage } from '../../../src/ordermanagement/pages.tsx'
import { worklistPageSize } from '../../../src/ordermanagement/show-list.ts'
import { keepDraft } from '../../../src/web/draft.ts'
import { openAdmin, withOrder } from '../../support/admin-pages.ts'
import { callers } from '../../support/callers.ts'
import { orderIdOf, type Step, tell } from '../../support/order-book.ts'

const { customer, staff, courier, ops } = callers
const orderId = orderIdOf(1)

describe('the worklist page', () => {
  test('shows each paid order with its customer, goods, total and status, and links to it', async () => {
    const { get } = await withOrder('place', 'pay')
    const response = await get('/admin')
    expect(response.status).toBe(200)
    const html = await response.text()
    for (const text of ['Kang', '1 × Air conditioner', '₩1,290,000', 'Paid', `/admin/orders/${orderId}`]) {
      expect(html).toContain(text)
    }
    expect(html).not.toContain('Needs attention:')
  })

  test('points at an order that has stood too long', async () => {
    const { get } = await withOrder('place', 'pay', 'flagNotTaken')
    expect(await (await get('/admin')).text()).toContain('Needs attention: not taken yet')
    expect(await (await get(`/admin/orders/${orderId}`)).text()).toContain('Needs attention: not taken yet')
  })

  test('shows only those on request', async () => {
    const pageWith = async (...steps: Step[]) =>
      (await (await withOrder(...steps)).get('/admin?needsAttention=true')).text()
    expect(await pageWith('place', 'pay', 'flagNotTaken')).toContain(orderId)
    expect(await pageWith('place', 'pay')).toContain('No order needs attention just now.')
  })

  test('filters by status, and an unknown status shows all', async () => {
    const { get } = await withOrder('place', 'pay')
    expect(await (await get('/admin?orderStatus=payApproved')).text()).toContain(orderId)
    expect(await (await get('/admin?orderStatus=orderTaken')).text()).not.toContain(orderId)
    expect(await (await get('/admin?orderStatus=nonsense')).text()).toContain(orderId)
  })

  test('leads to older orders, page by page, with the filter kept', async () => {
    const { book, ports, get } = openAdmin()
    for (let number = 1; number <= worklistPageSize + 1; number += 1) {
      await tell(book, orderIdOf(number), customer.subject, 'place', 'pay')
      await handleOrderEvents(ports, [book.message(orderIdOf(number), 'PayApproved')])
    }
    const first = await (await get('/admin?orderStatus=payApproved')).text()
    expect(first).not.toContain(orderIdOf(1))
    const next = /href="(\/admin\?[^"]+)">Older/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(next).toContain('orderStatus=payApproved')
    const second = await (await get(next)).text()
    expect(second).toContain(orderIdOf(1))
    expect(second).not.toContain(orderIdOf(2))
    expect(second).not.toContain('Older orders')
  })

  test('what a customer typed is shown as text, never as part of the page', async () => {
    const { book, ports, get } = openAdmin()
    await tell(book, orderId, customer.subject, 'place', 'pay')
    const message = book.message(orderId, 'PayApproved')
    const contact = { customerName: '<script>alert(1)</script>', deliveryAddress: '"><b>', deliveryPhoneNumber: "'" }
    await handleOrderEvents(ports, [
      { ...message, data: { ...message.data, order: { ...message.data.order, contact } } },
    ])
    const html = await (await get('/admin')).text()
    expect(html).toContain('&lt;script&gt;')
    expect(html).not.toContain('<script>')
  })
})

describe('the page of an order', () => {
  test('shows where it goes and everything that happened, in plain words', async () => {
    const { get } = await withOrder('place', 'pay', 'take', 'startDelivery')
    const html = await (await get(`/admin/orders/${orderId}`)).text()
    for (const text of ['12 Teheran-ro, Gangnam', '010-0123-4567', 'was paid', 'accepted and packed', 'has started']) {
      expect(html).toContain(text)
    }
  })

  test('taking an order leads back to it with good news, and the button is gone', async () => {
    const { get, post, follow, book } = await withOrder('place', 'pay')
    expect(await (await get(`/admin/orders/${orderId}`)).text()).toContain('Packed: hand over to delivery')
    const answer = await post(`/admin/orders/${orderId}/take`)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/admin/orders/${orderId}`])
    const page = await follow(answer)
    expect(page.headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-flash=; Max-Age=0;/)])
    const html = await page.text()
    expect(html).toContain('The order is packed.')
    expect(html).not.toContain('Packed: hand over to delivery')
    expect(book.message(orderId, 'OrderTaken').data.event.by).toEqual({ kind: 'staff', id: 'usr_staff' })
  })

  test.each(['taken', 'canceled', 'refunding'])('no address has it say what nobody did: %s', async (name) => {
    const { get } = await withOrder('place', 'pay')
    expect(await (await get(`/admin/orders/${orderId}?done=${name}`)).text()).not.toContain('class="notice')
  })

  test('a second clerk’s take names the one who has the order', async () => {
    const { post } = await withOrder('place', 'pay')
    const take = (caller: Caller) => post(`/admin/orders/${orderId}/take`, {}, caller)
    expect([(await take(staff)).status, (await take(staff)).status]).toEqual([303, 303])
    const refused = await take(callers.staff2)
    expect(refused.status).toBe(409)
    const html = await refused.text()
    expect(html).toContain('The order was packed by Park, at 2 Nov 2026, 18:00.')
    expect(html).not.toContain('2026-11-02T09:00:02.000Z.')
  })

  test('a take that meets a cancel says so in words', async () => {
    const { book, post } = await withOrder('place', 'pay')
    await tell(book, orderId, customer.subject, 'cancel')
    const answer = await post(`/admin/orders/${orderId}/take`)
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('The order has been canceled.')
  })

  test('a cancel carries its reason to the customer', async () => {
    const { post, follow } = await withOrder('place', 'pay')
    const answer = await post(`/admin/orders/${orderId}/cancel`, { reason: 'Out of stock <3' })
    expect(answer.status).toBe(303)
    const html = await (await follow(answer)).text()
    for (const text of ['The order is canceled.', 'The store canceled the order: Out of stock &lt;3']) {
      expect(html).toContain(text)
    }
    expect(html).not.toContain('Reason for a cancel')
  })

  test('a cancel without a reason is refused at its field, with what was typed kept', async () => {
    const { book, post } = await withOrder('place', 'pay')
    const empty = await post(`/admin/orders/${orderId}/cancel`)
    expect(empty.status).toBe(422)
    const long = await (await post(`/admin/orders/${orderId}/cancel`, { reason: 'x'.repeat(501) })).text()
    expect(long).toContain('needs its reason, in 1 to 500 characters')
    expect(long).toContain('x'.repeat(501))
    expect(long).toContain('aria-invalid="true"')
    expect(book.typesOf(orderId)).not.toContain('OrderCanceled')
  })

  test.each([`/admin/orders/${orderIdOf(9)}`, '/admin/orders/nonsense', '/admin/elsewhere'])(
    '%s is not found',
    async (path) => {
      const { get } = await withOrder('place', 'pay')
      expect((await get(path)).status).toBe(404)
    },
  )
})

describe('giving a part of the money back', () => {
  const input = { amount: '1,500', currency: 'KRW', refundReason: 'a scratch', key: 'key_1' }
  const path = `/admin/orders/${orderId}/refund`

  test('leads back to the order with good news; the form sent twice is one refund', async () => {
    const { book, get, post, follow } = await withOrder('place', 'pay')
    expect(await (await get(`/admin/orders/${orderId}`)).text()).toContain('₩1,290,000 can still be given back.')
    const answers = [await post(path, input), await post(path, input)]
    for (const answer of answers) {
      expect(await (await follow(answer)).text()).toContain('The money is on its way back to the customer.')
    }
    expect(book.message(orderId, 'PartRefundRequested').data.event.data).toMatchObject({
      amount: { amount: 1500, currency: 'KRW' },
      reason: 'a scratch',
    })
    expect(book.typesOf(orderId)).toEqual(['OrderPlaced', 'PayApproved', 'PartRefundRequested'])
  })

  test.each([
    [{ amount: 'all of it' }, 'The amount is a number'],
    [{ amount: '1.5' }, 'The amount is a number'],
    [{ refundReason: '' }, 'A refund needs its reason'],
    [{ refundReason: 'scratched\u202Edehctarcs' }, 'A refund needs its reason'],
    [{ key: '' }, 'This form was sent without its own key'],
    [{ key: 'x'.repeat(201) }, 'This form was sent without its own key'],
    [{ amount: '1,290,001' }, 'At most ₩1,290,000 can still be given back.'],
    [{ amount: '1,290,000' }, 'To give everything back, cancel the order.'],
  ])('typed as %j is refused, with what was typed kept', async (wrong, text) => {
    const { book, post } = await withOrder('place', 'pay')
    const answer = await post(path, { ...input, ...wrong })
    expect([409, 422]).toContain(answer.status)
    const html = await answer.text()
    expect(html).toContain(text)
    const { key: _, ...shown } = { ...input, ...wrong }
    for (const value of Object.values(shown)) expect(html).toContain(`value="${value}"`)
    expect(book.typesOf(orderId)).toEqual(['OrderPlaced', 'PayApproved'])
  })

  test('is offered for no order that is not paid, or is canceled', async () => {
    for (const steps of [['place'], ['place', 'pay', 'cancel']] as Step[][]) {
      const { get } = await withOrder(...steps)
      expect(await (await get(`/admin/orders/${orderId}`)).text()).not.toContain('Give a part of the money back')
    }
  })
})

describe('whom the pages are for', () => {
  test.each([customer, courier])('they are not for $role', async (caller) => {
    const { book, get, post } = await withOrder('place', 'pay')
    for (const path of ['/admin', `/admin/orders/${orderId}`]) {
      const answer = await get(path, caller)
      expect(answer.status).toBe(403)
      const html = await answer.text()
      expect(html).toContain('not for you')
      expect(html).not.toContain('Air conditioner')
    }
    expect((await post(`/admin/orders/${orderId}/take`, {}, caller)).status).toBe(403)
    expect(book.typesOf(orderId)).not.toContain('OrderTaken')
  })

  test('ops look on without deciding', async () => {
    const { book, get, post } = await withOrder('place', 'pay')
    const html = await (await get(`/admin/orders/${orderId}`, ops)).text()
    expect(html).toContain('was paid')
    expect(html).not.toContain('Packed: hand over to delivery')
    expect(html).not.toContain('Reason for a cancel')
    expect((await post(`/admin/orders/${orderId}/take`, {}, ops)).status).toBe(403)
    expect(book.typesOf(orderId)).not.toContain('OrderTaken')
  })
})

describe('a form that was sent signed out', () => {
  test.each([
    ['take', {}, ['Packed: hand over to delivery']],
    ['cancel', { reason: 'sold <out>' }, ['value="sold &lt;out&gt;"', '<details open']],
    ['refund', { amount: '12x', refundReason: 'late', key: 'k1' }, ['value="12x"', 'value="late"', 'value="k1"']],
  ])('is shown with what was typed, and was not sent: %s', async (form, fields, shown) => {
    const { book, get, ports } = await withOrder('place', 'pay')
    const path = `/admin/orders/${orderId}/${form}`
    const body = new URLSearchParams(fields)
    const { address, cookies } = await keepDraft(new Request(`https://shop${path}`, { method: 'POST', body }))
    const headers = { cookie: cookies.map((line) => line.split(';')[0]).join('; ') }
    const count = book.messages.length
    const answer = await adminPage(ports, staff, new Request(`https://shop${address}`, { headers }), 'req_test')
    const html = await answer.text()
    for (const text of ['nothing was sent', ...shown]) expect(html).toContain(text)
    expect(html).not.toContain('aria-invalid="true"')
    expect([answer.status, book.messages.length]).toEqual([200, count])
    expect((await get(path)).headers.get('location')).toBe(`/admin/orders/${orderId}`)
  })
})
