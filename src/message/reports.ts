// What the receiver of the webhooks reports of messages: that one was delivered, or has bounced.

import { told } from '../contract/language.ts'
import { messageReportSchema } from '../contract/message-delivery.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import type { OrderShards } from '../platform/order-shards.ts'
import { isSigned } from '../platform/webhook-signature.ts'
import { databasesOf } from './homes.ts'
import { messageNotFound } from './messages.ts'
import { recordReport } from './progress-store.ts'

/** `secrets`: those of the webhook; empty when there is none, and then no report is believed. */
export type ReportPorts = { shards: OrderShards; secrets: string; now: () => number }

/**
 * Record a report that is signed as the webhooks to its sender are (Standard Webhooks 1.0.0). One that repeats changes
 * nothing. Headers by their names in lower case.
 */
export async function receiveReport(
  { shards, secrets, now }: ReportPorts,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): Promise<Result<null>> {
  const text = new TextDecoder().decode(body)
  if (secrets === '' || !(await isSigned(secrets, headers, text, now()))) return notSigned
  const report = messageReportSchema.safeParse(jsonIn(text))
  if (!report.success) return malformed
  const { messageId, status, at, cause = null } = report.data
  if (Date.parse(at) > now() + aheadMsMax) return fromTheFuture
  const database = (await databasesOf(shards, 'message_id', [messageId])).get(messageId)
  const reported = { column: 'message_id', id: messageId } as const
  const isKnown = database !== undefined && (await recordReport(database, reported, { status, at, cause }))
  return isKnown ? accepted(null) : messageNotFound
}

/** How far the sender's clock may be ahead. A report from the future would outrank those to come. */
const aheadMsMax = 5 * 60_000

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const notSigned = refused({
  code: 'signature_invalid',
  ...told({
    en: 'The report is not signed with the secret of the webhook, or not now.',
    ko: '보고가 웹훅 비밀 키로 서명되지 않았거나 서명 시각이 맞지 않습니다.',
  }),
})

const malformed = refused({
  code: 'invalid_request',
  ...told({
    en: 'A report has "messageId", "status" ("delivered" or "bounced"), "at" and, if you like, "cause", a code.',
    ko: '보고에는 "messageId", "status"("delivered" 또는 "bounced"), "at"이 있어야 하고, 코드인 "cause"를 더할 수 있습니다.',
  }),
})

const fromTheFuture = refused({
  code: 'invalid_request',
  ...told({ en: '"at" must not be in the future.', ko: '"at"은 미래의 시각일 수 없습니다.' }),
  field: 'at',
})
