// How far messages are, as it is stored.
import { expect, test } from 'vitest'
import { findProgress, giveUp, listFailed, recordReport } from '../../../src/message/progress-store.ts'
import { type KeyedMessage, recordFailed, recordSent } from '../../../src/message/store.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { testVault } from '../../support/vault.ts'

const at = '2026-11-02T09:00:00.000Z'
const time = Date.parse(at)
const waiting = { tries: 2, firstTriedAt: time, nextTryAt: time + 2000, cause: 'the message webhook answered 503' }

function openStore() {
  const database = openDatabase('message')
  const store = { database, vault: testVault }
  const keyed = (messageId: string, text = 'Paid.', recordedAt = at): KeyedMessage => ({
    message: { messageId, orderId: 'ord_1', customerId: 'usr_1', kind: 'paid', text, recordedAt },
    key: null,
  })
  return { database, store, keyed }
}

test('one that waits tells its tries, one that was given up is handled, and one that was sent stays sent', async () => {
  const { database, store, keyed } = openStore()
  await database.batch([
    recordFailed(store, keyed('msg_1'), waiting, at),
    recordFailed(store, keyed('msg_2'), { ...waiting, nextTryAt: null }, at),
    recordSent(store, keyed('msg_3'), { sentAt: at, channel: 'webhook', channelId: null }),
    // A try that is over after another one has succeeded.
    recordFailed(store, keyed('msg_3'), waiting, at),
  ])
  const { cause: _, ...tries } = waiting
  const ids = ['msg_1', 'msg_2', 'msg_3', 'msg_4']
  const handled = [['msg_2', 'handled'] as const, ['msg_3', 'handled'] as const]
  expect(await findProgress(database, ids)).toEqual(new Map<string, unknown>([['msg_1', tries], ...handled]))
  for (const id of ids) await giveUp(database, id, 'erased', at).run()
  expect(database.rows('SELECT problem, cause FROM messages ORDER BY message_id')).toEqual([
    { problem: 'failed', cause: 'erased' },
    { problem: 'failed', cause: waiting.cause },
    { problem: null, cause: null },
  ])
})

test('a report of a message that was never sent, or is not there, is of none', async () => {
  const { database, store, keyed } = openStore()
  await recordFailed(store, keyed('msg_1'), waiting, at).run()
  const delivered = { status: 'delivered', at, cause: null } as const
  for (const id of ['msg_1', 'msg_2']) {
    expect(await recordReport(database, { column: 'message_id', id }, delivered)).toBe(false)
  }
})

test('those that failed are the oldest first, and not those whose text is erased', async () => {
  const { database, store, keyed } = openStore()
  const failed = { ...waiting, nextTryAt: null }
  await database.batch([
    recordFailed(store, keyed('msg_1', undefined, '2026-11-02T09:00:01.000Z'), failed, at),
    recordFailed(store, keyed('msg_2'), failed, at),
    recordFailed(store, keyed('msg_3', ''), failed, at),
    recordFailed(store, keyed('msg_4'), waiting, at),
  ])
  const until = '2026-11-03T00:00:00.000Z'
  const listed = async (filter: { since?: string; until: string }, limit: number) => {
    const { messages, all } = await listFailed(database, filter, limit)
    return { messageIds: messages.map(({ messageId }) => messageId), all }
  }
  expect(await listed({ until }, 10)).toEqual({ messageIds: ['msg_2', 'msg_1'], all: 2 })
  expect(await listed({ until }, 1)).toEqual({ messageIds: ['msg_2'], all: 2 })
  const since = '2026-11-02T09:00:01.000Z'
  expect(await listed({ since, until }, 10)).toEqual({ messageIds: ['msg_1'], all: 1 })
  expect(await listed({ until: at }, 10)).toEqual({ messageIds: [], all: 0 })
})
