// The customer's pages: their own orders, how each stands, and what their forms do when all is well and when it is not.

import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import { shortNumber } from '../../../src/contract/ids.ts'
import { handleOrderEvents } from '../../../src/mypage/event-handler.ts'
import { type CustomerPagePorts, customerPage, myPageSize } from '../../../src/mypage/pages.tsx'
import { payMsMax } from '../../../src/platform/pay-order.ts'
import { callers } from '../../support/callers.ts'
import { OrderBook, orderIdOf, type Step, tell } from '../../support/order-book.ts'
import { orderApiOf, paymentApiOf } from '../../support/page-ports.ts'
import { seller } from '../../support/seller.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { testVault } from '../../support/vault.ts'

const { customer, stranger, staff, courier, ops } = callers
const orderId = orderIdOf(1)
const orderPath = `/mypage/orders/${orderId}`

async function withOrder(...steps: Step[]) {
  const book = new OrderBook()
  await tell(book, orderId, customer.subject, ...steps)
  const logged: string[] = []
  const ports: CustomerPagePorts = {
    vault: testVault,
    shards: [openDatabase('mypage'), openDatabase('mypage')],
    now: () => Date.parse(book.now),
    orders: orderApiOf(book),
    payments: paymentApiOf(book),
    seller: () => seller,
    log: (event) => logged.push(event),
  }
  for (const message of book.messages) await handleOrderEvents(ports, [message])
  const get = (path: string, caller: Caller = customer, cookie = '') =>
    customerPage(ports, caller, new Request(`https://shop${path}`, { headers: { cookie } }), 'req_test')
  const post = (path: string, fields: Record<string, string> = {}, caller: Caller = customer) => {
    const body = new URLSearchParams(fields)
    return customerPage(ports, caller, new Request(`https://shop${path}`, { method: 'POST', body }), 'req_test')
  }
  const follow = async (answer: Response) => {
    expect([answer.status, answer.headers.get('location')]).toEqual([303, orderPath])
    const page = await get(orderPath, customer, answer.headers.getSetCookie()[0]?.split(';')[0])
    expect(page.headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-flash=; Max-Age=0;/)])
    return page.text()
  }
  return { book, ports, logged, get, post, follow }
}

describe('the list', () => {
  test('shows my orders and nobody else’s', async () => {
    const { book, ports, get } = await withOrder('place', 'pay')
    await tell(book, orderIdOf(2), stranger.subject, 'place')
    for (const message of book.messages) await handleOrderEvents(ports, [message])
    const html = await (await get('/mypage')).text()
    for (const text of ['1 × Air conditioner', '₩1,290,000', 'Paid', orderPath]) expect(html).toContain(text)
    expect(html).not.toContain(orderIdOf(2))
  })

  test('leads to older orders', async () => {
    const { book, ports, get } = await withOrder('place')
    for (let number = 2; number <= myPageSize + 1; number += 1) {
      await tell(book, orderIdOf(number), customer.subject, 'place')
      await handleOrderEvents(ports, [book.message(orderIdOf(number), 'OrderPlaced')])
    }
    const first = await (await get('/mypage')).text()
    expect(first).not.toContain(orderId)
    const next = /href="(\/mypage\?[^"]+)">Older/.exec(first)?.[1] ?? ''
    expect(await (await get(next)).text()).toContain(orderId)
  })

  test('says so when there is nothing yet', async () => {
    const { get } = await withOrder('place')
    expect(await (await get('/mypage', stranger)).text()).toContain('You have not ordered anything yet.')
  })
})

