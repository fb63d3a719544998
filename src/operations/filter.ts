// The filter of dead letters, as a call of the API or a page gives it.
import type { AuditFilter } from '../contract/audit.ts'
import { type DeadLetterFilter, deadLetterStates } from '../contract/dead-letter.ts'
import { orderIdSchema } from '../contract/ids.ts'
import { type Text, told } from '../contract/language.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import { subscribers } from '../contract/routing.ts'

/** A filter that nobody has checked. */
export type FilterInput = { [K in keyof DeadLetterFilter]: string | undefined }

/** The filter with its instants in UTC, or the refusal that names the field at fault. */
export function parseFilter(filter: FilterInput): Result<DeadLetterFilter> {
  const subscriber = subscribers.find((name) => name === filter.subscriber)
  if (filter.subscriber !== undefined && subscriber === undefined) return oneOf('subscriber', subscribers)
  const state = deadLetterStates.find((name) => name === filter.state)
  if (filter.state !== undefined && state === undefined) return oneOf('state', deadLetterStates)
  const { type, orderId } = filter
  if (type !== undefined && !/^[A-Za-z]{1,64}$/.test(type)) return invalid('type', typeWanted)
  if (orderId !== undefined && !orderIdSchema.safeParse(orderId).success) return invalid('orderId', orderWanted)
  const since = instantOf(filter.since)
  if (since === null) return invalid('since', instantWanted('since'))
  const until = instantOf(filter.until)
  if (until === null) return invalid('until', instantWanted('until'))
  return accepted({ subscriber, state, type, orderId, since, until })
}

/** A filter of the audit that nobody has checked. */
export type AuditFilterInput = { [K in keyof AuditFilter]: string | undefined }

/** As `parseFilter`, for the audit. */
export function parseAuditFilter(filter: AuditFilterInput): Result<AuditFilter> {
  const since = instantOf(filter.since)
  if (since === null) return invalid('since', instantWanted('since'))
  const until = instantOf(filter.until)
  if (until === null) return invalid('until', instantWanted('until'))
  const { actorId, action, target } = filter
  return accepted({ actorId, action, target, since, until })
}

/** In UTC, as instants are stored; null for text that is none. */
export function instantOf(text: string | undefined): string | null | undefined {
  if (text === undefined) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}

export function invalid(field: string, why: Text): Result<never> {
  return refused({ code: 'invalid_request', ...told(why), field })
}

function oneOf(field: string, values: readonly string[]): Result<never> {
  const names = values.join(', ')
  return invalid(field, {
    en: `"${field}" must be one of ${names}.`,
    ko: `"${field}"는 다음 중 하나여야 합니다: ${names}.`,
  })
}

export function instantWanted(field: string): Text {
  return { en: `"${field}" must be an ISO 8601 instant.`, ko: `"${field}"는 ISO 8601 시각이어야 합니다.` }
}

const typeWanted: Text = {
  en: '"type" must be the type of an event, such as OrderPlaced.',
  ko: '"type"은 OrderPlaced와 같은 이벤트 유형이어야 합니다.',
}
const orderWanted: Text = { en: '"orderId" must be an order id.', ko: '"orderId"는 주문 번호여야 합니다.' }
