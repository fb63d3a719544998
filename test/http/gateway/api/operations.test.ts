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