describe('an order', () => {
  test('shows its history, payment and address', async () => {
    const { get } = await withOrder('place', 'pay', 'take', 'startDelivery', 'cancel', 'takeCancel', 'refund', 'recall')
    const html = await (await get(orderPath)).text()
    for (const text of ['12 Teheran-ro', 'called back', 'was returned to you', 'Canceled, refunded']) {
      expect(html).toContain(text)
    }
    expect(html).not.toContain('Cancel this order')
    expect(html).not.toContain('Payment token')
  })

  test('is shown as last heard of while its history is out of reach', async () => {
    const { book, get, logged } = await withOrder('place', 'pay')
    book.fault = new Error('the order Worker is down')
    const answer = await get(orderPath)
    expect(answer.status).toBe(200)
    const html = await answer.text()
    expect(html).toContain('The history is out of reach')
    expect(html).toContain('Air conditioner')
    expect(logged).toEqual(['history_unavailable'])
    expect((await get(orderPath, stranger)).status).toBe(404)
  })

  test('another customer’s is not found, neither to see nor to cancel', async () => {
    const { book, get, post } = await withOrder('place', 'pay')
    expect((await get(orderPath, stranger)).status).toBe(404)
    expect((await post(`${orderPath}/cancel`, {}, stranger)).status).toBe(404)
    expect(book.typesOf(orderId)).not.toContain('OrderCanceled')
  })

  test('can be canceled, and says what becomes of the money', async () => {
    const { post, follow } = await withOrder('place', 'pay')
    const html = await follow(await post(`${orderPath}/cancel`))
    expect(html).toContain('Your order is canceled. What you paid is returned by itself.')
    expect(html).toContain('₩1,290,000 is being returned to you.')
  })

  test('cannot be canceled once delivered, and says why', async () => {
    const { post } = await withOrder('place', 'pay', 'take', 'startDelivery', 'completeDelivery')
    const answer = await post(`${orderPath}/cancel`)
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('has been delivered and can no longer be canceled')
  })
})

describe('a notice', () => {
  const flash = (name: string) => `__Host-flash=${encodeURIComponent(`${name} ${orderPath}`)}`

  test.each(['placed', 'paid', 'canceled', 'pending'])('is never shown because of an address: %s', async (name) => {
    const { get } = await withOrder('place', 'pay')
    const html = await (await get(`${orderPath}?done=${name}`)).text()
    expect(html).not.toMatch(/Thank you|Your order is|class="notice/)
  })

  test('thanks for an order that is paid, and for no other', async () => {
    const told = async (name: string, ...steps: Step[]) => {
      const html = await (await (await withOrder(...steps)).get(orderPath, customer, flash(name))).text()
      return /Thank you[^<]*|Your order is [^<]*/.exec(html)?.[0] ?? ''
    }
    expect(await told('paid', 'place', 'pay')).toBe('Thank you: your order is paid.')
    expect(await told('placed', 'place', 'pay')).toBe('Thank you: your order is paid.')
    expect(await told('placed', 'place')).toBe('Your order is placed.')
    expect(await told('paid', 'place')).toBe('')
    expect(await told('paid', 'place', 'pay', 'cancel')).toBe('')
    expect(await told('canceled', 'place', 'pay')).toBe('')
    expect(await told('canceled', 'place', 'cancel')).toBe(
      'Your order is canceled. If a payment is still under way, it is returned to you.',
    )
    expect(await told('toString', 'place', 'pay')).toBe('')
  })
})

describe('paying', () => {
  test('pays, and the form is gone', async () => {
    const { get, post, follow } = await withOrder('place')
    expect(await (await get(orderPath)).text()).toContain('Pay ₩1,290,000')
    const html = await follow(await post(`${orderPath}/pay`, { paymentToken: 'tok_approved' }))
    expect(html).toContain('Thank you: your order is paid.')
    expect(html).not.toContain('Payment token')
  })

  test.each([
    ['tok_declined', 402, 'declined: the bank or the payment provider refused it. You can try another card.'],
    ['tok_nonsense', 402, 'declined: the payment provider does not know this payment token.'],
    ['tok_authentication_required', 402, 'asks the owner of the card to confirm it (authentication), and got no'],
    ['tok_overloaded', 503, 'could not be made just now. Please pay a little later'],
    ['tok_down', 503, 'could not be made just now. Please pay a little later'],
  ])('with %s says why in words, now and later, and can be tried again', async (paymentToken, status, words) => {
    const { get, post } = await withOrder('place')
    const answer = await post(`${orderPath}/pay`, { paymentToken })
    expect(answer.status).toBe(status)
    for (const html of [await answer.text(), await (await get(orderPath)).text()]) {
      for (const text of [words, 'Pay ₩1,290,000']) expect(html).toContain(text)
      expect(html).not.toMatch(/Thank you|[a-z]+_[a-z]+[ .]|authenticationRequired/)
    }
  })

  test('a payment without an answer asks not to pay again, and offers no form', async () => {
    const { post, follow } = await withOrder('place')
    const html = await follow(await post(`${orderPath}/pay`, { paymentToken: 'tok_lost' }))
    for (const text of ['please do not pay again', 'Look again']) expect(html).toContain(text)
    expect(html).not.toMatch(/Payment token|Thank you/)
  })

  test('with payment down the order is put off, not lost and not done', async () => {
    const { book, post, logged } = await withOrder('place')
    const answer = await post(`${orderPath}/pay`, { paymentToken: 'tok_down' })
    expect(answer.status).toBe(503)
    const html = await answer.text()
    expect(html).toContain('Please pay a little later')
    expect(html).toContain('Pay ₩1,290,000')
    expect(logged).toEqual(['payment_unavailable'])
    expect(await book.read(orderId)).toMatchObject({ orderStatus: 'orderStarted', payment: { status: 'deferred' } })
  })

  test('while payment is silent, the page answers within the limit and the order records PayDeferred', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const { book, ports, post } = await withOrder('place')
    ports.payments.pay = () => new Promise(() => {})
    const answer = post(`${orderPath}/pay`, { paymentToken: 'tok_approved' })
    await vi.advanceTimersByTimeAsync(payMsMax)
    expect(vi.getTimerCount()).toBe(0)
    expect((await answer).status).toBe(503)
    expect(book.typesOf(orderId)).toEqual(['OrderPlaced', 'PayDeferred'])
  })
})

