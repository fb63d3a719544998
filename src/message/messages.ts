// Shows customers the messages that they were sent.

import { mayCall, ownsResource } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import type { CustomerMessage } from '../contract/customer-message.ts'
import { told } from '../contract/language.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import type { Page, PageRequest } from '../contract/rpc.ts'
import { readPage } from '../platform/paging.ts'
import { countedMessages, messageIdOf } from './compose.ts'
import type { MessagePorts } from './event-handler.ts'
import { findMessage, listMessages } from './store.ts'

/** Customers get their own messages, the staff those of all customers. */
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
  const messageIds = orderId === null ? [] : countedMessages.map((message) => messageIdOf(orderId, message))
  const order = orderId === null ? null : { orderId, messageIds: await Promise.all(messageIds) }
  return accepted(await listMessages(ports.database, { order, customerId }, keyset.value))
}

/** One message. Another customer's message is answered as one that does not exist. */
export async function getFor(ports: MessagePorts, caller: Caller, messageId: string): Promise<Result<CustomerMessage>> {
  if (!mayCall(caller.role, 'readMessage')) return notForCouriers
  const found = await findMessage(ports.database, messageId)
  if (found !== null && ownsResource(caller, 'readMessage', found.customerId)) return accepted(found.message)
  return refused({
    code: 'message_not_found',
    ...told({ en: 'There is no such message.', ko: '그런 알림이 없습니다.' }),
  })
}

const notForCouriers = refused({
  code: 'forbidden',
  ...told({ en: 'This is for customers and the staff of the store.', ko: '고객과 매장 직원만 볼 수 있습니다.' }),
})
