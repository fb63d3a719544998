// Alerts as signed webhooks, after Standard Webhooks 1.0.0: one when an alert begins to fire, one when it is over.
import { secretsIn, sign } from '../../platform/webhook-signature.ts'
import type { Rule } from './rules.ts'

/** `id`: the same for each try, so that the receiver recognises a repeat. Times in epoch milliseconds. */
export type AlertNotice = {
  id: string
  kind: 'firing' | 'recovered'
  rule: Rule
  value: number | null
  since: number
  recoveredAt: number | null
}

/** Throws unless it certainly arrived. */
export type AlertChannel = { send(notice: AlertNotice): Promise<void> }

export type AlertWebhook = {
  url: string
  secret: string
  fetch: (input: string, init: RequestInit) => Promise<Response>
  now: () => number
}

export const alertTimeoutMs = 5_000

/** Without a secret every send throws: nothing leaves unsigned. */
export function alertWebhook({ url, secret, fetch, now }: AlertWebhook): AlertChannel {
  return {
    async send(notice) {
      if (secret === '') throw new Error('ALERT_WEBHOOK_SECRET is not set')
      const body = JSON.stringify(bodyOf(notice))
      const seconds = Math.floor(now() / 1000)
      const signatures = secretsIn(secret).map((one) => sign(one, notice.id, seconds, body))
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': notice.id,
          'webhook-timestamp': String(seconds),
          'webhook-signature': (await Promise.all(signatures)).join(' '),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(alertTimeoutMs),
      })
      await response.body?.cancel()
      if (!response.ok) throw new Error(`the alert webhook answered ${response.status}`)
    },
  }
}

function bodyOf({ kind, rule, value, since, recoveredAt }: AlertNotice) {
  const { name, severity, summary, condition } = rule
  return {
    type: `alert.${kind}`,
    timestamp: new Date(recoveredAt ?? since).toISOString(),
    data: {
      rule: name,
      severity,
      summary: summary.en,
      value,
      threshold: condition.threshold,
      since: new Date(since).toISOString(),
      recoveredAt: recoveredAt === null ? null : new Date(recoveredAt).toISOString(),
      runbook: runbookOf(rule),
    },
  }
}

export function runbookOf({ name }: Rule): string {
  return `docs/operations.md#${name.toLowerCase()}`
}
