// The forms of one delivery: what each asks of the context, read from its fields.
import type { Caller } from '../contract/caller.ts'
import { attemptFailures, failedAttemptsMax, nextSteps, receivers } from '../contract/handover.ts'
import { idempotencyKeyPattern, type RequestMeta } from '../contract/idempotency.ts'
import type { Result } from '../contract/result.ts'
import { setOut } from './assignment.ts'
import { complete, failAttempt, restart } from './deliveries.ts'
import type { DeliveryPorts } from './event-handler.ts'
import { refusals } from './refusals.ts'

/** By the last part of the form's address: the notice of the page that follows. */
export const actions = {
  'set-out': 'setOut',
  complete: 'completed',
  attempts: 'attempts',
  restarts: 'restarts',
} as const
export type Action = keyof typeof actions

export type Fields = Readonly<Record<string, string>>

/** `attempt`: of the forms that name one in their address. */
export type Submitted = { orderId: string; action: Action; attempt: number; fields: Fields; requestId: string }

export async function submit(
  ports: DeliveryPorts,
  caller: Caller,
  { orderId, action, attempt, fields, requestId }: Submitted,
): Promise<Result<unknown>> {
  const request = { requestId, idempotencyKey: keyOf(fields) }
  switch (action) {
    case 'set-out':
      return setOut(ports, caller, orderId, fields['from'] || null)
    case 'complete':
      return handOver(ports, caller, orderId, fields, request)
    case 'attempts':
      return notMet(ports, caller, orderId, attempt, fields, request)
    case 'restarts':
      return isAttempt(attempt) ? restart(ports, caller, orderId, attempt, request) : refusals.attemptInvalid
  }
}

async function handOver(
  ports: DeliveryPorts,
  caller: Caller,
  orderId: string,
  { to: input, note }: Fields,
  request: RequestMeta,
): Promise<Result<unknown>> {
  if (input === undefined) return complete(ports, caller, orderId, request)
  const to = receivers.find((known) => known === input)
  if (to === undefined) return refusals.receiverInvalid
  return complete(ports, caller, orderId, request, { to, note: note || null })
}

async function notMet(
  ports: DeliveryPorts,
  caller: Caller,
  orderId: string,
  attempt: number,
  fields: Fields,
  request: RequestMeta,
): Promise<Result<unknown>> {
  const reason = attemptFailures.find((known) => known === fields['reason'])
  const next = nextSteps.find((known) => known === fields['next'])
  if (!isAttempt(attempt)) return refusals.attemptInvalid
  if (reason === undefined) return refusals.reasonInvalid
  if (next === undefined) return refusals.nextInvalid
  const failed = { attempt, reason, note: fields['reasonNote'] || null, next }
  return failAttempt(ports, caller, orderId, failed, request)
}

function isAttempt(attempt: number): boolean {
  return Number.isInteger(attempt) && attempt >= 1 && attempt <= failedAttemptsMax
}

function keyOf({ key }: Fields): string | null {
  return key !== undefined && idempotencyKeyPattern.test(key) ? key : null
}
