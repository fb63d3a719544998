// The settings of the sandbox, by its variables.
import { expect, test } from 'vitest'
import { readConfig, type Vars } from '../../../src/platform/config.ts'
import { sandboxConfig } from '../../../src/sandbox/config.ts'
import { settingsOf, webhookSettingsOf } from '../../../src/sandbox/settings.ts'

const vars: Vars<typeof sandboxConfig> = {
  SANDBOX_API_KEY: 'key',
  SANDBOX_LATENCY_MS_MAX: '250',
  SANDBOX_SLOW_MS: '3000',
  SANDBOX_WEBHOOK_SECRET: 'secret',
}

test('a whole configuration is read, what is unset by its default', () => {
  const latencyMs = { min: 0, max: 250 }
  const config = readConfig(sandboxConfig, vars)
  expect(settingsOf(config)).toEqual({ apiKey: 'key', latencyMs, slowMs: 3000, lostMs: 30_000 })
  expect(webhookSettingsOf(config)).toEqual({ secret: 'secret', triesMax: 5 })
})

test.each<[Vars<typeof sandboxConfig>, string]>([
  [{ SANDBOX_LOST_MS: '-1' }, 'SANDBOX_LOST_MS is "-1": it must be a whole number, at least 0'],
  [{ SANDBOX_LATENCY_MS_MIN: '251' }, 'SANDBOX_LATENCY_MS_MAX is below SANDBOX_LATENCY_MS_MIN'],
  [{ SANDBOX_WEBHOOK_TRIES: '10' }, 'SANDBOX_WEBHOOK_TRIES is "10": it must be a whole number from 0 to 9'],
])('with %j it is refused', (change, error) => {
  expect(() => readConfig(sandboxConfig, { ...vars, ...change })).toThrow(error)
})
