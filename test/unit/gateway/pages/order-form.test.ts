// The order form: its input is validated by the API's schema, and a refused form is shown again with its input.

import { beforeEach, expect, test } from 'vitest'
import type { Caller } from '../../../../src/contract/caller.ts'
import { chargingBy } from '../../../../src/contract/charging.ts'
import { refused } from '../../../../src/contract/result.ts'
import type { Item } from '../../../../src/contract/rpc.ts'
import { type OrderFormPorts, orderFormPage } from '../../../../src/gateway/pages/order-form.tsx'
import { orderService } from '../../../../src/order/order-service.ts'
import { keepDraft } from '../../../../src/web/draft.ts'
import { takeNotice } from '../../../../src/web/flash.ts'
import { callers } from '../../../support/callers.ts'
import { OrderBook } from '../../../support/order-book.ts'
import { won } from '../../../support/orders.ts'
import { paymentApiOf } from '../../../support/page-ports.ts'

let book: OrderBook
let shelf: Record<string, Item>
let ports: OrderFormPorts

beforeEach(() => {
  book = new OrderBook()
  const fan = { itemId: '7', itemName: 'Fan', description: 'Quiet.', category: 'climate', price: won(59_000) }
  shelf = { 7: fan }
  const CATALOG = { find: async () => shelf }
  const ORDER_API = orderService({
    actor: (orderId) => ({
      handle: (command, meta) => book.handle(orderId, command, meta),
      read: (after) => book.read(orderId, after),
      history: () => book.history(orderId),
      verify: async () => null,
      republish: () => book.read(orderId),
    }),
    catalog: CATALOG,
    shelf: CATALOG,
    chargingOf: chargingBy.sandbox,
  })
  ports = { CATALOG, ORDER_API, PAYMENTS: paymentApiOf(book), PHONE_COUNTRY: 'KR' }
})

const formPath = () => `/mypage/new?itemId=7&key=${crypto.randomUUID()}`

const open = (path = formPath(), caller: Caller = callers.customer) =>
  orderFormPage(ports, caller, new Request(`https://shop${path}`), 'req_test')

const input = { customerName: 'Kang', deliveryAddress: 'Gangnam <3', deliveryPhoneNumber: '010-0123-4567', qty: '2' }

async function send(fields: Record<string, string> = {}) {
  const html = await (await open()).text()
  const hidden = [...html.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
    name,
    value,
  ])
  const body = new URLSearchParams({ ...Object.fromEntries(hidden), ...input, ...fields })
  return orderFormPage(
    ports,
    callers.customer,
    new Request('https://shop/mypage/new', { method: 'POST', body }),
    'req_test',
  )
}

const placedOrders = () => book.commands.filter(({ command }) => command.type === 'PlaceOrder')

test('it shows the item with its price, and without a known item it leads back to the shelf', async () => {
  const html = await (await open()).text()
  for (const text of ['Fan', '₩59,000', 'value="Kang"']) expect(html).toContain(text)
  for (const path of ['/mypage/new', '/mypage/new?itemId=8', '/mypage/new?itemId=toString']) {
    expect((await open(path)).headers.get('location')).toBe('/')
  }
})

test('its key is in its address, so that after Back it is the same form', async () => {
  const location = (await open('/mypage/new?itemId=7')).headers.get('location') ?? ''
  expect(location).toMatch(/^\/mypage\/new\?itemId=7&key=[0-9a-f-]{36}$/)
  const [, key] = location.split('key=')
  for (const shown of [await open(location), await open(location)]) {
    expect(await shown.text()).toContain(`name="idempotencyKey" value="${key}"`)
  }
  expect((await open('/mypage/new?itemId=7&key=')).status).toBe(303)
})

test('it is for customers only', async () => {
  for (const caller of [callers.staff, callers.courier, callers.ops]) {
    expect((await open('/mypage/new?itemId=7', caller)).status).toBe(403)
  }
})

