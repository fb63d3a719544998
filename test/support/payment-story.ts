// The state of a payment's world in short words, for comparison.
import type { World } from './payments.ts'

/** The amounts that the sandbox has charged and refunded. */
export function sums(the: World) {
  const { charges, refunds } = the.moved()
  return [charges, refunds].map((rows) => rows.map((row) => row.amount))
}

/** The status of each attempt, with its reason. */
export function attempts(the: World) {
  const { attempts } = the.payment().view()
  return attempts.map(({ status, reason }) => (reason === null ? status : `${status}: ${reason}`))
}

/** The status of the order and of its payment. */
export function statusOf(the: World) {
  const { orderStatus, payment } = the.order()
  return `${orderStatus}, ${payment.status}`
}
