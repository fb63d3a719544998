// What customers see: how each situation of an order is told, and what they can do in it.
import { describe, expect, test } from 'vitest'
import type { OrderCommand } from '../../../src/contract/commands.ts'
import { ordersPage } from '../../../src/mypage/orders-page.tsx'
import { type OrderView, orderPage } from '../../../src/mypage/views.tsx'
import { summarize } from '../../../src/order/summary.ts'
import { type Page, renderPage } from '../../../src/web/page.tsx'
import { callers } from '../../support/callers.ts'
import { commands, orderId, situations, tell, won } from '../../support/orders.ts'

const { customer } = callers
const htmlOf = async (page: Page) => (await renderPage(page)).text()

const untouched = { payableUntil: null, flash: null, refusal: null, checkout: null, isCanceling: false }

function viewOf(situation: string): OrderView {
  const { state, events } = tell(...(situations[situation] ?? []))
  const order = summarize(orderId, state)
  if (order === null) throw new Error(`${situation} has no order`)
  return { order, events, ...untouched }
}

/** The section about the payment, and its sums. */
function paymentOf(html: string): [string, string] {
  const [, payment = ''] = /<h2>Payment<\/h2>(.*?)<\/section>/.exec(html) ?? []
  const rows = [...payment.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)]
  return [payment, rows.map(([, term, amount]) => `${term} ${amount}`).join(', ')]
}

