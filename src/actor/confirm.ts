// Confirmation: each subscriber is asked what has taken effect, and is sent again what it lacks. So nothing that was
// lost on the way stays lost, whoever lost it.
import type { RecordedEvent } from '../contract/events.ts'
import type { OrderSummary } from '../contract/order.ts'
import { type Subscriber, subscribers } from '../contract/routing.ts'
import { lastHeard, type Outbox, owed } from './outbox.ts'
import type { ActorPorts } from './ports.ts'

/**
 * Seconds from the last event to the first question; and, once all is confirmed, between looks at an order not final.
 */
export type ConfirmPace = { confirmSeconds: number; recheckSeconds: number }

/** What a subscriber answered about the events up to `upTo`, the last it hears. */
export type Answer = { subscriber: Subscriber; upTo: number; said: 'taken' | 'behind' | 'nothing' }

const pauseSecondsMax = 3600
/**
 * The pause between two questions, of the time in which something has been missing. It grows with that time and not
 * with the questions: where everything is killed again and again for some minutes, many questions are in vain, and what
 * was lost must not wait for minutes after the last time.
 */
const pauseShare = 1 / 8

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
    const from = outbox.missingSince === 0 && confirmed[subscriber] < upTo ? confirmed[subscriber] : 0
    cursors[subscriber] = from
    confirmed[subscriber] = from
  }
  if (answers.length > 0 && answers.every(({ said }) => said === 'taken')) {
    return { ...outbox, cursors, confirmed, missingSince: 0, confirmAt: now + pace.recheckSeconds * 1000 }
  }
  // Time in which nobody could ask, since everything was off, is not counted.
  const late = outbox.missingSince === 0 ? 0 : Math.max(0, now - outbox.confirmAt)
  const missingSince = (outbox.missingSince || now) + late
  const grown = Math.min(pauseSecondsMax * 1000, (now - missingSince) * pauseShare)
  // Shortened by up to a half, so that many orders spread out.
  const pause = Math.max(pace.confirmSeconds * 1000, grown) * (1 - random / 2)
  return { ...outbox, cursors, confirmed, missingSince, confirmAt: now + pause }
}
