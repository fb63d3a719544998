// Shows customers the messages that they were sent.

import { mayCall, ownsResource } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import type { CustomerMessage } from '../contract/customer-message.ts'
import { told } from '../contract/language.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import type { Page, PageRequest } from '../contract/rpc.ts'
import { decodeCursor, encodeCursor } from '../platform/cursor.ts'
import { type Keyset, readPage } from '../platform/paging.ts'
import { countedMessageIds } from './compose.ts'
import type { MessagePorts } from './event-handler.ts'
import { findMessage, listMessages, listToldOrders, type MessageStore } from './store.ts'

/** Customers get their own messages, the staff and ops those of all customers. */
export async function listFor(
  ports: MessagePorts,
  caller: Caller,
  orderId: string | null,
  page: PageRequest,
): Promise<Result<Page<CustomerMessage>>> {
  if (!mayCall(caller.role, 'listMessages')) return notForCouriers
  const keyset = readPage(page)
  if (!keyset.ok) return keyset
  const customerId = caller.role === 'customer' ? caller.subject : null
  if (orderId === null) return accepted(await listNewest(ports, customerId, keyset.value))
  return accepted(await listOf(ports, [orderId], customerId, keyset.value))
}

/**
 * Messages, newest first, of the newest orders at a time, so that no index needs a row for each message. A page ends
 * where these orders end; the next one goes on with the orders before them.
 */
async function listNewest(
  store: MessageStore,
  customerId: string | null,
  { limit, after }: Keyset,
): Promise<Page<CustomerMessage>> {
  const [orders, position] = after ?? ['', '']
  const told = await listToldOrders(store.database, customerId, { limit: ordersAtOnce, after: pairIn(orders) })
  const orderIds = told.items.map(({ orderId }) => orderId)
  const { items, cursor } = await listOf(store, orderIds, customerId, { limit, after: pairIn(position) })
  if (cursor !== null) return { items, cursor: encodeCursor([orders, cursor]) }
  return { items, cursor: told.cursor && encodeCursor([told.cursor, '']) }
}

async function listOf(
  store: MessageStore,
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
export async function getFor(ports: MessagePorts, caller: Caller, messageId: string): Promise<Result<CustomerMessage>> {
  if (!mayCall(caller.role, 'readMessage')) return notForCouriers
  const found = await findMessage(ports, messageId)
  if (found !== null && ownsResource(caller, 'readMessage', found.customerId)) return accepted(found.message)
  return refused({
    code: 'message_not_found',
    ...told({ en: 'There is no such message.', ko: '그런 알림이 없습니다.' }),
  })
}

/** Of how many orders a page shows messages, at most. */
export const ordersAtOnce = 50

const notForCouriers = refused({
  code: 'forbidden',
  ...told({
    en: 'This is for customers, the staff of the store and ops.',
    ko: '고객, 매장 직원, 운영자만 볼 수 있습니다.',
  }),
})
