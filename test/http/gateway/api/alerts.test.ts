// /metrics and /alerts: the figures as text, the alerts judged by hand, and a silence, for ops alone.
import { expect, test } from 'vitest'
import { httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()
const itemsOf = (body: Record<string, unknown>) => body['items'] as { rule: string; state: string }[]

test('the figures are text of OpenMetrics', async () => {
  const { status, headers, body } = await shop.call('ops', 'GET', '/metrics')
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8')
  expect(String(body['text'])).toMatch(/^# TYPE homeappliance_[\s\S]*# EOF\n$/)
})

test('they are judged by a call, listed, and silenced', async () => {
  const judged = await shop.call('ops', 'POST', '/alerts')
  expect(itemsOf(judged.body).find(({ rule }) => rule === 'outboxOld')?.state).toBe('ok')
  expect((await shop.call('ops', 'GET', '/alerts')).body).toEqual(judged.body)
  const until = new Date(shop.clock.now() + 60_000).toISOString()
  const body = { until, reason: 'a planned outage' }
  const silenced = await shop.call('ops', 'POST', '/alerts/deadLetters/silence', { body })
  expect([silenced.status, silenced.body]).toMatchObject([200, { rule: 'deadLetters', silence: { until } }])
  const lifted = await shop.call('ops', 'POST', '/alerts/deadLetters/silence', {
    body: { until: null, reason: 'over' },
  })
  expect(lifted.body['silence']).toBeNull()
})

test.each([
  ['/alerts/nothing/silence', { until: null, reason: 'a test' }, 404, 'not_found'],
  ['/alerts/deadLetters/silence', { until: 'tomorrow', reason: 'a test' }, 422, 'invalid_request'],
  ['/alerts/deadLetters/silence', { until: '2020-01-01T00:00:00Z', reason: 'a test' }, 422, 'invalid_request'],
  ['/alerts/deadLetters/silence', { until: null }, 422, 'invalid_request'],
])('POST %s %j is refused', async (path, body, status, code) => {
  const answer = await shop.call('ops', 'POST', path, { body })
  expect([answer.status, answer.body['code']]).toEqual([status, code])
})

test.each([
  ['GET', '/metrics'],
  ['GET', '/alerts'],
  ['POST', '/alerts'],
])('%s %s is for ops alone', async (method, path) => {
  for (const who of ['staff', 'courier', 'customer'] as const)
    expect((await shop.call(who, method, path)).body['code']).toBe('role_not_allowed')
  expect((await shop.call(null, method, path)).body['code']).toBe('token_missing')
})
