// Waits until every order is whole again, and says in words what is not.
import { setTimeout as delay } from 'node:timers/promises'
import { violationsOf } from './promises.ts'
import type { KnownOrder, OrderView, ShopClient } from './shop-client.ts'

/** For longer than an order may take, to tell what is late from what is lost. */
const lookSecondsMax = 300

/** Resolves when every order keeps its promises, or after the longest wait: the violations are then reported. */
export async function healed(
  client: ShopClient,
  orders: readonly KnownOrder[],
  secondsMax = lookSecondsMax,
): Promise<void> {
  const until = Date.now() + secondsMax * 1000
  for (let left = orders; left.length > 0 && Date.now() < until; await delay(1000)) {
    const isHealed = await inBatches(left, async (known) => violationTexts(await client.view(known)).length === 0)
    left = left.filter((_, index) => !isHealed[index])
  }
}

export function violationTexts(view: OrderView): string[] {
  return violationsOf(view).map((wrong) => `${wrong}: ${historyText(view, 0)}`)
}

/** Its history, in seconds from an instant, and the status of each payment attempt. */
export function historyText({ orderId, events, payment }: OrderView, from: number): string {
  const result = events.map(({ type, at }) => `${type} ${(Date.parse(at) - from) / 1000}`)
  const tried = payment.attempts.map(({ status }) => status)
  return `${orderId} (${result.join(', ')}; attempts: ${tried.join(', ') || 'none'})`
}

/** A few at a time, so that the checks are no load of their own. */
export async function inBatches<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let at = 0; at < items.length; at += 8) {
    results.push(...(await Promise.all(items.slice(at, at + 8).map(work))))
  }
  return results
}