test.each([staff, courier, ops])('the pages are not for $role', async (caller) => {
  const { get, post, book } = await withOrder('place', 'pay')
  for (const path of ['/mypage', orderPath]) {
    const answer = await get(path, caller)
    expect(answer.status).toBe(403)
    expect(await answer.text()).not.toContain('Air conditioner')
  }
  expect((await post(`${orderPath}/cancel`, {}, caller)).status).toBe(403)
  expect(book.typesOf(orderId)).not.toContain('OrderCanceled')
})

test.each([`/mypage/orders/${orderIdOf(9)}`, '/mypage/orders/nonsense', '/mypage/elsewhere'])(
  '%s is not found',
  async (path) => {
    const { get } = await withOrder('place')
    expect((await get(path)).status).toBe(404)
  },
)

test('an order is found by its number and by its article, and a search without a hit says so', async () => {
  const { get } = await withOrder('place')
  for (const search of [shortNumber(orderId), orderId, 'CONDITION']) {
    const html = await (await get(`/mypage?q=${search}`)).text()
    expect(html).toContain(`href="${orderPath}"`)
  }
  expect(await (await get('/mypage?q=<b>')).text()).toContain('matches “&lt;b&gt;”')
})

test('an order that was charged has a receipt, for its customer alone', async () => {
  const paid = await withOrder('place', 'pay')
  const receipt = await paid.get(`${orderPath}/receipt`)
  expect([receipt.status, (await receipt.text()).includes('123-45-67890')]).toEqual([200, true])
  expect((await paid.get(`${orderPath}/receipt`, callers.stranger)).status).toBe(404)
  const unpaid = await (await withOrder('place')).get(`${orderPath}/receipt`)
  expect([unpaid.status, unpaid.headers.get('location')]).toEqual([303, orderPath])
})
