// One order's whole life, across calls, queues, alarms and a refund, is one chain that can be followed: `npm run trace`
// prints it, and a collector gets it. The logs tell the same traces.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apart, openCollector } from '../../support/otlp.ts'
import { runScript } from '../../support/run-script.ts'
import { openShop, type Shop, until } from '../../support/shop.ts'
import { kangsForm, type OrderAnswer, storyOf } from '../../support/story.ts'

type Event = { type: string; causationId: string; traceparent: string }

let shop: Shop
let kang: ReturnType<typeof storyOf>
beforeAll(async () => {
  shop = await openShop({ vars: { order: { NOT_TAKEN_SECONDS: '1' } } })
  kang = storyOf(shop)
})
afterAll(() => shop.close())

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'

async function eventsOf(orderId: string): Promise<Event[]> {
  return (await shop.call<{ events: Event[] }>('ops', 'GET', `/orders/${orderId}/events`)).body.events
}

/** An order whose store is late, and whose customer cancels it on the road. */
async function canceledOnTheRoad(): Promise<string> {
  const traceparent = `00-${traceId}-00f067aa0ba902b7-00`
  const form = { ...kangsForm, paymentToken: 'tok_approved' }
  const { orderId } = (await shop.call<OrderAnswer>('customer', 'POST', '/orders', form, { traceparent })).body
  const types = () => kang.history(orderId)
  await until(types, (recorded) => recorded.includes('OrderFlagged'))
  await kang.take(orderId)
  await kang.isOnTheRoad(orderId)
  await kang.cancel(orderId)
  await until(types, (recorded) => recorded.includes('PayCanceled') && recorded.includes('DeliveryCanceled'))
  return orderId
}

test('each event tells its span, and the whole is one chain, printed and exported, that names nobody', async () => {
  const orderId = await canceledOnTheRoad()
  const events = await eventsOf(orderId)
  const traceOf = (type: string) => events.find((event) => event.type === type)?.traceparent.split('-')[1]
  expect([traceOf('OrderPlaced'), traceOf('PayApproved')]).toEqual([traceId, traceId])
  expect(traceOf('DeliveryStarted')).toBe(traceOf('OrderTaken'))
  expect(traceOf('CancelOrderTaken')).toBe(traceOf('OrderCanceled'))
  expect(traceOf('DeliveryCanceled')).toBe(traceOf('OrderCanceled'))
  // Two calls of others, a deadline of the order, and the alarm of the payment begin a trace each.
  const begun = ['OrderPlaced', 'OrderFlagged', 'OrderTaken', 'OrderCanceled', 'PayCanceled'].map(traceOf)
  expect(new Set(begun).size).toBe(5)
  expect(new Set(events.map(({ traceparent }) => traceparent.split('-')[1]))).toEqual(new Set(begun))

  const collector = await openCollector()
  const script = runScript('trace', {}, [], [orderId, '--origin', shop.origin, '--otlp', collector.url])
  const code = await script.ended
  await collector.close()
  expect([code, script.output()]).toEqual([0, expect.stringContaining(`trace ${traceId}\n`)])
  expect(script.output()).toContain(`trace ${traceOf('OrderFlagged')}, follows 2 PayApproved of ${traceId}`)
  const spans = collector.spans()
  expect(spans.length).toBeGreaterThan(8)
  expect(apart(spans)).toEqual([])
  expect(collector.bodies.join()).not.toMatch(/Kang|Gangnam|010-0123/)
})

test('each line that is logged is JSON, and one about an order tells its trace', async () => {
  const { orderId } = await kang.place()
  const [{ traceparent } = { traceparent: '' }] = await eventsOf(orderId)
  const poison = { subject: orderId, traceparent, type: 'homeappliance.order.Unheard', data: { name: 'Kang' } }
  await shop.harness.getWorker('homeappliance-mypage').queue('homeappliance-mypage-events', poison)
  const lines = () => shop.harness.getLogs().map(({ message }) => JSON.parse(message))
  const about = () => lines().filter((line) => line.orderId === orderId)
  await until(
    async () => about(),
    (found) => found.some(({ event }) => event === 'dead_letter_kept'),
  )
  const [, inTrace, spanId] = traceparent.split('-')
  expect(about()).toEqual(about().map((line) => expect.objectContaining({ ...line, correlationId: inTrace, spanId })))
  for (const line of lines()) {
    expect(line).toMatchObject({ context: expect.any(String), event: expect.stringMatching(/^[a-z_]+$/) })
    if ('orderId' in line) expect(line.traceId).toMatch(/^[0-9a-f]{32}$/)
  }
  expect(JSON.stringify(lines())).not.toContain('Kang')
})
