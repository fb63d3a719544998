// GET /deadLetters: the messages that no subscriber could handle, for ops.
import { expect, test } from 'vitest'
import { httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()
const sql = `INSERT INTO dead_letters (dead_letter_id, subscriber, subject, type, body, attempts, died_at)
  VALUES (?, ?, 'ord_1', 'OrderTaken', '{}', 8, ?)`

async function dead(id: string, subscriber: string, diedAt: string): Promise<void> {
  await shop.databases.operations.prepare(sql).bind(id, subscriber, diedAt).run()
}

test('it lists them, newest first, by subscriber and a page at a time', async () => {
  await dead('message/1', 'message', '2026-11-01T10:00:00.000Z')
  await dead('message/2', 'message', '2026-11-01T11:00:00.000Z')
  await dead('mypage/1', 'mypage', '2026-11-01T12:00:00.000Z')
  const first = await shop.call('ops', 'GET', '/deadLetters?subscriber=message&limit=1')
  expect(first.body['items']).toMatchObject([{ deadLetterId: 'message/2', attempts: 8 }])
  const cursor = String(first.body['cursor'])
  const next = await shop.call('ops', 'GET', `/deadLetters?subscriber=message&limit=1&cursor=${cursor}`)
  expect(next.body).toMatchObject({ items: [{ deadLetterId: 'message/1' }] })
  expect((await shop.call('ops', 'GET', '/deadLetters')).body['items']).toHaveLength(3)
})

test('it is for ops alone', async () => {
  expect((await shop.call('staff', 'GET', '/deadLetters')).body['code']).toBe('role_not_allowed')
  expect((await shop.call(null, 'GET', '/deadLetters')).body['code']).toBe('token_missing')
})

test('one is read, sent again and discarded; many are sent piece by piece', async () => {
  await dead('delivery/1', 'delivery', '2026-11-01T13:00:00.000Z')
  await shop.databases.operations
    .prepare(`UPDATE dead_letters SET dead_letter_id = 'd1' WHERE subscriber = 'delivery'`)
    .run()
  expect((await shop.call('ops', 'GET', '/deadLetters/d1')).body).toMatchObject({ state: 'open', body: '{}' })
  const sent = await shop.call('ops', 'POST', '/deadLetters/d1/redrive')
  expect([sent.status, sent.body['state']]).toEqual([202, 'sentAgain'])
  const discarded = await shop.call('ops', 'POST', '/deadLetters/d1/discard', { body: { reason: 'a test' } })
  expect([discarded.status, discarded.body['state']]).toEqual([200, 'discarded'])
  expect((await shop.call('ops', 'GET', '/deadLetters?state=discarded')).body['items']).toHaveLength(1)
  const many = await shop.call('ops', 'POST', '/deadLetters/redrive', { body: { type: 'OrderPlaced' } })
  expect([many.status, many.body]).toMatchObject([200, { sent: 0, left: 0 }])
})

test.each([
  ['GET', '/deadLetters/none', undefined, 404, 'not_found'],
  ['POST', '/deadLetters/none/redrive', undefined, 404, 'not_found'],
  ['POST', '/deadLetters/none/discard', { reason: 'a test' }, 404, 'not_found'],
  ['POST', '/deadLetters/none/discard', {}, 422, 'invalid_request'],
  ['POST', '/deadLetters/redrive', { state: 'open' }, 422, 'invalid_request'],
  ['GET', '/deadLetters?since=yesterday', undefined, 422, 'invalid_request'],
  ['GET', '/deadLetters?orderId=1', undefined, 422, 'invalid_request'],
])('%s %s %j is refused', async (method, path, body, status, code) => {
  const answer = await shop.call('ops', method, path, body === undefined ? {} : { body })
  expect([answer.status, answer.body['code']]).toEqual([status, code])
})
