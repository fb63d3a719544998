// Concurrent payments, and payments while the provider is down: one charge, and the order is paid in the end.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type Shop, until } from '../../support/shop.ts'
import { type OrderAnswer, storyOf } from '../../support/story.ts'

let shop: Shop
let kang: ReturnType<typeof storyOf>

beforeAll(async () => {
  const quick = { PAYMENT_TIMEOUT_MS: '500', PAYMENT_BREAKER_OPEN_MS: '300', PAYMENT_GATE_SHARDS: '1' }
  shop = await openShop({ providerFault: true, vars: { payment: quick } })
  kang = storyOf(shop)
})
afterAll(() => shop.close())

test('a click twenty times over is one charge, and every click gets the same answer', async () => {
  const { orderId, total } = await kang.place()
  const answers = await Promise.all(Array.from({ length: 20 }, () => kang.pay(orderId)))
  expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body])))).toHaveLength(1)
  expect(answers[0]).toMatchObject({ status: 200, body: { orderId, orderStatus: 'payApproved' } })
  await chargedOnce(orderId, total)
})

test.each(['tok_slow', 'tok_lost'])('two tabs with two cards are one charge: %s and another', async (first) => {
  const { orderId, total } = await kang.place()
  const answers = await Promise.all([kang.pay(orderId, first), kang.pay(orderId, 'tok_approved')])
  for (const { status } of answers) expect([200, 202]).toContain(status)
  await kang.reaches(orderId, 'payApproved')
  await chargedOnce(orderId, total)
})

test('two tabs of which one card is declined are one charge, with the other', async () => {
  const { orderId, total } = await kang.place()
  await Promise.all([kang.pay(orderId, 'tok_declined'), kang.pay(orderId, 'tok_approved')])
  await kang.reaches(orderId, 'payApproved')
  await chargedOnce(orderId, total)
})

test('while the provider is gone the shop is degraded, defers without asking it, and ends paid', async () => {
  expect(await readiness()).toEqual({ status: 'ready', payment: 'ready', breakers: { 'sandbox-0': 'closed' } })
  const orders = await Promise.all(Array.from({ length: 6 }, () => kang.place()))
  await shop.providerFault('gone')
  for (const { orderId } of orders) expect([202, 503]).toContain((await kang.pay(orderId)).status)
  await until(readiness, ({ breakers }) => breakers['sandbox-0'] === 'open')
  expect(await readiness()).toMatchObject({ status: 'degraded', payment: 'ready' })

  const { late, answer, probes } = await deferred()
  orders.push(...probes)
  expect(answer).toMatchObject({ status: 503, body: { code: 'payment_overloaded' } })
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  const { orderStatus, payment } = await kang.read(late.orderId)
  expect(orderStatus).toBe('orderStarted')
  // By now it may itself have been the call that tries the provider.
  expect(['deferred', 'unknown']).toContain(payment.status)

  const gates = await shop.call<{ items: { gate: string; turnedAway: number }[] }>('ops', 'GET', '/payments/gates')
  expect(gates).toMatchObject({ status: 200, body: { items: [{ gate: 'sandbox-0', callsMax: 64 }] } })
  expect(gates.body.items[0]?.turnedAway).toBeGreaterThan(0)
  for (const account of ['customer', 'staff', 'courier'] as const) {
    expect((await shop.call(account, 'GET', '/payments/gates')).status).toBe(403)
  }

  await shop.providerFault('none')
  for (const { orderId, total } of [...orders, late]) {
    await kang.reaches(orderId, 'payApproved')
    await chargedOnce(orderId, total)
  }
  expect(await until(readiness, ({ status }) => status === 'ready')).toMatchObject({
    breakers: { 'sandbox-0': 'closed' },
  })
})

async function chargedOnce(orderId: string, total: OrderAnswer['total']) {
  const { charges, refunds } = await kang.ledger(orderId)
  expect([charges.map(({ amount }) => amount), refunds]).toEqual([[total], []])
}

/**
 * An order that was to be paid while the gate lets nobody through. One that was itself the call that tries the provider
 * is not known of until the provider is back, and another is placed.
 */
async function deferred() {
  const probes: OrderAnswer[] = []
  for (;;) {
    const late = await kang.place()
    const answer = await kang.pay(late.orderId)
    if (answer.status === 503) return { late, answer, probes }
    probes.push(late)
  }
}

async function readiness() {
  type Body = { status: string; contexts: Record<string, string>; breakers: Record<string, string> }
  const { body } = await shop.call<Body>(null, 'GET', '/readyz')
  return { status: body.status, payment: body.contexts['payment'], breakers: body.breakers }
}
