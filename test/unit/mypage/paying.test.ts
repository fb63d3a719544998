// Paying in a browser: the page that takes the card, the way to the bank and back, and what its address can not do.

import { describe, expect, test } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import { accepted, refused } from '../../../src/contract/result.ts'
import { type CustomerPagePorts, customerPage } from '../../../src/mypage/pages.tsx'
import { callers } from '../../support/callers.ts'
import { OrderBook, orderIdOf, type Step, tell } from '../../support/order-book.ts'
import { orderApiOf, paymentApiOf } from '../../support/page-ports.ts'
import { seller } from '../../support/seller.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { testVault } from '../../support/vault.ts'

const { customer, stranger } = callers
const orderId = orderIdOf(1)
const orderPath = `/mypage/orders/${orderId}`
const action = { url: '/sandbox/authentications/au_1', until: '2026-11-01T12:00:00.000Z' }

async function withOrder(...steps: Step[]) {
  const book = new OrderBook()
  await tell(book, orderId, customer.subject, ...steps)
  const payments = paymentApiOf(book)
  const asked: unknown[] = []
  const ports: CustomerPagePorts = {
    vault: testVault,
    shards: [openDatabase('mypage'), openDatabase('mypage')],
    now: () => Date.parse(book.now),
    orders: orderApiOf(book),
    payments: {
      pay: (caller, id, token, ...rest) => {
        asked.push([token, rest[2]])
        return payments.pay(caller, id, token, ...rest)
      },
      checkout: (caller, id, returnUrl, hasReturned) => {
        if (hasReturned) asked.push('returned')
        return payments.checkout(caller, id, returnUrl, hasReturned)
      },
      openPage: (...args) => payments.openPage(...args),
    },
    seller: () => seller,
    log: () => {},
  }
  const visit = (path: string, form: Record<string, string> | null = null, caller: Caller = customer) => {
    const init = form === null ? {} : { method: 'POST', body: new URLSearchParams(form) }
    return customerPage(ports, caller, new Request(`https://shop${orderPath}${path}`, init), 'req_test')
  }
  return { book, ports, asked, visit }
}

/** Payment waits for the customer. */
const waiting =
  (way: 'page' | null = 'page') =>
  async () =>
    accepted({ way: way && ({ kind: 'page', url: '/sandbox/cards?x' } as const), action })

const location = (answer: Response) => [answer.status, answer.headers.get('location')]

describe('the page that pays', () => {
  test('leads to the provider, and has no field of a card', async () => {
    const { visit } = await withOrder('place')
    const html = await (await visit('/pay')).text()
    const url = `/sandbox/cards?return=${encodeURIComponent(`https://shop${orderPath}/return`)}`
    const title = '<title>Pay order 0000-0000 · '
    for (const text of [title, url, 'Pay ₩1,290,000', 'Not paid yet.']) expect(html).toContain(text)
    expect(html.match(/<input[^>]*>/g)).toBeNull()
  })

  test('shows the order instead when there is nothing to pay', async () => {
    for (const steps of [
      ['place', 'pay'],
      ['place', 'cancel'],
    ] as const)
      expect(location(await (await withOrder(...steps)).visit('/pay'))).toEqual([303, orderPath])
  })

  test('says so when payment does not answer, or has no way for a page', async () => {
    const { ports, visit } = await withOrder('place')
    for (const checkout of [
      async () => accepted({ way: null, action: null }),
      () => Promise.reject(new Error('down')),
    ]) {
      ports.payments.checkout = checkout
      expect(await (await visit('/pay')).text()).toContain('cannot be paid here just now')
    }
  })

  test('is the owner’s alone', async () => {
    const { visit, asked } = await withOrder('place')
    for (const path of ['/pay', '/authentication']) expect((await visit(path, null, stranger)).status).toBe(404)
    expect(asked).toEqual([])
  })
})

describe('a page of the provider', () => {
  const form = {}
  const url = 'https://pay.test/checkout/1?a=1'

  test('has a button where scripts do not run, and is gone to at once', async () => {
    const { ports, visit } = await withOrder('place')
    const way = { kind: 'toss', scriptUrl: 'https://js.toss.test', clientKey: 'ck', amount: 1, orderId } as const
    const shown = async (hasPage: boolean) => {
      ports.payments.checkout = async () => accepted({ way: { ...way, ...(hasPage && { hasPage }) }, action: null })
      return await (await visit('/pay')).text()
    }
    expect(await shown(false)).toContain('only in a browser that runs scripts')
    expect(await shown(true)).toContain(`action="${orderPath}/provider-page"`)
    ports.payments.openPage = async (_, __, returnUrl) => accepted({ url: `${url}&to=${returnUrl}` })
    const page = await visit('/provider-page', form)
    expect(page.headers.get('refresh')).toBe(`0; url=${url}&to=https://shop${orderPath}/return`)
  })

  test('is not there for an order that is not to be paid, nor while the provider is out of reach', async () => {
    const { ports, visit } = await withOrder('place')
    expect(location(await visit('/provider-page', form))).toEqual([303, `${orderPath}/pay`])
    ports.payments.openPage = async () => refused({ code: 'payment_overloaded', detail: 'not now' })
    const page = await visit('/provider-page', form)
    expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('not now')])
  })
})

