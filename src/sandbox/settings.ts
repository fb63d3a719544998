// The sandbox's settings, by its variables.
import type { Config } from '../platform/config.ts'
import type { sandboxConfig } from './config.ts'

type SandboxConfig = Config<typeof sandboxConfig>

export function settingsOf(config: SandboxConfig) {
  return {
    apiKey: config.SANDBOX_API_KEY,
    latencyMs: { min: config.SANDBOX_LATENCY_MS_MIN, max: config.SANDBOX_LATENCY_MS_MAX },
    slowMs: config.SANDBOX_SLOW_MS,
    lostMs: config.SANDBOX_LOST_MS,
  }
}

/** The secret of the webhooks, and how often one is sent that the shop does not receive (0: no webhooks). */
export function webhookSettingsOf(config: SandboxConfig) {
  return { secret: config.SANDBOX_WEBHOOK_SECRET, triesMax: config.SANDBOX_WEBHOOK_TRIES }
}
