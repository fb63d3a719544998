// The customer's pages: their own orders, how each stands, and what their forms do when all is well and when it is not.
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import { handleOrderEvents } from '../../../src/mypage/event-handler.ts'
import { type CustomerPagePorts, customerPage, myPageSize } from '../../../src/mypage/pages.tsx'
import { payMsMax } from '../../../src/platform/pay-order.ts'
import { callers } from '../../support/callers.ts'
import { OrderBook, orderIdOf, type Step, tell } from '../../support/order-book.ts'
import { orderApiOf, paymentApiOf } from '../../support/page-ports.ts'
import { openDatabase } from '../../support/sqlite.ts'

const { customer, stranger, staff, courier, ops } = callers
const orderId = orderIdOf(1)
const orderPath = `/mypage/orders/${orderId}`

async function withOrder(...steps: Step[]) {
  const book = new OrderBook()
  await tell(book, orderId, customer.subject, ...steps)
  const logged: string[] = []
  const ports: CustomerPagePorts = {
    shards: [openDatabase('mypage'), openDatabase('mypage')],
    now: () => Date.parse(book.now),
    orders: orderApiOf(book),
    payments: paymentApiOf(book),
    log: (event) => logged.push(event),
  }
  for (const message of book.messages) await handleOrderEvents(ports, [message])
  const get = (path: string, caller: Caller = customer) =>
    customerPage(ports, caller, new Request(`https://shop${path}`), 'req_test')
  const post = (path: string, fields: Record<string, string> = {}, caller: Caller = customer) => {
    const body = new URLSearchParams(fields)
    return customerPage(ports, caller, new Request(`https://shop${path}`, { method: 'POST', body }), 'req_test')
  }
  const follow = async (answer: Response) => {
    expect(answer.status).toBe(303)
    return (await get(answer.headers.get('location') ?? '')).text()
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
    expect(html).toContain('Your order is canceled')
    expect(html).toContain('₩1,290,000 is being returned to you.')
  })

  test('cannot be canceled once delivered, and says why', async () => {
    const { post } = await withOrder('place', 'pay', 'take', 'startDelivery', 'completeDelivery')
    const answer = await post(`${orderPath}/cancel`)
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('has been delivered and can no longer be canceled')
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

  test('a declined payment says so, and can be tried again', async () => {
    const { post } = await withOrder('place')
    const answer = await post(`${orderPath}/pay`, { paymentToken: 'tok_declined' })
    expect(answer.status).toBe(402)
    const html = await answer.text()
    expect(html).toContain('The card was declined.')
    expect(html).toContain('Pay ₩1,290,000')
  })

  test('a payment without an answer asks not to pay again, and offers no form', async () => {
    const { post, follow } = await withOrder('place')
    const html = await follow(await post(`${orderPath}/pay`, { paymentToken: 'tok_lost' }))
    expect(html).toContain('please do not pay again')
    expect(html).not.toContain('Payment token')
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
