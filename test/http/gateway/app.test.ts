// The gateway's main path: what holds for every call, whatever it asks for.
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { bodyBytesMax } from '../../../src/gateway/http/body-size.ts'
import { httpShop } from '../../support/http-shop.ts'

const shop = await httpShop()

test('each answer names its request anew, and an id that the sender brings is not taken', async () => {
  const headers = { 'x-request-id': 'req_mine' }
  const ids = [
    (await shop.call(null, 'GET', '/livez', { headers })).headers.get('x-request-id'),
    (await shop.call(null, 'GET', '/nothing', { headers })).headers.get('x-request-id'),
  ]
  for (const id of ids) expect(id).toMatch(/^req_[0-9a-f-]{36}$/)
  expect(ids[0]).not.toBe(ids[1])
})

test('the request’s id is the cause in the order’s history', async () => {
  const form = { customerName: 'Kang', deliveryAddress: 'Gangnam', deliveryPhoneNumber: '010-0123-4567' }
  const placed = await shop.call('customer', 'POST', '/orders', { body: { ...form, itemId: '7', qty: 1 } })
  const { body } = await shop.call('customer', 'GET', `/orders/${placed.body['orderId']}/events`)
  expect(body['events']).toMatchObject([{ causationId: placed.headers.get('x-request-id') }])
})

describe('what is refused before any call', () => {
  test('is a path that nothing is at, in the form that was asked for', async () => {
    expect(await shop.call(null, 'GET', '/nothing')).toMatchObject({ status: 404, body: { code: 'not_found' } })
    const page = await shop.call(null, 'GET', '/nothing', { headers: { accept: 'text/html' } })
    expect(page).toMatchObject({ status: 404, body: { text: expect.stringContaining('Not found') } })
  })

  test('is a body that is too large', async () => {
    const body = { customerName: 'x'.repeat(bodyBytesMax) }
    const answer = await shop.call('customer', 'POST', '/orders', { body })
    expect([answer.status, answer.body['code']]).toEqual([413, 'body_too_large'])
  })

  test.each([
    ['{"a":1,"a":2}', 'application/json', 400, 'json_malformed'],
    ['{"a":', 'application/json', 400, 'json_malformed'],
    ['a=1', 'application/x-www-form-urlencoded', 415, 'content_type_unsupported'],
  ])('is the body %s as %s', async (text, contentType, status, code) => {
    const headers = { 'content-type': contentType }
    const answer = await shop.call('customer', 'POST', '/orders', { text, headers })
    expect(answer).toMatchObject({ status, body: { code } })
  })
})

test('an input that does not fit names every fault, the first one on top', async () => {
  const { status, body } = await shop.call('customer', 'POST', '/orders', { body: { customerName: '', strange: 1 } })
  expect([status, body['code']]).toEqual([422, 'invalid_request'])
  const errors = Array.isArray(body['errors']) ? body['errors'] : []
  expect(errors).toContainEqual({ field: 'strange', detail: 'is not known here' })
  expect(errors.map(({ field }: { field: string }) => field)).toContain('deliveryAddress')
  expect(body['field']).toBe(errors[0].field)
})

test('a fault of ours is told without a word of it', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => error.mockRestore())
  const env = {
    ORDER_API: { ...shop.env.ORDER_API, get: async () => ({ ok: true as const, value: JSON.parse('null') }) },
  }
  const { status, body } = await shop.call('customer', 'GET', '/orders/ord_0123456789abcdefghjkmnpqrs', { env })
  expect([status, body['code']]).toEqual([500, 'internal_error'])
  expect(error).toHaveBeenCalledWith(expect.stringContaining('"event":"fault"'))
})

test('the paths of the business’s clients are known under both spellings', async () => {
  expect((await shop.call('customer', 'GET', '/mypages')).status).toBe(200)
  expect((await shop.call('staff', 'GET', '/ordermanagements')).status).toBe(200)
  expect((await shop.call('staff', 'GET', '/ordermanagementsx')).status).toBe(404)
})