describe('a bank that asks', () => {
  test('is gone to at once after paying, and by a link where a browser does not follow', async () => {
    const { book, ports, visit } = await withOrder('place')
    const order = await book.read(orderId)
    if (order === null) throw new Error('it was placed')
    ports.payments.pay = async () => accepted({ outcome: 'pending', order, action })
    ports.payments.checkout = waiting()
    for (const answer of [await visit('/pay', { paymentToken: 'tok' }), await visit('/return?paymentToken=tok')])
      expect(location(answer)).toEqual([303, `${orderPath}/authentication`])
    const page = await visit('/authentication')
    expect(page.headers.get('refresh')).toBe(`0; url=${action.url}`)
    expect(await page.text()).toContain(`href="${action.url}"`)
  })

  test('and has no answer yet: the order leads there again, and another card is offered', async () => {
    const { ports, visit } = await withOrder('place')
    ports.payments.checkout = waiting()
    expect(await (await visit('')).text()).toContain(`${orderPath}/authentication`)
    const html = await (await visit('/pay')).text()
    for (const text of ['Your bank asks you to confirm', 'Pay with another card']) expect(html).toContain(text)
  })

  test('is not asked any more: the page leads to the order', async () => {
    expect(location(await (await withOrder('place')).visit('/authentication'))).toEqual([303, orderPath])
  })
})

describe('the return from the provider', () => {
  test('charges a token, and says where the customer comes back to', async () => {
    const { asked, book, visit } = await withOrder('place')
    expect(location(await visit('/return?paymentToken=tok_approved'))).toEqual([303, orderPath])
    expect(asked).toEqual([['tok_approved', `https://shop${orderPath}/return`]])
    expect((await book.read(orderId))?.orderStatus).toBe('payApproved')
  })

  test.each(['tok_declined', 'tok_overloaded', 'tok_down'])('tells of %s on the page of the order', async (token) => {
    const { visit } = await withOrder('place')
    expect(location(await visit(`/return?paymentToken=${token}`))).toEqual([303, orderPath])
  })

  test('without a token asks the provider, and pays nothing, whatever its address says', async () => {
    const { asked, book, visit } = await withOrder('place')
    const answer = await visit('/return?status=paid&redirect_status=succeeded&payment_intent=pi_1')
    expect([location(answer), asked]).toEqual([[303, orderPath], ['returned']])
    expect((await book.read(orderId))?.orderStatus).toBe('orderStarted')
  })

  test('tells why there was no payment, but never of an attempt that is still under way', async () => {
    const { book, visit } = await withOrder('place')
    const shown = async () => await (await visit('/return?code=PAY_PROCESS_CANCELED')).text()
    expect(await shown()).toContain('The payment was not made: it was not completed at the payment provider.')
    const meta = { by: { kind: 'system', id: 'payment' }, causationId: 'req_story' } as const
    await book.handle(orderId, { type: 'RecordPayUnknown', attempt: 1 }, meta)
    const html = await shown()
    expect(html).toContain('We do not know yet whether your payment was made.')
    expect(html).not.toContain('The payment was not made')
  })

  test('tells what payment refuses', async () => {
    const { ports, visit } = await withOrder('place')
    ports.payments.pay = async () => refused({ code: 'invalid_request', detail: 'No token.', field: 'paymentToken' })
    const answer = await visit('/return?paymentToken=%00')
    const html = await answer.text()
    expect([answer.status, html]).toEqual([422, expect.stringContaining('No token.')])
    expect(html).toContain(`<a href="${orderPath}">Back to the order</a>`)
  })
})

test('an order that was declined too often says so, and offers no way to pay', async () => {
  const { ports, visit } = await withOrder('place')
  await visit('/pay', { paymentToken: 'tok_declined' })
  ports.payments.checkout = async () => accepted({ way: null, action: null })
  const html = await (await visit('')).text()
  expect(html).toContain('declined too often')
  expect(html).not.toContain(`${orderPath}/pay`)
})
