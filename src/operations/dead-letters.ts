// Dead letters: messages that a subscriber could not handle are stored and listed for ops.

import * as z from 'zod'
import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import type { DeadLetter } from '../contract/dead-letter.ts'
import { told } from '../contract/language.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import { type Subscriber, subscribers } from '../contract/routing.ts'
import type { Page, PageRequest } from '../contract/rpc.ts'
import { backoff } from '../platform/backoff.ts'
import type { Database } from '../platform/database.ts'
import { describeFault, type Log } from '../platform/log.ts'
import { readPage } from '../platform/paging.ts'
import { listDeadLetters, storeDeadLetter } from './store.ts'

export type DeadLetterPorts = { database: Database; now: () => number; log: Log }

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

const retryBackoff = { base: 2, growth: 2, max: 3600 }

/**
 * Store each message of a dead-letter queue. There is no queue behind this one: a message that could not be stored is
 * retried, with a delay that grows to an hour.
 */
export async function storeDeadLetters(ports: DeadLetterPorts, batch: DeadBatch): Promise<void> {
  const subscriber = subscriberOf(batch.queue)
  await Promise.all(
    batch.messages.map(async (message) => {
      try {
        await storeDeadLetter(ports.database, letterFrom(subscriber, message, ports.now()))
        ports.log('dead_letter_kept', { subscriber, id: message.id })
        message.ack()
      } catch (fault) {
        const delaySeconds = storeRetrySeconds(message.attempts)
        ports.log('dead_letter_not_kept', { subscriber, id: message.id, delaySeconds, fault: describeFault(fault) })
        message.retry({ delaySeconds })
      }
    }),
  )
}

/** Seconds until a message that could not be stored at try number `attempts` (1, 2, …) is retried. */
export function storeRetrySeconds(attempts: number): number {
  return backoff(attempts - 1, retryBackoff)
}

/** For ops only: a dead letter may hold a customer's data. */
export async function listDeadLettersFor(
  ports: DeadLetterPorts,
  caller: Caller,
  subscriber: string | null,
  page: PageRequest,
): Promise<Result<Page<DeadLetter>>> {
  if (!mayCall(caller.role, 'listDeadLetters'))
    return refused({
      code: 'forbidden',
      ...told({ en: 'This is for those who run the shop.', ko: '운영자만 사용할 수 있습니다.' }),
    })
  if (subscriber !== null && !isSubscriber(subscriber)) {
    const names = subscribers.join(', ')
    const why = told({
      en: `"subscriber" must be one of ${names}.`,
      ko: `"subscriber"는 다음 중 하나여야 합니다: ${names}.`,
    })
    return refused({ code: 'invalid_request', ...why, field: 'subscriber' })
  }
  const keyset = readPage(page)
  if (!keyset.ok) return keyset
  return accepted(await listDeadLetters(ports.database, subscriber, keyset.value))
}

/**
 * The subscriber whose dead letters a queue holds. For an unknown queue it is the queue's name: nothing is lost.
 */
function subscriberOf(queue: string): string {
  return /^homeappliance-(.+)-events-dead$/.exec(queue)?.[1] ?? queue
}

function isSubscriber(name: string): name is Subscriber {
  return subscribers.some((subscriber) => subscriber === name)
}

const envelopeSchema = z.object({ subject: z.string(), type: z.string() })

/** `attempts` counts the tries to store it: a queue does not know how often its subscriber tried before. */
function letterFrom(subscriber: string, message: DeadBatch['messages'][number], now: number): DeadLetter {
  const envelope = envelopeSchema.safeParse(message.body)
  return {
    deadLetterId: message.id,
    subscriber,
    subject: envelope.success ? envelope.data.subject : null,
    type: envelope.success ? envelope.data.type : null,
    body: JSON.stringify(message.body) ?? 'null',
    attempts: message.attempts,
    diedAt: new Date(now).toISOString(),
  }
}
