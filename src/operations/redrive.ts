// What ops decide about dead letters: to send them again to the queue of their subscriber, or to discard them. Each act
// stands in the audit before it is done: one that is cut off is done again, and both tries stand there.
import type { Caller } from '../contract/caller.ts'
import type { DeadLetter, Redriven } from '../contract/dead-letter.ts'
import type { RequestMeta } from '../contract/idempotency.ts'
import { accepted, type Result } from '../contract/result.ts'
import { subscribers } from '../contract/routing.ts'
import { asLine, reasonLengthMax, reasonWanted } from '../contract/text.ts'
import { queueFor } from '../platform/event-queues.ts'
import { queuePublisher } from '../platform/publish.ts'
import { auditStatement } from './audit-store.ts'
import { shownLetter } from './dead-letters.ts'
import { type FilterInput, invalid, parseFilter } from './filter.ts'
import { type EventQueue, type OperationsPorts, refusalFor } from './ports.ts'
import { discardStatement, openLetters, readLetter, type StoredLetter, sentStatement } from './store.ts'

/** Most letters that one call sends again. */
export const redrivenMax = 100

type Act = { caller: Caller; requestId: string }

/** Send one again, whatever became of it before. Null when there is none. */
export async function redriveDeadLetter(
  ports: OperationsPorts,
  caller: Caller,
  deadLetterId: string,
  { requestId }: RequestMeta,
): Promise<Result<DeadLetter | null>> {
  const refusal = refusalFor(caller)
  if (refusal !== null) return refusal
  const letter = await readLetter(ports.database, deadLetterId)
  if (letter === null) return accepted(null)
  if (queueOf(ports, letter) === undefined) return noQueue
  await send(ports, { caller, requestId }, [letter])
  return await shownNow(ports, deadLetterId)
}

/**
 * Send the open ones that a filter selects, the oldest first and at most `redrivenMax`. A queue that takes none throws;
 * its letters stay open.
 */
export async function redriveDeadLetters(
  ports: OperationsPorts,
  caller: Caller,
  filter: Omit<FilterInput, 'state'>,
  { requestId }: RequestMeta,
): Promise<Result<Redriven>> {
  const refusal = refusalFor(caller)
  if (refusal !== null) return refusal
  const parsed = parseFilter(filter)
  if (!parsed.ok) return parsed
  const { until = new Date(ports.now()).toISOString() } = parsed.value
  const among = subscribers.filter((subscriber) => (ports.queues[subscriber] ?? []).length > 0)
  const { letters, all } = await openLetters(ports.database, { ...parsed.value, until }, among, redrivenMax)
  await send(ports, { caller, requestId }, letters)
  return accepted({ sent: letters.length, left: all - letters.length, until })
}

/** Discard one, for a reason. Null when there is none. One that is discarded already stays as it is. */
export async function discardDeadLetter(
  { database, now, newId, log }: OperationsPorts,
  caller: Caller,
  deadLetterId: string,
  reason: string,
  { requestId }: RequestMeta,
): Promise<Result<DeadLetter | null>> {
  const refusal = refusalFor(caller)
  if (refusal !== null) return refusal
  const why = asLine(reason, reasonLengthMax)
  if (why === null) return invalid('reason', reasonWanted)
  const letter = await readLetter(database, deadLetterId)
  if (letter === null) return accepted(null)
  if (letter.state !== 'discarded') {
    const at = new Date(now()).toISOString()
    const entry = { ...entryOf({ caller, requestId }, letter, 'discarded'), auditId: newId(), at, reason: why }
    const audited = auditStatement(database, { ...entry, action: 'discardDeadLetter' })
    await database.batch([audited, discardStatement(database, deadLetterId, why)])
    log('dead_letter_discarded', { id: deadLetterId, by: caller.subject })
  }
  return await shownNow({ database }, deadLetterId)
}

async function send(ports: OperationsPorts, act: Act, letters: readonly StoredLetter[]): Promise<void> {
  const { database, now, newId, log } = ports
  for (const [queue, own] of Map.groupBy(letters, (letter) => queueOf(ports, letter))) {
    if (queue === undefined) continue
    const at = new Date(now()).toISOString()
    const entries = own.map((letter) => ({ ...entryOf(act, letter, 'sentAgain'), auditId: newId(), at, reason: null }))
    await database.batch(entries.map((entry) => auditStatement(database, { ...entry, action: 'redriveDeadLetter' })))
    await queuePublisher<unknown>(queue)(own.map(({ message }) => JSON.parse(message)))
    await database.batch(own.map((letter) => sentStatement(database, letter)))
    log('dead_letters_sent_again', {
      subscriber: own[0]?.subscriber ?? '',
      messages: own.length,
      by: act.caller.subject,
    })
  }
}

function entryOf({ caller, requestId }: Act, { deadLetterId, state }: StoredLetter, after: StoredLetter['state']) {
  const { subject: id, role, name } = caller
  return { actor: { id, role, name }, target: deadLetterId, before: { state }, after: { state: after }, requestId }
}

/** The queue that the order itself would choose; undefined for a subscriber that is no more. */
function queueOf({ queues }: Pick<OperationsPorts, 'queues'>, letter: StoredLetter): EventQueue | undefined {
  const subscriber = subscribers.find((one) => one === letter.subscriber)
  return subscriber && queueFor(queues[subscriber] ?? [], letter.subject ?? '')
}

async function shownNow(
  { database }: Pick<OperationsPorts, 'database'>,
  deadLetterId: string,
): Promise<Result<DeadLetter | null>> {
  const letter = await readLetter(database, deadLetterId)
  return accepted(letter === null ? null : shownLetter(letter))
}

const noQueue = invalid('deadLetterId', {
  en: 'This message is of no subscriber of today, so there is no queue to send it to.',
  ko: '현재 구독자가 없는 메시지이므로 다시 보낼 큐가 없습니다.',
})