test('it places the order and leads to where it is paid', async () => {
  const answer = await send()
  const [placed] = placedOrders()
  const path = `/mypage/orders/${placed?.orderId}/pay`
  expect([answer.status, answer.headers.get('location')]).toEqual([303, path])
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  expect(takeNotice(new Request(`https://shop${path}`, { headers: { cookie } })).notice).toBe('placed')
  expect(placed?.command).toMatchObject({ lines: [{ itemId: '7', qty: 2 }], total: won(118_000) })
})

test.each([
  ['qty', 'This must be at least 1.', '0'],
  ['qty', 'This must be a whole number.', '1.5'],
  ['customerName', 'This must not be empty.', ' '],
  ['deliveryAddress', 'This must be at most 500 characters.', 'x'.repeat(501)],
  ['deliveryPhoneNumber', 'The phone number is not in use in the country +82;', '010-01'],
])(
  'a wrong %s is refused at its field (%s), with nothing placed and what was typed kept',
  async (name, text, value) => {
    const answer = await send({ [name]: value })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain(`id="${name}-error">${text}`)
    expect(html).toContain('010-')
    expect(placedOrders()).toEqual([])
  },
)

test('a price that changed while the form was open is refused, and the form shows the new one', async () => {
  const answer = await send({ itemPrice: '50000' })
  expect(answer.status).toBe(409)
  const html = await answer.text()
  for (const text of ['costs ₩59,000', '₩59,000', 'name="itemPrice" value="59000"']) expect(html).toContain(text)
  expect(placedOrders()).toEqual([])
})

test('the same form sent twice is one order; changed and sent again it is asked for once more', async () => {
  const key = { idempotencyKey: 'one-form' }
  const first = await send(key)
  expect((await send(key)).headers.get('location')).toBe(first.headers.get('location'))
  const changed = await send({ ...key, qty: '3' })
  expect(changed.status).toBe(422)
  const [, renewed] = /name="idempotencyKey" value="([^"]+)"/.exec(await changed.text()) ?? []
  expect(renewed).not.toBe(key.idempotencyKey)
})

test('it asks for nothing of a card, and takes a form of the release before, which asked for a token', async () => {
  expect(await (await open()).text()).not.toMatch(/name="(card|cvc|expiry|number|paymentToken)/i)
  expect((await send({ paymentToken: 'tok_approved' })).status).toBe(303)
})

test('what it did not ask for is refused, and an order that is refused as a whole says why above the form', async () => {
  expect((await send({ customerId: 'usr_other' })).status).toBe(403)
  expect((await send({ isFree: 'yes' })).status).toBe(422)
  ports.ORDER_API.place = async () => refused({ code: 'forbidden', detail: 'Not today.' })
  expect(await (await send()).text()).toContain('Not today.')
})

test('what one person typed is not shown to the next who signs in at the same browser, nor sent as theirs', async () => {
  const body = new URLSearchParams({ itemId: '7', customerId: callers.customer.subject, ...input })
  const kept = await keepDraft(new Request('https://shop/mypage/new', { method: 'POST', body }))
  const headers = { cookie: kept.cookies.map((line) => line.split(';')[0]).join('; ') }
  const shownTo = async (caller: Caller) => {
    const request = new Request(`https://shop${kept.address}`, { headers })
    return (await orderFormPage(ports, caller, request, 'req_test')).text()
  }
  expect(await shownTo(callers.customer)).toContain('Gangnam &lt;3')
  const others = await shownTo(callers.stranger)
  expect(others).toContain('<h2>Fan</h2>')
  for (const text of ['Gangnam', '010-0123-4567', 'nothing was sent']) expect(others).not.toContain(text)
  const sent = await send({ customerId: callers.stranger.subject })
  expect([sent.status, await sent.text()]).toEqual([403, expect.stringContaining('somebody else')])
  expect(placedOrders()).toEqual([])
})
