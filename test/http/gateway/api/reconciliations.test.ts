// /reconciliations: a day run to its end, what it found, and the inquiry that repairs a payment.
import { describe, expect, test } from 'vitest'
import { httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()
const day = '2026-11-01'
const call = (method: string, path: string) => shop.call('ops', method, path)

test('POST /reconciliations/{day} goes on with 202 until it is done with 200; then the day is there to read', async () => {
  expect(await call('GET', `/reconciliations/${day}`)).toMatchObject({ status: 404, body: { code: 'not_found' } })
  const answers = [await call('POST', `/reconciliations/${day}`)]
  while (answers.at(-1)?.status === 202 && answers.length < 10)
    answers.push(await call('POST', `/reconciliations/${day}`))
  expect(answers.slice(0, -1).every(({ body }) => body['status'] !== 'done')).toBe(true)
  expect(answers.at(-1)).toMatchObject({ status: 200, body: { day, status: 'done', differences: 0 } })
  const read = await call('GET', `/reconciliations/${day}?limit=1`)
  expect(read.body).toMatchObject({ day, status: 'done', found: { items: [], cursor: null } })
  const list = await call('GET', '/reconciliations?limit=1')
  expect(list.body['items']).toMatchObject([{ day }])
})

test.each([
  ['2026-13-01', 'day'],
  ['2999-01-01', 'day'],
])('the day %s is refused at its field', async (wrong, field) => {
  expect(await call('POST', `/reconciliations/${wrong}`)).toMatchObject({ status: 422, body: { field } })
})

describe('POST /payments/{orderId}/inquiries', () => {
  test('is under way with 202, and shows the payment', async () => {
    const orderId = await shop.order()
    const { status, body } = await call('POST', `/payments/${orderId}/inquiries`)
    expect([status, body]).toEqual([202, expect.objectContaining({ orderId, refunds: [] })])
  })

  test('of an order that is not there is a 404', async () => {
    const { status, body } = await call('POST', '/payments/ord_0123456789abcdefghjkmnpqrs/inquiries')
    expect([status, body['code']]).toEqual([404, 'order_not_found'])
  })
})

test('all of it is for ops alone', async () => {
  for (const [method, path] of [
    ['GET', '/reconciliations'],
    ['POST', `/reconciliations/${day}`],
  ] as const) {
    expect((await shop.call('staff', method, path)).body['code']).toBe('role_not_allowed')
  }
})