describe('the page of an order', () => {
  test('tells in every situation about the payment, and offers what makes sense', async () => {
    const names = Object.keys(situations).filter((name) => name !== 'none')
    const lines = await Promise.all(
      names.map(async (name) => {
        const html = await htmlOf(orderPage(customer, viewOf(name)))
        const [, sentence = ''] = /<h2>Payment<\/h2><p[^>]*>(.*?)<\/p>/.exec(html) ?? []
        const offers = [html.includes('/pay"') && 'pay', html.includes('/cancel"') && 'cancel'].filter(Boolean)
        return `${name}: ${sentence} [${offers.join(', ')}]`
      }),
    )
    expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      orderStarted, requested: Not paid yet. An order that is not paid in time is canceled by itself. [pay, cancel]
      orderStarted, deferred: Your payment could not be made just now. Please pay a little later: you are never charged twice. An order that is not paid in time is canceled by itself. [pay, cancel]
      orderStarted, unknown: We do not know yet whether your payment was made. We are asking the payment provider; please do not pay again. [cancel]
      orderStarted, declined: Your payment was declined: there is not enough money on the card, or its limit is reached. You can try another card. An order that is not paid in time is canceled by itself. [pay, cancel]
      payApproved: You paid ₩4,500. [cancel]
      orderTaken: You paid ₩4,500. [cancel]
      deliveryStarted: You paid ₩4,500. [cancel]
      deliveryCompleted: You paid ₩4,500. []
      orderCanceled, not paid: No payment arrived. If one is still under way, it is returned to you. []
      orderCanceled, paid: You paid ₩4,500. ₩4,500 is being returned to you. []
      orderCanceled, delivery started: You paid ₩4,500. ₩4,500 is being returned to you. []
      cancelOrderTaken, no delivery: You paid ₩4,500. ₩4,500 is being returned to you. []
      cancelOrderTaken, late approval: You paid ₩4,500. ₩4,500 is being returned to you. []
      cancelOrderTaken, delivery started: You paid ₩4,500. ₩4,500 is being returned to you. []
      cancelOrderTaken, refunded, not recalled: You paid ₩4,500, and ₩4,500 was returned to you. []
      cancelOrderTaken, recalled, not refunded: You paid ₩4,500. ₩4,500 is being returned to you. []
      payCanceled, no delivery: You paid ₩4,500, and ₩4,500 was returned to you. []
      payCanceled, recalled: You paid ₩4,500, and ₩4,500 was returned to you. []
      cancelOrderTaken, refund failed: You paid ₩4,500. ₩4,500 is being returned to you. []
      "
    `)
  })

  const c = commands
  const paid = [c.PlaceOrder, c.RecordPayApproved]
  const rest: OrderCommand = { type: 'RecordPayCanceled', refundId: 'rfd_rest', amount: won(4000) }
  test.each([
    ['on its way', [...paid, c.RefundPart], 'Paid ₩4,500, On its way back ₩500, Left ₩4,000'],
    ['returned', [...paid, c.RefundPart, c.RecordPartRefunded], 'Paid ₩4,500, Returned ₩500, Left ₩4,000'],
    [
      'returned, and the rest is on its way',
      [...paid, c.RefundPart, c.RecordPartRefunded, c.CancelOrder, c.TakeCancelOrder],
      'Paid ₩4,500, Returned ₩500, On its way back ₩4,000, Left ₩0',
    ],
    [
      'returned, and the rest too',
      [...paid, c.RefundPart, c.RecordPartRefunded, c.CancelOrder, c.TakeCancelOrder, rest],
      'Paid ₩4,500, Returned ₩4,500, Left ₩0',
    ],
  ] as [string, OrderCommand[], string][])(
    'shows the sums and the reason of a part that is %s',
    async (_, story, sums) => {
      const { state, events } = tell(...story)
      const order = summarize(orderId, state)
      if (order === null) throw new Error('there is no order')
      for (const shown of [events, null]) {
        const html = await htmlOf(orderPage(customer, { order, events: shown, ...untouched }))
        const [payment, rows] = paymentOf(html)
        expect(rows).toBe(sums)
        expect(payment).toContain('a scratch')
      }
    },
  )

  const open = c.RecordPaymentDisputed
  const lost = { ...c.RecordPaymentDisputeLost, amount: won(4500) }
  const returnedNothing = { ...rest, amount: won(0) }
  test.each([
    ['stands', [...paid, open], 'You paid ₩4,500.', ''],
    [
      'was canceled',
      [...paid, open, c.CancelOrder, c.TakeCancelOrder],
      'You paid ₩4,500. ₩4,500 waits for the decision of your bank.',
      '',
    ],
    [
      'stands, and the store has lost it',
      [...paid, { ...open, amount: won(1000) }, { ...lost, amount: won(1000) }],
      'You paid ₩4,500, and ₩1,000 was returned to you.',
      'Paid ₩4,500, Returned by the bank ₩1,000, Left ₩3,500',
    ],
    [
      'was canceled after the store had lost it: never “₩0 was returned”',
      [...paid, open, lost, c.CancelOrder, c.TakeCancelOrder, returnedNothing],
      'You paid ₩4,500, and ₩4,500 was returned to you.',
      'Paid ₩4,500, Returned by the bank ₩4,500, Left ₩0',
    ],
  ] as [string, OrderCommand[], string, string][])(
    'tells of the money of a disputed order that %s',
    async (_, story, told, sums) => {
      const { state, events } = tell(...story)
      const order = summarize(orderId, state)
      if (order === null) throw new Error('there is no order')
      const [payment, rows] = paymentOf(await htmlOf(orderPage(customer, { order, events, ...untouched })))
      expect(payment).toContain(`<p>${told}</p>`)
      expect(rows).toBe(sums)
    },
  )

  test('tells of an order that costs nothing that there was nothing to pay', async () => {
    const { state, events } = tell({ ...c.PlaceOrder, total: won(0) }, c.CancelOrder, c.TakeCancelOrder)
    const order = summarize(orderId, state)
    if (order === null) throw new Error('there is no order')
    const html = await htmlOf(orderPage(customer, { order, events, ...untouched }))
    expect(paymentOf(html)).toEqual([expect.stringContaining('<p>There was nothing to pay.</p>'), ''])
    expect(html).not.toMatch(/₩0 was|Refunded<\/li>/)
  })

  test('shows the order without its history, and says so', async () => {
    const html = await htmlOf(orderPage(customer, { ...viewOf('payApproved'), events: null }))
    expect(html).toContain('The history is out of reach just now.')
    expect(html).toContain('Air conditional')
  })

  test('shows the result of the last form', async () => {
    const flash = { tone: 'bad', text: 'Declined <here>.' } as const
    expect(await htmlOf(orderPage(customer, { ...viewOf('payApproved'), flash }))).toContain('Declined &lt;here&gt;.')
  })
})

describe('the list of orders', () => {
  test('has a way to older ones when there are more', async () => {
    const { order } = viewOf('payApproved')
    const items = [{ order, projectedAt: order.updatedAt, change: 1 }]
    const more = await htmlOf(ordersPage(customer, { items, cursor: 'a&b' }))
    expect(more).toContain(`href="/mypage/orders/${orderId}"`)
    expect(more).toContain('href="/mypage?cursor=a%26b"')
    expect(await htmlOf(ordersPage(customer, { items, cursor: null }))).not.toContain('Older orders')
  })

  test('that is empty leads to the shop', async () => {
    expect(await htmlOf(ordersPage(customer, { items: [], cursor: null }))).toContain('See what the shop has')
  })
})
