// The idempotency key of a charge: the order's id and the number of the attempt to pay it.
import { orderIdIn } from './webhook.ts'

/** Most attempts to pay one order. */
export const attemptsMax = 20

/** The same key for every send of one attempt, so that the provider charges it once. */
export function chargeKey(orderId: string, attempt: number): string {
  return `${orderId}-${attempt}`
}

/** The order that a key of ours belongs to; null for a key that is not ours. */
export function orderOfKey(key: string): string | null {
  return orderIdIn(/^(.+)-[0-9]{1,2}$/.exec(key)?.[1])
}
