// /messages: what a customer was told and wants to be told, and that it is theirs alone.
import { expect, test } from 'vitest'
import { httpShop } from '../../../support/http-shop.ts'
import { kangsForm } from '../../../support/story.ts'

const shop = await httpShop()

async function messagesOf(orderId: string) {
  const { body } = await shop.call('customer', 'GET', `/messages?orderId=${orderId}`)
  return Array.isArray(body['items']) ? body['items'] : []
}

test('GET /messages lists those of one order, or all, a page at a time', async () => {
  const orderId = await shop.order('take')
  await shop.order('take')
  const kinds = ['deliveryStarted', 'packed', 'paid', 'received']
  expect(await messagesOf(orderId)).toMatchObject(kinds.map((kind) => ({ orderId, kind })))
  const first = await shop.call('customer', 'GET', '/messages?limit=1')
  const next = await shop.call('customer', 'GET', `/messages?limit=1&cursor=${first.body['cursor']}`)
  expect(next.body['items']).toHaveLength(1)
  expect(next.body['items']).not.toEqual(first.body['items'])
})

test('GET /messages/{messageId} is its customer’s: to another it is not there', async () => {
  const [message] = await messagesOf(await shop.order('take'))
  const path = `/messages/${message.messageId}`
  expect(await shop.call('customer', 'GET', path)).toMatchObject({ status: 200, body: message })
  expect(await shop.call('stranger', 'GET', path)).toMatchObject({ status: 404, body: { code: 'message_not_found' } })
})

test('PUT /messages/settings switches kinds off, and GET shows them', async () => {
  const body = { off: ['packed', 'delivered'] }
  const put = (input: object) => shop.call('customer', 'PUT', '/messages/settings', { body: input })
  expect(await put(body)).toMatchObject({ status: 200, body })
  expect(await shop.call('customer', 'GET', '/messages/settings')).toMatchObject({ status: 200, body })
  expect(await shop.call('stranger', 'GET', '/messages/settings')).toMatchObject({ status: 200, body: { off: [] } })
  const orderId = await shop.order('take')
  expect(await messagesOf(orderId)).toMatchObject(['deliveryStarted', 'paid', 'received'].map((kind) => ({ kind })))
  for (const wrong of [{ off: ['shouted'] }, { off: 'packed' }, {}, { on: [] }]) {
    expect(await put(wrong)).toMatchObject({ status: 422, body: { code: 'invalid_request' } })
  }
  expect(await shop.call('customer', 'GET', '/messages/settings')).toMatchObject({ body })
})

test('an order is told of in the language in which its customer read the shop', async () => {
  const headers = { 'Accept-Language': 'ko-KR,ko' }
  const placed = await shop.call('customer', 'POST', '/orders', { body: { ...kangsForm, itemId: '7' }, headers })
  expect(placed).toMatchObject({ status: 201, body: { language: 'ko' } })
  expect(await messagesOf(String(placed.body['orderId']))).toMatchObject([
    { kind: 'received', text: expect.stringContaining('접수되었습니다') },
  ])
})
