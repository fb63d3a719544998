// What ops see of an alert: its state in words, a short value, and what is not there yet.
import { expect, test } from 'vitest'
import type { Alert } from '../../../src/contract/alert.ts'
import { alertsPage } from '../../../src/operations/alerts-view.tsx'
import { renderPage } from '../../../src/web/page.tsx'
import { callers } from '../../support/callers.ts'

const alert: Alert = {
  ...{ rule: 'paymentFailures', severity: 'page', summary: 'Payments fail.', state: 'ok', threshold: 0.2 },
  ...{ value: 0.123456, since: null, recoveredAt: null, judgedAt: null, silence: null, runbook: '' },
} as const

async function htmlOf(...alerts: Alert[]): Promise<string> {
  const input = { rule: '', hours: '', reason: '' }
  return await (await renderPage(alertsPage(callers.ops, { alerts, input, flash: null, fault: null }))).text()
}

test.each([
  [{}, 'OK', '0.123 / 0.2'],
  [{ state: 'firing', value: 3, threshold: 0 }, 'Firing', '3 / 0'],
  [{ state: 'pending', value: 1 }, 'Pending', '1 / 0.2'],
  [{ state: 'notJudged', value: null }, 'Not judged', '– / 0.2'],
] as const)('%j is told as %s', async (told, state, value) => {
  const html = await htmlOf({ ...alert, ...told })
  expect(html).toContain(`>${state}</span>`)
  expect(html).toContain(value)
})
