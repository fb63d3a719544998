// The staff's page of an order: what can be done in which situation, and for whom.
import { describe, expect, test } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import { summarize } from '../../../src/order/summary.ts'
import { type OrderView, orderPage } from '../../../src/ordermanagement/order-view.tsx'
import { type Page, renderPage } from '../../../src/web/page.tsx'
import { callers } from '../../support/callers.ts'
import { allSituations, orderId, situations, tell } from '../../support/orders.ts'

const htmlOf = async (page: Page) => (await renderPage(page)).text()

const nothing = { cancelReason: null, refund: null, settlement: null, note: null, error: null }
const rest = { asOf: null, clerk: null, notes: [], payments: null }

async function orderHtml(situation: string, caller: Caller = callers.staff, changes: Partial<OrderView> = {}) {
  const { state, events } = tell(...(allSituations[situation] ?? []))
  const order = summarize(orderId, state)
  if (order === null) throw new Error(`${situation} has no order`)
  return htmlOf(orderPage(caller, { order, events, ...rest, flash: null, typed: nothing, ...changes }))
}

describe('the page of an order', () => {
  test('tells in words how an open payment stands', async () => {
    expect(await orderHtml('orderStarted, unknown')).toContain('<dt>Paid</dt><dd>not known yet')
    expect(await orderHtml('orderStarted, declined')).toContain('<dt>Paid</dt><dd>declined: there is not enough')
  })

  const forms = {
    take: 'Packed: hand over to delivery',
    refund: 'Give a part of the money back',
    cancel: 'Cancel this order',
  }

  test('offers in every situation the forms that make sense in it', async () => {
    const names = Object.keys(situations).filter((name) => name !== 'none')
    const lines = await Promise.all(
      names.map(async (name) => {
        const html = await orderHtml(name)
        const offered = Object.entries(forms).filter(([, text]) => html.includes(text))
        return `${name.padEnd(46)} ${offered.map(([form]) => form).join(', ')}`.trimEnd()
      }),
    )
    expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      orderStarted, requested                        cancel
      orderStarted, deferred                         cancel
      orderStarted, unknown                          cancel
      orderStarted, declined                         cancel
      payApproved                                    take, refund, cancel
      orderTaken                                     refund, cancel
      deliveryStarted                                refund, cancel
      deliveryCompleted                              refund
      orderCanceled, not paid
      orderCanceled, paid
      orderCanceled, delivery started
      cancelOrderTaken, no delivery
      cancelOrderTaken, late approval
      cancelOrderTaken, delivery started
      cancelOrderTaken, refunded, not recalled
      cancelOrderTaken, recalled, not refunded
      payCanceled, no delivery
      payCanceled, recalled
      cancelOrderTaken, refund failed
      "
    `)
  })

  test('tells of a dispute, until when it can be answered, and that refunds wait', async () => {
    const html = await orderHtml('payApproved, disputed')
    for (const text of [
      'Needs attention: the payment is disputed',
      '₩4,500',
      '2026-11-20',
      'Refunds wait',
      'dashboard',
    ]) {
      expect(html).toContain(text)
    }
    expect(await orderHtml('payApproved, dispute lost')).toContain('the bank returned ₩4,500')
    expect(await orderHtml('payApproved, dispute won')).not.toContain('dashboard')
  })

  test.each([callers.ops, callers.courier])('offers none of them to $role', async (caller) => {
    const html = await orderHtml('payApproved', caller)
    for (const text of Object.values(forms)) expect(html).not.toContain(text)
  })

  test('shows a refusal once: at its form when it has one, else on top', async () => {
    const countOf = (html: string) => html.split('No, because.').length - 1
    const text = 'No, because.'
    const onTop = await orderHtml('payApproved', callers.staff, { flash: { tone: 'bad', text } })
    const typed = { ...nothing, cancelReason: 'typed', error: text }
    const atReason = await orderHtml('payApproved', callers.staff, { typed })
    expect([countOf(onTop), countOf(atReason)]).toEqual([1, 1])
    expect(onTop).not.toContain('<details open')
    expect(atReason).toContain('<details open')
    expect(atReason).toContain('value="typed"')
  })

  test('says that money is still to be returned, and how much was', async () => {
    expect(await orderHtml('payApproved')).not.toContain('Returned')
    expect(await orderHtml('orderCanceled, not paid')).not.toContain('Returned')
    expect(await orderHtml('orderCanceled, paid')).toContain('<dt>On its way back</dt><dd>₩4,500</dd>')
    expect(await orderHtml('payCanceled, no delivery')).toContain('<dt>Returned</dt><dd>₩4,500</dd>')
  })
})

test('an earlier state offers nothing to do, and leads back to now', async () => {
  const html = await orderHtml('payApproved', callers.staff, { asOf: { seq: 2, of: 5 } })
  expect(html).toContain('after step 2 of 5')
  for (const text of [...Object.values({ pack: 'Packed:', cancel: 'Cancel this order' }), 'data-live']) {
    expect(html).not.toContain(text)
  }
  expect(html).toContain('type="range" min="1" max="5" step="1" value="2"')
})
