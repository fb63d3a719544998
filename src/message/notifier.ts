// The port through which messages leave the shop. Messages are recorded in any case; a channel sends them out.

import type { AccountNotice } from '../contract/accounts.ts'
import type { MessageKind } from '../contract/customer-message.ts'
import type { Contact } from '../contract/order.ts'

export type OutgoingMessage = {
  messageId: string
  orderId: string
  customerId: string
  kind: MessageKind
  text: string
  to: Omit<Contact, 'deliveryAddress'>
}

/** A notice to the owner of an account. It is sent, and not stored. */
export type OutgoingNotice = Omit<AccountNotice, 'noticeId'> & { messageId: string }

/** Sends a notice out of the shop. Throws unless it certainly arrived. */
export type NoticeChannel = { send(notice: OutgoingNotice): Promise<void> }

/**
 * Sends a message to its customer. Throws unless it certainly arrived: it is then sent again under the same
 * `messageId`, by which the receiver recognises a repeat.
 */
export type Notifier = { send(message: OutgoingMessage): Promise<void> }

/** For a shop without a channel: customers find their messages in the shop. */
export const recordedOnly: Notifier = { send: () => Promise.resolve() }
