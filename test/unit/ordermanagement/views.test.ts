// What the staff see: what can be done in which situation, for whom, and how the list leads on.
import { describe, expect, test } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import type { WorklistFilter } from '../../../src/contract/rpc.ts'
import { summarize } from '../../../src/order/summary.ts'
import { type OrderView, orderPage, worklistPage } from '../../../src/ordermanagement/views.tsx'
import { type Page, renderPage } from '../../../src/web/page.tsx'
import { callers } from '../../support/callers.ts'
import { allSituations, orderId, situations, tell } from '../../support/orders.ts'

const htmlOf = async (page: Page) => (await renderPage(page)).text()

const nothing = { cancelReason: null, refund: null, error: null }

async function orderHtml(situation: string, caller: Caller = callers.staff, changes: Partial<OrderView> = {}) {
  const { state, events } = tell(...(allSituations[situation] ?? []))
  const order = summarize(orderId, state)
  if (order === null) throw new Error(`${situation} has no order`)
  return htmlOf(orderPage(caller, { order, events, flash: null, typed: nothing, ...changes }))
}

describe('the page of an order', () => {
  test('tells in words how an open payment stands', async () => {
    expect(await orderHtml('orderStarted, unknown')).toContain('<dt>Paid</dt><dd>not known yet')
    expect(await orderHtml('orderStarted, declined')).toContain('<dt>Paid</dt><dd>declined: there is not enough')
  })

  const forms = { take: 'Take the order', refund: 'Give a part of the money back', cancel: 'Cancel this order' }

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

describe('the worklist page', () => {
  const page = (filter: WorklistFilter, cursor: string | null) =>
    htmlOf(worklistPage(callers.staff, filter, { items: [], cursor }))
  const current = (html: string) => /<a href="([^"]+)" aria-current="true">/.exec(html)?.[1]

  test('marks the one filter that is on', async () => {
    expect(current(await page({ orderStatus: null, flaggedOnly: false }, null))).toBe('/admin')
    expect(current(await page({ orderStatus: null, flaggedOnly: true }, null))).toBe('/admin?needsAttention=true')
    const html = await page({ orderStatus: 'orderTaken', flaggedOnly: false }, null)
    expect(html.split('aria-current="true"')).toHaveLength(2)
    expect(current(html)).toBe('/admin?orderStatus=orderTaken')
  })

  test('says of an empty list whether a filter made it so', async () => {
    expect(await page({ orderStatus: null, flaggedOnly: false }, null)).toContain('Nothing to do yet')
    expect(await page({ orderStatus: 'orderTaken', flaggedOnly: false }, null)).toContain('No order stands here')
  })

  test('leads to older orders under the same filter', async () => {
    const html = await page({ orderStatus: 'orderTaken', flaggedOnly: true }, 'a cursor')
    expect(html).toContain('/admin?orderStatus=orderTaken&amp;needsAttention=true&amp;cursor=a+cursor')
    expect(await page({ orderStatus: null, flaggedOnly: false }, null)).not.toContain('Older orders')
  })
})
