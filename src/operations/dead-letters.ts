// Dead letters: messages that a subscriber could not handle are stored, and shown to ops with their personal data
// masked.

import * as z from 'zod'
import type { Caller } from '../contract/caller.ts'
import { type DeadLetter, deadMessageSchema } from '../contract/dead-letter.ts'
import { accepted, type Result } from '../contract/result.ts'
import type { Page, PageRequest } from '../contract/rpc.ts'
import { backoff } from '../platform/backoff.ts'
import { describeFault } from '../platform/log.ts'
import { namesIn } from '../platform/message-names.ts'
import { readPage } from '../platform/paging.ts'
import { type FilterInput, parseFilter } from './filter.ts'
import { masked, openAttribute } from './mask.ts'
import { type OperationsPorts, refusalFor } from './ports.ts'
import { type Death, jsonOf, listLetters, readLetter, type StoredLetter, storeDeath } from './store.ts'

/** The part of a queue's batch that is used here. */
export type DeadBatch = {
  queue: string
  messages: readonly {
    id: string
    body: unknown
    attempts: number
    ack(): void
    retry(options: { delaySeconds: number }): void
  }[]
}

type StorePorts = Pick<OperationsPorts, 'database' | 'now' | 'log'>
type ReadPorts = Pick<OperationsPorts, 'database'>

const retryBackoff = { base: 2, growth: 2, max: 3600 }

/**
 * Store each message of a dead-letter queue. There is no queue behind this one: a message that could not be stored is
 * retried, with a delay that grows to an hour.
 */
export async function storeDeadLetters(ports: StorePorts, batch: DeadBatch): Promise<void> {
  const subscriber = subscriberOf(batch.queue)
  await Promise.all(
    batch.messages.map(async (message) => {
      try {
        await storeDeath(ports.database, deathOf(subscriber, message, ports.now()))
        ports.log('dead_letter_kept', { subscriber, ...namesIn(message) })
        message.ack()
      } catch (fault) {
        const delaySeconds = storeRetrySeconds(message.attempts)
        const fields = { subscriber, ...namesIn(message), delaySeconds, fault: describeFault(fault) }
        ports.log('dead_letter_not_kept', fields)
        message.retry({ delaySeconds })
      }
    }),
  )
}

/** Seconds until a message that could not be stored at try number `attempts` (1, 2, …) is retried. */
export function storeRetrySeconds(attempts: number): number {
  return backoff(attempts - 1, retryBackoff)
}

/** For ops only. */
export async function findDeadLetters(
  ports: ReadPorts,
  caller: Caller,
  filter: FilterInput,
  page: PageRequest,
): Promise<Result<Page<DeadLetter>>> {
  const refusal = refusalFor(caller)
  if (refusal !== null) return refusal
  const parsed = parseFilter(filter)
  if (!parsed.ok) return parsed
  const keyset = readPage(page)
  if (!keyset.ok) return keyset
  const { items, cursor } = await listLetters(ports.database, parsed.value, keyset.value)
  return accepted({ items: items.map(shownLetter), cursor })
}

/** One of them; null when there is none. For ops only. */
export async function readDeadLetter(
  ports: ReadPorts,
  caller: Caller,
  deadLetterId: string,
): Promise<Result<DeadLetter | null>> {
  const refusal = refusalFor(caller)
  if (refusal !== null) return refusal
  const letter = await readLetter(ports.database, deadLetterId)
  return accepted(letter === null ? null : shownLetter(letter))
}

/** The letter as ops see it. */
export function shownLetter({ message, deathId: _, ...letter }: StoredLetter): DeadLetter {
  const { subject, type } = letter
  return { ...letter, subject: openAttribute(subject), type: openAttribute(type), body: masked(message) }
}

/**
 * The subscriber whose dead letters a queue holds. For an unknown queue it is the queue's name: nothing is lost.
 */
function subscriberOf(queue: string): string {
  return /^homeappliance-(.+)-events-dead$/.exec(queue)?.[1] ?? queue
}

const attributesSchema = z.object({ subject: z.string().nullable(), type: z.string().nullable() }).partial()

function deathOf(subscriber: string, { id, body }: DeadBatch['messages'][number], now: number): Death {
  const told = deadMessageSchema.safeParse(body)
  const message = told.success ? told.data.message : body
  const { cause, attempts } = told.success ? told.data.deadLetter : { cause: null, attempts: 0 }
  const { subject = null, type = null } = attributesSchema.safeParse(message).data ?? {}
  const diedAt = new Date(now).toISOString()
  return { deathId: id, subscriber, subject, type, message: jsonOf(message), cause, attempts, diedAt }
}
