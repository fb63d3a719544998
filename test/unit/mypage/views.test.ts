// What customers see: how each situation of an order is told, and what they can do in it.
import { describe, expect, test } from 'vitest'
import { type OrderView, orderPage, ordersPage } from '../../../src/mypage/views.tsx'
import { summarize } from '../../../src/order/summary.ts'
import { type Page, renderPage } from '../../../src/web/page.tsx'
import { callers } from '../../support/callers.ts'
import { orderId, situations, tell } from '../../support/orders.ts'

const { customer } = callers
const htmlOf = async (page: Page) => (await renderPage(page)).text()

function viewOf(situation: string): OrderView {
  const { state, events } = tell(...(situations[situation] ?? []))
  const order = summarize(orderId, state)
  if (order === null) throw new Error(`${situation} has no order`)
  return { order, events, flash: null, draft: null }
}

describe('the page of an order', () => {
  test('tells in every situation about the payment, and offers what makes sense', async () => {
    const names = Object.keys(situations).filter((name) => name !== 'none')
    const lines = await Promise.all(
      names.map(async (name) => {
        const html = await htmlOf(orderPage(customer, viewOf(name)))
        const [, sentence = ''] = /<h2>Payment<\/h2><p>(.*?)<\/p>/.exec(html) ?? []
        const offers = [html.includes('/pay"') && 'pay', html.includes('/cancel"') && 'cancel'].filter(Boolean)
        return `${name}: ${sentence} [${offers.join(', ')}]`
      }),
    )
    expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      orderStarted, requested: Not paid yet. An order that is not paid in time is canceled by itself. [pay, cancel]
      orderStarted, deferred: Payment was overloaded. Nothing was charged: please pay a little later. [pay, cancel]
      orderStarted, unknown: The payment provider has not answered yet. The shop is finding out; please do not pay again. [cancel]
      orderStarted, declined: Your payment was declined: insufficient funds. Please try another one. [pay, cancel]
      payApproved: You paid ₩4,500. [cancel]
      orderTaken: You paid ₩4,500. [cancel]
      deliveryStarted: You paid ₩4,500. [cancel]
      deliveryCompleted: You paid ₩4,500. []
      orderCanceled, not paid: Nothing was paid. []
      orderCanceled, paid: You paid ₩4,500. It is being returned to you. []
      orderCanceled, delivery started: You paid ₩4,500. It is being returned to you. []
      cancelOrderTaken, no delivery: You paid ₩4,500. It is being returned to you. []
      cancelOrderTaken, late approval: You paid ₩4,500. It is being returned to you. []
      cancelOrderTaken, delivery started: You paid ₩4,500. It is being returned to you. []
      cancelOrderTaken, refunded, not recalled: You paid ₩4,500, and ₩4,500 was returned to you. []
      cancelOrderTaken, recalled, not refunded: You paid ₩4,500. It is being returned to you. []
      payCanceled, no delivery: You paid ₩4,500, and ₩4,500 was returned to you. []
      payCanceled, recalled: You paid ₩4,500, and ₩4,500 was returned to you. []
      "
    `)
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
