// After a load: waits until every order has ended, and compares its payments with the provider's ledger.
import { setTimeout as delay } from 'node:timers/promises'
import type { Shop } from '../support/shop.ts'
import type { OrderAnswer, ProviderAnswer } from '../support/story.ts'

export type Settlement = {
  /** How many orders ended how. */
  ends: Record<string, number>
  open: string[]
  /** Orders whose money is not what it should be. */
  wrong: string[]
  sums: { owed: number; captured: number; refunded: number; charged: number; returned: number }
}

type Attempts = { attempts: { status: string }[] }

/** Fewer than the gates let through at once: the reads of the provider's ledger pass them too. */
const askersMax = 100

/** Resolves when all have ended, or the seconds are over; then the rest of them is `open`. */
export async function settle(shop: Shop, orderIds: Iterable<string>, secondsMax: number): Promise<Settlement> {
  const until = Date.now() + secondsMax * 1000
  const ended: Settlement = {
    ends: {},
    open: [...orderIds],
    wrong: [],
    sums: { owed: 0, captured: 0, refunded: 0, charged: 0, returned: 0 },
  }
  for (;;) {
    const asked = ended.open.splice(0)
    await eachOf(asked, askersMax, async (orderId) => {
      if (!(await compareOrder(shop, orderId, ended))) ended.open.push(orderId)
    })
    if (ended.open.length === 0 || Date.now() > until) return ended
    await delay(1000)
  }
}

/** Adds an order that has ended to the sums. False when it has not ended, or cannot be compared yet. */
async function compareOrder(shop: Shop, orderId: string, ended: Settlement): Promise<boolean> {
  const { status, body: order } = await shop.call<OrderAnswer>('ops', 'GET', `/orders/${orderId}`)
  if (status === 404) ended.wrong.push(`${orderId} is lost`)
  if (status !== 200) return status === 404
  if (!(await isAtRest(shop, order))) return false
  const ledger = await shop.call<ProviderAnswer>('ops', 'GET', `/payments/${orderId}/provider`)
  if (ledger.status !== 200) return false
  const money = {
    owed: order.orderStatus === 'payApproved' ? order.total.amount : 0,
    captured: order.payment.captured.amount,
    refunded: order.payment.refunded.amount,
    charged: sum(ledger.body.charges),
    returned: sum(ledger.body.refunds),
  }
  for (const key of ['owed', 'captured', 'refunded', 'charged', 'returned'] as const) ended.sums[key] += money[key]
  const agrees = money.captured === money.charged && money.refunded === money.returned
  const isRight = agrees && money.captured - money.refunded === money.owed && ledger.body.charges.length <= 1
  if (!isRight) ended.wrong.push(`${orderId} is ${order.orderStatus}: ${JSON.stringify(money)}`)
  ended.ends[order.orderStatus] = (ended.ends[order.orderStatus] ?? 0) + 1
  return true
}

/** Paid, or canceled: unpaid or refunded, and with no attempt of unknown result. */
async function isAtRest(shop: Shop, order: OrderAnswer): Promise<boolean> {
  if (order.orderStatus === 'payApproved') return true
  if (order.orderStatus !== 'orderCanceled' && order.orderStatus !== 'payCanceled') return false
  const { body } = await shop.call<Attempts>('ops', 'GET', `/payments/${order.orderId}`)
  return body.attempts.every(({ status }) => status === 'approved' || status === 'declined')
}

function sum(entries: { amount: { amount: number } }[]): number {
  return entries.reduce((total, { amount }) => total + amount.amount, 0)
}

/** Runs `work` on all of them, so many at a time. */
export async function eachOf<T>(all: readonly T[], atOnce: number, work: (one: T) => Promise<void>): Promise<void> {
  const left = all.values()
  const asker = async () => {
    for (const one of left) await work(one)
  }
  await Promise.all(Array.from({ length: atOnce }, asker))
}
