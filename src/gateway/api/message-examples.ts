// The examples of /messages in the API's document.
import type { CustomerMessage, MessageSettings } from '../../contract/customer-message.ts'
import type { MessageReport, Replayed } from '../../contract/message-delivery.ts'
import { message as sentMessage } from './examples.ts'

const { messageId } = sentMessage

export const message: CustomerMessage = { ...sentMessage, status: 'delivered' }
export const replayedMessage: CustomerMessage = { ...sentMessage, status: 'sent' }
export const messageSettings: MessageSettings = { off: ['packed'] }
export const replayFilter = { since: '2026-11-21T00:00:00Z', until: '2026-11-22T09:00:00Z' }
export const replayedMessages: Replayed = { sent: 11, failed: 1, left: 88, until: '2026-11-22T09:00:00.000Z' }
export const messageReport: MessageReport = {
  messageId,
  status: 'bounced',
  at: '2026-11-21T10:16:09Z',
  cause: '5.1.1',
}
