// The port by which a message leaves the shop. Each message is recorded in any case; a channel is what carries it out.

import type { AccountNotice } from '../contract/accounts.ts'
import type { Contact } from '../contract/order.ts'
import type { MessageKind } from './compose.ts'

export type OutgoingMessage = {
  messageId: string
  orderId: string
  customerId: string
  kind: MessageKind
  text: string
  to: Pick<Contact, 'customerName' | 'deliveryPhoneNumber'>
}

/** A word to the owner of an account, which is carried and not kept. */
export type OutgoingNotice = Omit<AccountNotice, 'noticeId'> & { messageId: string }

/** Carries a notice out of the shop. Throws when it did not certainly arrive. */
export type NoticeChannel = { send(notice: OutgoingNotice): Promise<void> }

/**
 * Carry a message to its customer. Throws when it did not certainly arrive: it is then sent again under the same
 * `messageId`, by which the receiver drops what it has had.
 */
export type Notifier = { send(message: OutgoingMessage): Promise<void> }

/** For a shop without a channel: customers find their messages in the shop. */
export const recordedOnly: Notifier = { send: () => Promise.resolve() }
