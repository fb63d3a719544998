// Messages that failed or bounced are sent again, by those who may: once for each call, under the message's own id.
import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import type { CustomerMessage } from '../contract/customer-message.ts'
import type { RequestMeta } from '../contract/idempotency.ts'
import { type Text, told } from '../contract/language.ts'
import type { Replayed, ReplayFilter } from '../contract/message-delivery.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import type { OrderCommandsRpc } from '../contract/rpc.ts'
import { settleAll, throwFirst, valuesOf } from '../platform/concurrency.ts'
import { merged } from '../platform/merge.ts'
import { openOrder } from '../platform/personal-data.ts'
import type { Vault } from '../platform/vault.ts'
import { claimMs } from './claims.ts'
import { erasedCause } from './event-handler.ts'
import { databasesOf } from './homes.ts'
import { messageNotFound } from './messages.ts'
import { listFailed, recordReplayed, recordReplayFailed, takeForReplay } from './progress-store.ts'
import { type MessagePorts, sendsAtOnceMax } from './sending.ts'
import { findMessage, type MessageStore } from './store.ts'
import { causeOf } from './tries.ts'
import { subjectOf } from './wording.ts'

/** The order has the customer's contact: it is not stored with the message. */
export type ReplayPorts = Omit<MessagePorts, 'random'> & {
  vault: Pick<Vault, 'open' | 'seal'>
  orders: Pick<OrderCommandsRpc, 'read'>
  newId: () => string
}

/** Most messages that one call sends again: with a receiver that is silent it takes two timeouts. */
export const replayedMax = 12

/** Send a message again. The answer is how it stands then: it may have failed again. */
export async function replayMessage(
  ports: ReplayPorts,
  caller: Caller,
  messageId: string,
  request: RequestMeta,
): Promise<Result<CustomerMessage>> {
  if (!mayCall(caller.role, 'replayMessage')) return notForOthers
  const database = (await databasesOf(ports.shards, 'message_id', [messageId])).get(messageId)
  return database === undefined ? messageNotFound : await sendAgain({ ...ports, database }, caller, messageId, request)
}

/** Send those again that failed, the oldest first, at most `replayedMax`. */
export async function replayMessages(
  ports: ReplayPorts,
  caller: Caller,
  { since, until }: ReplayFilter,
  request: RequestMeta,
): Promise<Result<Replayed>> {
  if (!mayCall(caller.role, 'replayMessages')) return notForOthers
  const end = until ?? new Date(ports.now()).toISOString()
  if (!isInstant(end)) return noInstant('until')
  if (since !== undefined && !isInstant(since)) return noInstant('since')
  const filter = { until: utcOf(end), ...(since !== undefined && { since: utcOf(since) }) }
  const listed = await Promise.all(ports.shards.all.map((database) => listFailed(database, filter, replayedMax)))
  const oldest = merged(
    listed.map(({ messages }) => messages),
    replayedMax,
    (a, b) => (a.recordedAt === b.recordedAt ? a.messageId < b.messageId : a.recordedAt < b.recordedAt),
  )
  const results = await settleAll(oldest, sendsAtOnceMax, ({ database, messageId }) =>
    sendAgain({ ...ports, database }, caller, messageId, request),
  )
  throwFirst(results)
  const sent = valuesOf(results).filter((result) => result.ok && result.value.status !== 'failed').length
  const left = listed.reduce((sum, { all }) => sum + all, 0) - oldest.length
  return accepted({ sent, failed: oldest.length - sent, left, until: filter.until })
}

async function sendAgain(
  ports: ReplayPorts & MessageStore,
  caller: Caller,
  messageId: string,
  { requestId }: RequestMeta,
): Promise<Result<CustomerMessage>> {
  const { database, notifier, now } = ports
  const found = await findMessage(ports, messageId)
  if (found === null) return messageNotFound
  const { status, text, orderId, kind } = found.message
  if (status !== 'failed' && status !== 'bounced') return notReplayable(standsWell)
  if (text === '') return notReplayable(erased)
  const at = new Date(now()).toISOString()
  const sealed = await ports.orders.read(orderId)
  const order = sealed && openOrder(ports.vault, sealed)
  if (order === null || order.contact === null) {
    // It stands behind the others from now on, so that it keeps none of them waiting.
    await recordReplayFailed(database, messageId, erasedCause, at).run()
    return notReplayable(erased)
  }
  const { deliveryAddress: _, ...to } = order.contact
  const message = { messageId, orderId, customerId: found.customerId, kind, text, to, subject: subjectOf(order, kind) }
  const act = { actId: ports.newId(), at, caller, action: 'replayMessage', target: messageId, requestId } as const
  const until = new Date(now() + claimMs).toISOString()
  if (!(await takeForReplay(database, { ...act, after: { status: 'sentAgain' } }, until)))
    return notReplayable(underWay)
  const outcome = await notifier.send(message).then(
    ({ channelId }) => {
      const sent = { sentAt: new Date(now()).toISOString(), channel: notifier.channel, channelId }
      return recordReplayed(database, messageId, sent)
    },
    (fault) => recordReplayFailed(database, messageId, causeOf(fault), new Date(now()).toISOString()),
  )
  await outcome.run()
  const after = await findMessage(ports, messageId)
  return after === null ? messageNotFound : accepted(after.message)
}

function isInstant(text: string): boolean {
  return !Number.isNaN(Date.parse(text))
}

function utcOf(instant: string): string {
  return new Date(instant).toISOString()
}

function notReplayable(why: Text): Result<never> {
  return refused({ code: 'message_not_replayable', ...told(why) })
}

function noInstant(field: string): Result<never> {
  const why = { en: `"${field}" must be an instant in ISO 8601.`, ko: `"${field}"은(는) ISO 8601 시각이어야 합니다.` }
  return refused({ code: 'invalid_request', ...told(why), field })
}

const standsWell: Text = {
  en: 'Only a message that failed or bounced is sent again.',
  ko: '전송에 실패했거나 반송된 알림만 다시 보낼 수 있습니다.',
}
const erased: Text = {
  en: 'The personal data of the order is erased: there is no text to send, and nobody to send it to.',
  ko: '주문의 개인정보가 삭제되어 보낼 내용과 받는 사람이 없습니다.',
}
const underWay: Text = {
  en: 'The message is being sent again just now.',
  ko: '지금 다시 보내는 중인 알림입니다.',
}

const notForOthers = refused({
  code: 'forbidden',
  ...told({
    en: 'This is for the staff of the store and those who run it.',
    ko: '매장 직원과 운영자만 사용할 수 있습니다.',
  }),
})
