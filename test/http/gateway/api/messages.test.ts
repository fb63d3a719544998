// /messages: what a customer was told, and that it is theirs alone.
import { expect, test } from 'vitest'
import { httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()

async function messagesOf(orderId: string) {
  const { body } = await shop.call('customer', 'GET', `/messages?orderId=${orderId}`)
  return Array.isArray(body['items']) ? body['items'] : []
}

test('GET /messages lists those of one order, or all, a page at a time', async () => {
  const orderId = await shop.order('take')
  await shop.order('take')
  expect(await messagesOf(orderId)).toMatchObject([{ orderId, kind: 'deliveryStarted' }])
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
