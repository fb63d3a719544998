// The port by which a message leaves the shop. Each message is recorded in any case; a channel is what carries it out.
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

/**
 * Carry a message to its customer. Throws when it did not certainly arrive: it is then sent again under the same
 * `messageId`, by which the receiver drops what it has had.
 */
export type Notifier = { send(message: OutgoingMessage): Promise<void> }

/** For a shop without a channel: customers find their messages in the shop. */
export const recordedOnly: Notifier = { send: () => Promise.resolve() }
