// Alerts as signed webhooks, after Standard Webhooks 1.0.0: one when an alert begins to fire, one when it is over.
import { postSigned, type WebhookTarget } from '../../platform/webhook-signature.ts'
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

export const alertTimeoutMs = 5_000

/** Without a secret every send throws: nothing leaves unsigned. */
export function alertWebhook(webhook: WebhookTarget): AlertChannel {
  return {
    async send(notice) {
      if (webhook.secret === '') throw new Error('ALERT_WEBHOOK_SECRET is not set')
      const sent = { id: notice.id, value: bodyOf(notice), timeoutMs: alertTimeoutMs }
      const response = await postSigned(webhook, sent)
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
