// The sandbox's configuration, read from its variables. A missing or wrong variable is one clear error.

export type SandboxVars = {
  SANDBOX_API_KEY: string
  SANDBOX_LATENCY_MS_MIN: string
  SANDBOX_LATENCY_MS_MAX: string
  SANDBOX_SLOW_MS: string
  SANDBOX_LOST_MS: string
  SANDBOX_WEBHOOK_SECRET: string
  SANDBOX_WEBHOOK_TRIES: string
}

export function readSandboxSettings(vars: SandboxVars) {
  if (!vars.SANDBOX_API_KEY) throw new Error('SANDBOX_API_KEY is not set')
  const min = milliseconds('SANDBOX_LATENCY_MS_MIN', vars.SANDBOX_LATENCY_MS_MIN)
  const max = milliseconds('SANDBOX_LATENCY_MS_MAX', vars.SANDBOX_LATENCY_MS_MAX)
  if (max < min) throw new Error('SANDBOX_LATENCY_MS_MAX is below SANDBOX_LATENCY_MS_MIN')
  return {
    apiKey: vars.SANDBOX_API_KEY,
    latencyMs: { min, max },
    slowMs: milliseconds('SANDBOX_SLOW_MS', vars.SANDBOX_SLOW_MS),
    lostMs: milliseconds('SANDBOX_LOST_MS', vars.SANDBOX_LOST_MS),
  }
}

function milliseconds(name: string, value: string): number {
  const number = Number(value)
  if (value === '' || !Number.isInteger(number) || number < 0)
    throw new Error(`${name} is "${value}", not milliseconds`)
  return number
}

/** The secret of the webhooks, and how often one is sent that the shop does not receive (0: no webhooks). */
export function readWebhookSettings(vars: SandboxVars) {
  if (!vars.SANDBOX_WEBHOOK_SECRET) throw new Error('SANDBOX_WEBHOOK_SECRET is not set')
  if (!/^[0-9]$/.test(vars.SANDBOX_WEBHOOK_TRIES)) {
    throw new Error(`SANDBOX_WEBHOOK_TRIES is "${vars.SANDBOX_WEBHOOK_TRIES}", not a number from 0 to 9`)
  }
  return { secret: vars.SANDBOX_WEBHOOK_SECRET, triesMax: Number(vars.SANDBOX_WEBHOOK_TRIES) }
}
