// The port through which messages leave the shop. Messages are recorded in any case; a channel sends them out.

import type { AccountNotice } from '../contract/accounts.ts'
import type { MessageKind } from '../contract/customer-message.ts'
import type { Language } from '../contract/language.ts'
import type { Contact } from '../contract/order.ts'

export type OutgoingMessage = {
  messageId: string
  orderId: string
  customerId: string
  kind: MessageKind
  subject: string
  text: string
  to: Omit<Contact, 'deliveryAddress'>
}

/** A notice to the owner of an account. It is sent, and not stored. */
export type OutgoingNotice = Omit<AccountNotice, 'noticeId' | 'language'> & {
  messageId: string
  subject: string
  language: Language | null
}

/** Sends a notice out of the shop. Throws unless it certainly arrived. */
export type NoticeChannel = { sendNotice(notice: OutgoingNotice): Promise<void> }

/** `channelId`: the message's id at the channel, by which that reports; null when it reports by ours. */
export type Receipt = { channelId: string | null }

/**
 * Sends a message to its customer. Throws unless it certainly arrived: it is then sent again under the same
 * `messageId`, by which the receiver recognises a repeat. It throws SendFailed with the cause, and Undeliverable for
 * what no further try can send. `channel`: its name; null when nothing leaves the shop.
 */
export type Notifier = { channel: string | null; send(message: OutgoingMessage): Promise<Receipt> }

/** `message`: the cause as a code or a line, without a secret and without anybody's data. It is stored and shown. */
export class SendFailed extends Error {
  override readonly name: string = 'SendFailed'
}

/** No further try can succeed. */
export class Undeliverable extends SendFailed {
  override readonly name = 'Undeliverable'
}

/** For a shop without a channel: customers find their messages in the shop. */
export const recordedOnly: Notifier = { channel: null, send: () => Promise.resolve({ channelId: null }) }
