// Shows customers the messages that they were sent, and the shop how each of them stands.

import { mayCall, ownsResource } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import type { CustomerMessage, MessageProblem } from '../contract/customer-message.ts'
import { told } from '../contract/language.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import type { Page, PageRequest } from '../contract/rpc.ts'
import { decodeCursor, encodeCursor } from '../platform/cursor.ts'
import { type Keyset, readPage } from '../platform/paging.ts'
import { countedMessageIds } from './compose.ts'
import { databasesOf } from './homes.ts'
import {
  findMessage,
  listMessages,
  listProblems,
  listToldOrders,
  type MessageShards,
  type StoredMessage,
} from './store.ts'

/** Customers get their own messages, the staff and ops those of all customers. */
export async function listFor(
  ports: MessageShards,
  caller: Caller,
  orderId: string | null,
  page: PageRequest,
): Promise<Result<Page<CustomerMessage>>> {
  const scope = scopeOf(caller, page)
  if (!scope.ok) return scope
  const { customerId, keyset } = scope.value
  const { items, cursor } =
    orderId === null ? await listNewest(ports, customerId, keyset) : await listOf(ports, [orderId], customerId, keyset)
  return accepted({ items: items.map((message) => shownTo(caller, message)), cursor })
}

/** The same, of those that stand so. `orderId`: of one order; null: of all. */
export async function listProblemsFor(
  store: MessageShards,
  caller: Caller,
  problem: MessageProblem,
  orderId: string | null,
  page: PageRequest,
): Promise<Result<Page<CustomerMessage>>> {
  const scope = scopeOf(caller, page)
  if (!scope.ok) return scope
  const { customerId, keyset } = scope.value
  const { items, cursor } = await listProblems(store, problem, { orderId, customerId }, keyset)
  return accepted({ items: items.map(({ message }) => shownTo(caller, message)), cursor })
}

/** Which messages the caller may list, and which page of them. `customerId`: null for those of all customers. */
function scopeOf(caller: Caller, page: PageRequest): Result<{ customerId: string | null; keyset: Keyset }> {
  if (!mayCall(caller.role, 'listMessages')) return notForCouriers
  const keyset = readPage(page)
  if (!keyset.ok) return keyset
  return accepted({ customerId: caller.role === 'customer' ? caller.subject : null, keyset: keyset.value })
}

/**
 * Messages, newest first, of the newest orders at a time, so that no index needs a row for each message. A page ends
 * where these orders end; the next one goes on with the orders before them.
 */
async function listNewest(
  store: MessageShards,
  customerId: string | null,
  { limit, after }: Keyset,
): Promise<Page<CustomerMessage>> {
  const [orders, position] = after ?? ['', '']
  const told = await listToldOrders(store.shards.all, customerId, { limit: ordersAtOnce, after: pairIn(orders) })
  const orderIds = told.items.map(({ orderId }) => orderId)
  const { items, cursor } = await listOf(store, orderIds, customerId, { limit, after: pairIn(position) })
  if (cursor !== null) return { items, cursor: encodeCursor([orders, cursor]) }
  return { items, cursor: told.cursor && encodeCursor([told.cursor, '']) }
}

async function listOf(
  store: MessageShards,
  orderIds: readonly string[],
  customerId: string | null,
  keyset: Keyset,
): Promise<Page<CustomerMessage>> {
  const ids = await Promise.all(orderIds.map(countedMessageIds))
  const { items, cursor } = await listMessages(store, { orderIds, messageIds: ids.flat(), customerId }, keyset)
  return { items: items.map(({ message }) => message), cursor }
}

/** The two parts of a cursor within a cursor; null for the beginning. */
function pairIn(cursor: string): readonly [string, string] | null {
  const [time, id] = decodeCursor(cursor, 2) ?? []
  return typeof time === 'string' && typeof id === 'string' ? [time, id] : null
}

/** One message. Another customer's message is answered as one that does not exist. */
export async function getFor(
  ports: MessageShards,
  caller: Caller,
  messageId: string,
): Promise<Result<CustomerMessage>> {
  if (!mayCall(caller.role, 'readMessage')) return notForCouriers
  const found = await findIn(ports, messageId)
  if (found !== null && ownsResource(caller, 'readMessage', found.customerId))
    return accepted(shownTo(caller, found.message))
  return messageNotFound
}

/** Wherever it stands; null when it stands nowhere. */
async function findIn({ shards, vault }: MessageShards, messageId: string): Promise<StoredMessage | null> {
  const database = (await databasesOf(shards, 'message_id', [messageId])).get(messageId)
  return database === undefined ? null : await findMessage({ database, vault }, messageId)
}

/** How the shop's channel fails is the shop's to know: a customer reads how the message stands. */
function shownTo({ role }: Caller, message: CustomerMessage): CustomerMessage {
  if (role !== 'customer') return message
  const { cause: _, tries: __, nextTryAt: ___, ...shown } = message
  return shown
}

export const messageNotFound = refused({
  code: 'message_not_found',
  ...told({ en: 'There is no such message.', ko: '그런 알림이 없습니다.' }),
})

/** Of how many orders a page shows messages, at most. */
export const ordersAtOnce = 50

const notForCouriers = refused({
  code: 'forbidden',
  ...told({
    en: 'This is for customers, the staff of the store and ops.',
    ko: '고객, 매장 직원, 운영자만 볼 수 있습니다.',
  }),
})
