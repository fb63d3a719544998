// The messages' store: a message is shown once it was sent, and keeps the time at which it was sent first.
import { expect, test } from 'vitest'
import {
  findHandled,
  findMessage,
  listMessages,
  recordSent,
  recordWithheld,
  type SentMessage,
} from '../../../src/message/store.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { testVault } from '../../support/vault.ts'

const everything = { orderIds: ['ord_1'], messageIds: ['msg_1'], customerId: null }
const firstRows = { limit: 10, after: null }

function sentMessage(messageId: string, customerId = 'usr_1', at = '2026-11-02T09:00:00.000Z'): SentMessage {
  const message = { messageId, orderId: 'ord_1', kind: 'deliveryStarted', text: 'On its way.', sentAt: at } as const
  return { message, customerId, recordedAt: at }
}

test('a message that is recorded again keeps its first time', async () => {
  const database = openDatabase('message')
  await recordSent({ database, vault: testVault }, sentMessage('msg_1'), null).run()
  await recordSent(
    { database, vault: testVault },
    sentMessage('msg_1', 'usr_1', '2026-11-02T10:00:00.000Z'),
    null,
  ).run()
  expect(await findMessage({ database, vault: testVault }, 'msg_1')).toEqual(sentMessage('msg_1'))
})

test('a row of a message that was not sent is shown nowhere, until it is sent', async () => {
  const database = openDatabase('message')
  database.rows(`INSERT INTO messages (message_id, order_id, customer_id, kind, text, recorded_at)
    VALUES ('msg_1', 'ord_1', 'usr_1', 'deliveryStarted', 'On its way.', '2026-11-02T09:00:00.000Z')`)
  expect(await findMessage({ database, vault: testVault }, 'msg_1')).toBe(null)
  expect(await findHandled(database, ['msg_1'])).toEqual(new Set())
  expect(await listMessages({ database, vault: testVault }, everything, firstRows)).toEqual({ items: [], cursor: null })
  await recordSent({ database, vault: testVault }, sentMessage('msg_1'), null).run()
  expect(await findMessage({ database, vault: testVault }, 'msg_1')).toEqual(sentMessage('msg_1'))
})

test('of the ids asked for, those sent or withheld are named', async () => {
  const database = openDatabase('message')
  await database.batch([
    recordSent({ database, vault: testVault }, sentMessage('msg_1'), null),
    recordSent({ database, vault: testVault }, sentMessage('msg_2'), null),
  ])
  expect(await findHandled(database, ['msg_2', 'msg_3'])).toEqual(new Set(['msg_2']))
  for (const at of ['2026-11-02T09:00:00.000Z', '2026-11-02T10:00:00.000Z']) {
    await recordWithheld(database, ['msg_3', 'msg_4'], at).run()
  }
  expect(await findHandled(database, ['msg_2', 'msg_3'])).toEqual(new Set(['msg_2', 'msg_3']))
  expect(await findMessage({ database, vault: testVault }, 'msg_3')).toBe(null)
  expect(await findHandled(database, [])).toEqual(new Set())
})

test('an order’s messages are those with its ids, and those of its part refunds', async () => {
  const database = openDatabase('message')
  const refund = sentMessage('msg_2')
  await recordSent({ database, vault: testVault }, sentMessage('msg_1'), null).run()
  await recordSent(
    { database, vault: testVault },
    { ...refund, message: { ...refund.message, kind: 'partRefunded' } },
    null,
  ).run()
  await recordSent({ database, vault: testVault }, sentMessage('msg_3'), null).run()
  const listed = async (orderId: string) => {
    const of = { orderIds: [orderId], messageIds: ['msg_1'], customerId: null }
    return (await listMessages({ database, vault: testVault }, of, firstRows)).items
      .map(({ message }) => message.messageId)
      .sort()
  }
  expect([await listed('ord_1'), await listed('ord_2')]).toEqual([['msg_1', 'msg_2'], ['msg_1']])
})

test('a message of a kind that came with a later release is read as it is', async () => {
  const database = openDatabase('message')
  await recordSent({ database, vault: testVault }, sentMessage('msg_1'), null).run()
  database.rows("UPDATE messages SET kind = 'newer'")
  expect(await findMessage({ database, vault: testVault }, 'msg_1')).toMatchObject({ message: { kind: 'newer' } })
  expect((await listMessages({ database, vault: testVault }, everything, firstRows)).items).toMatchObject([
    { message: { kind: 'newer' } },
  ])
})

test('both filters hold at once', async () => {
  const database = openDatabase('message')
  await recordSent({ database, vault: testVault }, sentMessage('msg_1', 'usr_1'), null).run()
  await recordSent({ database, vault: testVault }, sentMessage('msg_2', 'usr_2'), null).run()
  const found = async (messageIds: string[], customerId: string) =>
    (
      await listMessages({ database, vault: testVault }, { orderIds: ['ord_1'], messageIds, customerId }, firstRows)
    ).items.map((item) => item.message.messageId)
  expect(await found(['msg_1', 'msg_2'], 'usr_1')).toEqual(['msg_1'])
  expect(await found(['msg_2'], 'usr_1')).toEqual([])
})

test('a text that was changed by hand is shown empty, and takes no other message away', async () => {
  const database = openDatabase('message')
  const key = testVault.newKey()
  for (const id of ['msg_1', 'msg_2']) await recordSent({ database, vault: testVault }, sentMessage(id), key).run()
  database.rows(`UPDATE messages SET text = 'changed' WHERE message_id = 'msg_1'`)
  const of = { ...everything, messageIds: ['msg_1', 'msg_2'] }
  const { items } = await listMessages({ database, vault: testVault }, of, firstRows)
  expect(items.map(({ message }) => message.text)).toEqual(['On its way.', ''])
})
