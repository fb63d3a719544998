// Confirmation: each subscriber is asked what has taken effect, and is sent again what it lacks. So nothing that was
// lost on the way stays lost, whoever lost it.
import type { RecordedEvent } from '../contract/events.ts'
import type { OrderSummary } from '../contract/order.ts'
import { type Subscriber, subscribers } from '../contract/routing.ts'
import { backoffMilliseconds, lastHeard, type Outbox, owed } from './outbox.ts'
import type { ActorPorts } from './ports.ts'

/**
 * Seconds from the last event to the first question; and, once all is confirmed, between looks at an order not final.
 */
export type ConfirmPace = { confirmSeconds: number; recheckSeconds: number }

/** What a subscriber answered about the events up to `upTo`, the last it hears. */
export type Answer = { subscriber: Subscriber; upTo: number; said: 'taken' | 'behind' | 'nothing' }

const confirmSecondsMax = 3600
/**
 * So many questions in a row come at the first pause, and only then do the pauses grow: where everything is killed
 * several times in a row, what was sent again is lost as often, and must not wait for minutes after the last time.
 */
const promptTries = 6

/**
 * Ask those that were sent something since they last confirmed, or all when there are none. A subscriber whose queue
 * has not yet taken everything is not asked: it cannot know. Throws nothing: who does not answer said nothing.
 */
export async function ask(
  ports: ActorPorts,
  outbox: Outbox,
  events: readonly RecordedEvent[],
  order: OrderSummary,
): Promise<Answer[]> {
  const asked = subscribers
    .map((subscriber) => ({ subscriber, upTo: lastHeard(events, subscriber) }))
    .filter(({ subscriber, upTo }) => upTo > 0 && owed(outbox, events, subscriber).length === 0)
  const open = asked.filter(({ subscriber, upTo }) => outbox.confirmed[subscriber] < upTo)
  return await Promise.all(
    (open.length > 0 ? open : asked).map(async ({ subscriber, upTo }): Promise<Answer> => {
      try {
        const seq = await ports.takenIn[subscriber]({ ...order, contact: null })
        return { subscriber, upTo, said: seq >= upTo ? 'taken' : 'behind' }
      } catch (fault) {
        ports.log('not_confirmed', { orderId: ports.orderId, subscriber, fault: String(fault) })
        return { subscriber, upTo, said: 'nothing' }
      }
    }),
  )
}

/**
 * The outbox after the answers. Who is behind is sent again what it has not confirmed; when that did not help, or it
 * had confirmed what it now lacks, everything.
 */
export function afterAnswers(
  outbox: Outbox,
  answers: readonly Answer[],
  now: number,
  random: number,
  pace: ConfirmPace,
): Outbox {
  const cursors = { ...outbox.cursors }
  const confirmed = { ...outbox.confirmed }
  for (const { subscriber, upTo, said } of answers) {
    if (said === 'taken') confirmed[subscriber] = Math.max(confirmed[subscriber], upTo)
    if (said !== 'behind') continue
    const from = outbox.confirmTries === 0 && confirmed[subscriber] < upTo ? confirmed[subscriber] : 0
    cursors[subscriber] = from
    confirmed[subscriber] = from
  }
  const confirmTries = answers.length > 0 && answers.every(({ said }) => said === 'taken') ? 0 : outbox.confirmTries + 1
  const growth = Math.max(1, confirmTries - promptTries + 1)
  const pause =
    confirmTries === 0
      ? pace.recheckSeconds * 1000
      : backoffMilliseconds(growth, random, pace.confirmSeconds, confirmSecondsMax)
  return { ...outbox, cursors, confirmed, confirmTries, confirmAt: now + pause }
}
