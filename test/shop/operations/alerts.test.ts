// Figures and alerts over the real Workers: what happens in the shop is counted, judged, and told once by a webhook.
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Alert } from '../../../src/contract/alert.ts'
import { plantDeadLetter } from '../../support/dead-letters.ts'
import { openShop, type Shop, until } from '../../support/shop.ts'
import { storyOf } from '../../support/story.ts'

const secret = `whsec_${Buffer.from('a secret of the alerts').toString('base64')}`
const received: { headers: IncomingHttpHeaders; body: string }[] = []
const receiver = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    received.push({ headers: request.headers, body })
    response.writeHead(204).end()
  })
})

let shop: Shop
let kang: ReturnType<typeof storyOf>

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const { port } = receiver.address() as AddressInfo
  const operations = { ALERT_WEBHOOK_URL: `http://127.0.0.1:${port}/alerts`, ALERT_WEBHOOK_SECRET: secret }
  const payment = { PAYMENT_TIMEOUT_MS: '500', PAYMENT_BREAKER_OPEN_MS: '300', PAYMENT_GATE_SHARDS: '1' }
  const vars = { operations, payment, order: { CONFIRM_SECONDS: '1' } }
  shop = await openShop({ providerFault: true, breakable: ['mypage'], vars })
  kang = storyOf(shop)
})
afterAll(async () => {
  await shop?.close()
  receiver.close()
})

const judged = async () => (await shop.call<{ items: Alert[] }>('ops', 'POST', '/alerts')).body.items
const judgedOne = async (rule: string) => (await judged()).find((alert) => alert.rule === rule)
const metrics = async () => String((await shop.call('ops', 'GET', '/metrics')).body)

/** What was sent about a rule, each verified with the package of the specification. */
const toldOf = (rule: string) =>
  received
    .map(({ headers, body }) => new Webhook(secret).verify(body, headers as Record<string, string>))
    .map((told) => told as { type: string; data: { rule: string; value: number } })
    .filter(({ data }) => data.rule === rule)

test('a dead letter is told once while it is open, and once when it is gone', async () => {
  expect(await judgedOne('deadLetters')).toMatchObject({ state: 'ok', value: 0 })
  const id = await plantDeadLetter(shop)
  expect(await metrics()).toContain('homeappliance_dead_letters{subscriber="delivery"} 1\n')
  expect(await judgedOne('deadLetters')).toMatchObject({ state: 'firing', value: 1 })
  expect(await judgedOne('deadLetters')).toMatchObject({ state: 'firing' })
  expect(toldOf('deadLetters')).toMatchObject([{ type: 'alert.firing', data: { value: 1 } }])
  await shop.call('ops', 'POST', `/deadLetters/${id}/discard`, { reason: 'a test' })
  expect(await judgedOne('deadLetters')).toMatchObject({ state: 'ok', value: 0, recoveredAt: expect.any(String) })
  expect(toldOf('deadLetters')).toMatchObject([{ type: 'alert.firing' }, { type: 'alert.recovered' }])
})

test('while the provider is gone the breaker is open and payments fail; afterwards the breaker is closed', async () => {
  const orders = await Promise.all(Array.from({ length: 8 }, () => kang.place()))
  await shop.providerFault('gone')
  for (const { orderId } of orders) await kang.pay(orderId)
  expect(
    await until(
      () => judgedOne('breakerOpen'),
      (alert) => alert?.state === 'pending',
    ),
  ).toMatchObject({ value: 1 })
  // What was counted is handed over with a later call.
  const failed = async () => {
    await kang.pay((await kang.place()).orderId)
    return await judgedOne('paymentFailures')
  }
  expect((await until(failed, (alert) => alert?.state === 'firing'))?.value).toBeGreaterThan(0.2)
  await shop.providerFault('none')
  for (const { orderId } of orders) await kang.reaches(orderId, 'payApproved')
  expect(
    await until(
      () => judgedOne('breakerOpen'),
      (alert) => alert?.state === 'ok',
    ),
  ).toMatchObject({ value: 0 })
})

test('the figures come from every part of the shop, as OpenMetrics', async () => {
  const answer = await shop.call('ops', 'GET', '/metrics')
  expect(answer.headers.get('content-type')).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8')
  const text = String(answer.body)
  for (const line of [
    '# TYPE homeappliance_payments counter',
    '# TYPE homeappliance_payment_duration_seconds histogram',
    'homeappliance_breaker_open{gate="sandbox-0"} 0',
    'homeappliance_orders_needing_attention{cause="notRefunded"} 0',
    'homeappliance_queue_backlog_messages{subscriber="mypage",queue="homeappliance-mypage-events"} ',
    'homeappliance_orders_of_day{state="paid"} ',
    'homeappliance_calls_total{context="order",outcome="answered"} ',
    'homeappliance_orders_placed_total ',
  ]) {
    expect(text).toContain(line)
  }
  expect(text.endsWith('# EOF\n')).toBe(true)
})

test('a silenced alert is judged and shown, and not sent', async () => {
  const silence = { until: new Date(Date.now() + 3_600_000).toISOString(), reason: 'a planned outage' }
  const before = toldOf('deadLetters').length
  expect((await shop.call('ops', 'POST', '/alerts/deadLetters/silence', silence)).body).toMatchObject({ silence })
  await plantDeadLetter(shop)
  expect(await judgedOne('deadLetters')).toMatchObject({ state: 'firing', silence })
  expect(toldOf('deadLetters')).toHaveLength(before)
  await shop.call('ops', 'POST', '/alerts/deadLetters/silence', { until: null, reason: 'it is over' })
  await judged()
  expect(toldOf('deadLetters')).toHaveLength(before + 1)
  const audit = await shop.call<{ items: object[] }>('ops', 'GET', '/audit?action=silenceAlert')
  expect(audit.body.items).toMatchObject([{ reason: 'it is over' }, { reason: 'a planned outage' }])
})

test('an order tells how long a subscriber that does not answer has been without its events', async () => {
  const lag = async () => /projection_lag_seconds\{subscriber="mypage"\} (\S+)/.exec(await metrics())?.[1]
  expect(await lag()).toBe('0')
  await shop.outage(true)
  await kang.place()
  expect(Number(await until(lag, (seconds) => Number(seconds) > 0))).toBeLessThan(60)
  await shop.outage(false)
})
