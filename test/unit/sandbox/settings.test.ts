// The configuration of the sandbox: read whole, or refused in one line that names the variable.
import { expect, test } from 'vitest'
import { readSandboxSettings, readWebhookSettings, type SandboxVars } from '../../../src/sandbox/settings.ts'

const vars: SandboxVars = {
  SANDBOX_API_KEY: 'key',
  SANDBOX_LATENCY_MS_MIN: '0',
  SANDBOX_LATENCY_MS_MAX: '250',
  SANDBOX_SLOW_MS: '3000',
  SANDBOX_LOST_MS: '30000',
  SANDBOX_WEBHOOK_SECRET: 'secret',
  SANDBOX_WEBHOOK_TRIES: '5',
}

test('a whole configuration is read', () => {
  const latencyMs = { min: 0, max: 250 }
  expect(readSandboxSettings(vars)).toEqual({ apiKey: 'key', latencyMs, slowMs: 3000, lostMs: 30_000 })
  expect(readWebhookSettings(vars)).toEqual({ secret: 'secret', triesMax: 5 })
  expect(readWebhookSettings({ ...vars, SANDBOX_WEBHOOK_TRIES: '0' })).toMatchObject({ triesMax: 0 })
})

test.each<[Partial<SandboxVars>, string]>([
  [{ SANDBOX_API_KEY: '' }, 'SANDBOX_API_KEY is not set'],
  [{ SANDBOX_SLOW_MS: '' }, 'SANDBOX_SLOW_MS is "", not milliseconds'],
  [{ SANDBOX_LOST_MS: '-1' }, 'SANDBOX_LOST_MS is "-1", not milliseconds'],
  [{ SANDBOX_LATENCY_MS_MIN: '1.5' }, 'SANDBOX_LATENCY_MS_MIN is "1.5", not milliseconds'],
  [{ SANDBOX_LATENCY_MS_MAX: '2s' }, 'SANDBOX_LATENCY_MS_MAX is "2s", not milliseconds'],
  [{ SANDBOX_LATENCY_MS_MIN: '251' }, 'SANDBOX_LATENCY_MS_MAX is below SANDBOX_LATENCY_MS_MIN'],
])('with %j it is refused', (change, error) => {
  expect(() => readSandboxSettings({ ...vars, ...change })).toThrow(error)
})

test.each<[Partial<SandboxVars>, string]>([
  [{ SANDBOX_WEBHOOK_SECRET: '' }, 'SANDBOX_WEBHOOK_SECRET is not set'],
  [{ SANDBOX_WEBHOOK_TRIES: '10' }, 'SANDBOX_WEBHOOK_TRIES is "10", not a number from 0 to 9'],
  [{ SANDBOX_WEBHOOK_TRIES: '' }, 'SANDBOX_WEBHOOK_TRIES is "", not a number from 0 to 9'],
])('with %j the webhooks are refused', (change, error) => {
  expect(() => readWebhookSettings({ ...vars, ...change })).toThrow(error)
})
