// The messages' store: a message is shown once it was sent, and keeps the time at which it was sent first.
import { expect, test } from 'vitest'
import { findProgress } from '../../../src/message/progress-store.ts'
import {
  findMessage,
  listMessages,
  type NewMessage,
  recordFailed,
  recordSent,
  recordWithheld,
  type StoredMessage,
} from '../../../src/message/store.ts'
import { inOne } from '../../support/shards.ts'
import type { LocalDatabase } from '../../support/sqlite.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { testVault } from '../../support/vault.ts'

const everything = { orderIds: ['ord_1'], messageIds: ['msg_1'], customerId: null }
const firstRows = { limit: 10, after: null }

const at = '2026-11-02T09:00:00.000Z'

function newMessage(messageId: string, change: Partial<NewMessage> = {}): NewMessage {
  const message = { messageId, orderId: 'ord_1', kind: 'deliveryStarted', text: 'On its way.' } as const
  return { ...message, customerId: 'usr_1', recordedAt: at, ...change }
}

const sent = (database: LocalDatabase, message: NewMessage, sentAt = at, key: string | null = null) =>
  recordSent({ database, vault: testVault }, { message, key }, { sentAt, channel: null, channelId: null })

const handledOf = async (database: LocalDatabase, ids: string[]) =>
  [...(await findProgress(database, ids)).keys()].sort()

function storedMessage(messageId: string): StoredMessage {
  const { customerId, recordedAt, ...message } = newMessage(messageId)
  return { message: { ...message, sentAt: at, status: 'recorded' }, customerId, recordedAt }
}

test('a message that is recorded again keeps its first time', async () => {
  const database = openDatabase('message')
  await sent(database, newMessage('msg_1')).run()
  await sent(database, newMessage('msg_1'), '2026-11-02T10:00:00.000Z').run()
  expect(await findMessage({ database, vault: testVault }, 'msg_1')).toEqual(storedMessage('msg_1'))
})

test('a row of a message that was not sent is shown nowhere, until it is sent', async () => {
  const database = openDatabase('message')
  database.rows(`INSERT INTO messages (message_id, order_id, customer_id, kind, text, recorded_at)
    VALUES ('msg_1', 'ord_1', 'usr_1', 'deliveryStarted', 'On its way.', '2026-11-02T09:00:00.000Z')`)
  expect(await findMessage({ database, vault: testVault }, 'msg_1')).toBe(null)
  expect(await findProgress(database, ['msg_1'])).toEqual(new Map())
  expect(await listMessages({ shards: inOne(database), vault: testVault }, everything, firstRows)).toEqual({
    items: [],
    cursor: null,
  })
  await sent(database, newMessage('msg_1')).run()
  expect(await findMessage({ database, vault: testVault }, 'msg_1')).toEqual(storedMessage('msg_1'))
})

test('of the ids asked for, those sent or withheld are named', async () => {
  const database = openDatabase('message')
  await database.batch([sent(database, newMessage('msg_1')), sent(database, newMessage('msg_2'))])
  expect(await handledOf(database, ['msg_2', 'msg_3'])).toEqual(['msg_2'])
  for (const at of ['2026-11-02T09:00:00.000Z', '2026-11-02T10:00:00.000Z']) {
    await recordWithheld(database, ['msg_3', 'msg_4'], at).run()
  }
  expect(await handledOf(database, ['msg_2', 'msg_3'])).toEqual(['msg_2', 'msg_3'])
  expect(await findMessage({ database, vault: testVault }, 'msg_3')).toBe(null)
  expect(await handledOf(database, [])).toEqual([])
})

test('an order’s messages are those with its ids, and those of its part refunds', async () => {
  const database = openDatabase('message')
  await sent(database, newMessage('msg_1')).run()
  await sent(database, newMessage('msg_2', { kind: 'partRefunded' })).run()
  await sent(database, newMessage('msg_3')).run()
  const listed = async (orderId: string) => {
    const of = { orderIds: [orderId], messageIds: ['msg_1'], customerId: null }
    return (await listMessages({ shards: inOne(database), vault: testVault }, of, firstRows)).items
      .map(({ message }) => message.messageId)
      .sort()
  }
  expect([await listed('ord_1'), await listed('ord_2')]).toEqual([['msg_1', 'msg_2'], ['msg_1']])
})

test('a message of a kind that came with a later release is read as it is', async () => {
  const database = openDatabase('message')
  await sent(database, newMessage('msg_1')).run()
  database.rows("UPDATE messages SET kind = 'newer'")
  expect(await findMessage({ database, vault: testVault }, 'msg_1')).toMatchObject({ message: { kind: 'newer' } })
  expect(
    (await listMessages({ shards: inOne(database), vault: testVault }, everything, firstRows)).items,
  ).toMatchObject([{ message: { kind: 'newer' } }])
})

test('both filters hold at once', async () => {
  const database = openDatabase('message')
  await sent(database, newMessage('msg_1', { customerId: 'usr_1' })).run()
  await sent(database, newMessage('msg_2', { customerId: 'usr_2' })).run()
  const found = async (messageIds: string[], customerId: string) =>
    (
      await listMessages(
        { shards: inOne(database), vault: testVault },
        { orderIds: ['ord_1'], messageIds, customerId },
        firstRows,
      )
    ).items.map((item) => item.message.messageId)
  expect(await found(['msg_1', 'msg_2'], 'usr_1')).toEqual(['msg_1'])
  expect(await found(['msg_2'], 'usr_1')).toEqual([])
})

test('a text that was changed by hand is shown empty, and takes no other message away', async () => {
  const database = openDatabase('message')
  const key = testVault.newKey()
  for (const id of ['msg_1', 'msg_2']) await sent(database, newMessage(id), at, key).run()
  database.rows(`UPDATE messages SET text = 'changed' WHERE message_id = 'msg_1'`)
  const of = { ...everything, messageIds: ['msg_1', 'msg_2'] }
  const { items } = await listMessages({ shards: inOne(database), vault: testVault }, of, firstRows)
  expect(items.map(({ message }) => message.text)).toEqual(['On its way.', ''])
})

test('a message of an order that is erased by then is recorded without its text, sent or not', async () => {
  const database = openDatabase('message')
  database.rows(`INSERT INTO erased_orders VALUES ('ord_1', '${at}')`)
  const key = testVault.newKey()
  const failed = { tries: 1, firstTriedAt: Date.parse(at), nextTryAt: null, cause: 'the message webhook answered 503' }
  await sent(database, newMessage('msg_1'), at, key).run()
  await recordFailed({ database, vault: testVault }, { message: newMessage('msg_2'), key }, failed, at).run()
  const nothing = { text: '', personal_key: null }
  expect(database.rows('SELECT text, personal_key FROM messages')).toEqual([nothing, nothing])
})
