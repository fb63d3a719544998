// Users under load: each places and pays one order after the other, and pays again when told to.
import { setTimeout as delay } from 'node:timers/promises'
import type { Shop } from '../support/shop.ts'
import { kangsForm } from '../support/story.ts'
import type { Answer } from './answers.ts'

/** All answers that the users received, and their orders. */
export type UserLog = { answers: Answer[]; orderIds: Set<string> }

/** `pauseSeconds`: between an order of a user and the next. */
export type Users = { users: number; pauseSeconds: number }

/** Runs all users at the same time until `over` is true; resolves when the last one has an answer. */
export async function runUsers(shop: Shop, users: Users, over: () => boolean, result: UserLog): Promise<void> {
  await Promise.all(
    Array.from({ length: users.users }, (_, user) => customer(shop, user, users.pauseSeconds, over, result)),
  )
}

/** Every second user pays again after the Retry-After of a refusal; the others leave the retry to the shop. */
async function customer(
  shop: Shop,
  user: number,
  pauseSeconds: number,
  over: () => boolean,
  reported: UserLog,
): Promise<void> {
  const comesBack = user % 2 === 0
  // They do not start at the same instant.
  await delay(Math.random() * pauseSeconds * 1000)
  while (!over()) {
    const first = await placeAndPay(shop, reported)
    if (first.status !== 200) {
      await delay((first.retryAfterSeconds ?? 1) * 1000)
      if (comesBack && !over()) await ask(shop, reported, 'pay', first.orderId)
    }
    if (!over()) await delay(pauseSeconds * 1000)
  }
}

/** The answer to paying; to placing, when that failed. */
export async function placeAndPay(shop: Shop, known: UserLog): Promise<Answer> {
  const placed = await ask(shop, known, 'place', null)
  if (placed.orderId === null) return placed
  known.orderIds.add(placed.orderId)
  return await ask(shop, known, 'pay', placed.orderId)
}

async function ask(shop: Shop, result: UserLog, call: Answer['call'], orderId: string | null): Promise<Answer> {
  const startedAt = Date.now()
  const began = performance.now()
  const answered =
    call === 'place'
      ? shop.call<{ orderId?: string }>('customer', 'POST', '/orders', kangsForm)
      : shop.call<{ orderId?: string }>('customer', 'PATCH', `/payments/${orderId}`, payment)
  const answer = await answered.catch(() => null)
  const retryAfter = answer?.headers.get('retry-after') ?? null
  const received = {
    call,
    orderId: orderId ?? answer?.body.orderId ?? null,
    status: answer?.status ?? 0,
    retryAfterSeconds: retryAfter === null ? null : Number(retryAfter),
    startedAt,
    ms: performance.now() - began,
  }
  result.answers.push(received)
  return received
}

const payment = { orderStatus: 'payApproved', paymentToken: 'tok_approved' }
