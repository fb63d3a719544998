// What a payment's story has come to, in short words.
import type { World } from './payments.ts'

/** The sums that the sandbox says were taken, and given back. */
export function sums(the: World) {
  const { charges, refunds } = the.moved()
  return [charges, refunds].map((rows) => rows.map((row) => row.amount))
}

/** How each attempt stands, with its reason. */
export function attempts(the: World) {
  const { attempts } = the.payment().view()
  return attempts.map(({ status, reason }) => (reason === null ? status : `${status}: ${reason}`))
}

/** How the order stands, and its payment. */
export function statusOf(the: World) {
  const { orderStatus, payment } = the.order()
  return `${orderStatus}, ${payment.status}`
}
