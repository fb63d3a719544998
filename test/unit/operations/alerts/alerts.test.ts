// The alerts as ops see and silence them, and nobody else.
import { expect, test } from 'vitest'
import { judgeAlerts, listAlerts, readMetrics, silenceAlert } from '../../../../src/operations/alerts/alerts.ts'
import { listAudit } from '../../../../src/operations/audit-store.ts'
import { alertPorts } from '../../../support/alerts.ts'
import { callers } from '../../../support/callers.ts'
import { openDatabase } from '../../../support/sqlite.ts'

const { ops, staff, courier, customer } = callers
const korean = { ...ops, reader: { language: 'ko', timeZone: 'Asia/Seoul' } } as const
const noon = Date.parse('2026-11-30T12:00:00.000Z')
const request = { requestId: 'req_1', idempotencyKey: null }

function openAlerts() {
  const database = openDatabase('operations')
  const ports = { ...alertPorts(database, () => noon), newId: () => crypto.randomUUID() }
  return { database, ports, audit: async () => (await listAudit(database, {}, { limit: 10, after: null })).items }
}

test.each([staff, courier, customer])('they are not for the role of $role', async (caller) => {
  const { ports, audit } = openAlerts()
  const refused = { ok: false, rejection: { code: 'forbidden' } }
  expect(await listAlerts(ports, caller)).toMatchObject(refused)
  expect(await judgeAlerts(ports, caller)).toMatchObject(refused)
  expect(await readMetrics(ports, caller)).toMatchObject(refused)
  expect(await silenceAlert(ports, caller, 'deadLetters', null, 'a test', request)).toMatchObject(refused)
  expect(await audit()).toEqual([])
})

test('before they are judged nothing is known; afterwards each has its value', async () => {
  const { ports } = openAlerts()
  const one = (result: Awaited<ReturnType<typeof listAlerts>>, rule: string) =>
    result.ok ? result.value.find((alert) => alert.rule === rule) : undefined
  expect(one(await listAlerts(ports, ops), 'deadLetters')).toMatchObject({ state: 'notJudged', judgedAt: null })
  const judged = await judgeAlerts(ports, korean)
  expect(one(judged, 'deadLetters')).toMatchObject({
    state: 'ok',
    value: 0,
    summary: '처리되지 않은 데드 레터가 있습니다.',
    judgedAt: new Date(noon).toISOString(),
  })
  expect(one(judged, 'syntheticOrder')).toMatchObject({ state: 'notJudged', value: null })
})

test('a silence is kept in UTC, shown, audited, and lifted', async () => {
  const { ports, audit } = openAlerts()
  const later = '2026-11-30T14:00:00.000Z'
  const silenced = await silenceAlert(ports, ops, 'deadLetters', '2026-11-30T15:00:00+01:00', ' a test ', request)
  expect(silenced).toMatchObject({ value: { silence: { until: later, by: ops.subject, reason: 'a test' } } })
  const lifted = await silenceAlert(ports, ops, 'deadLetters', null, 'it is over', request)
  expect(lifted).toMatchObject({ value: { silence: null } })
  expect(
    (await audit()).map(({ action, target, reason, before, after }) => [action, target, reason, before, after]),
  ).toEqual(
    expect.arrayContaining([
      ['silenceAlert', 'deadLetters', 'a test', { until: null }, { until: later }],
      ['silenceAlert', 'deadLetters', 'it is over', { until: later }, { until: null }],
    ]),
  )
})

test.each([
  ['an instant that is none', 'tomorrow', 'a test', 'until'],
  ['one that is over', '2026-11-30T12:00:00.000Z', 'a test', 'until'],
  ['one too far ahead', '2026-12-30T12:00:00.001Z', 'a test', 'until'],
  ['no reason', '2026-11-30T13:00:00.000Z', ' ', 'reason'],
])('%s is refused, and nothing is written', async (_, until, reason, field) => {
  const { ports, audit } = openAlerts()
  const refused = await silenceAlert(ports, ops, 'deadLetters', until, reason, request)
  expect(refused).toMatchObject({ rejection: { code: 'invalid_request', field } })
  expect(await audit()).toEqual([])
})

test('a rule that there is not is none', async () => {
  const { ports, audit } = openAlerts()
  expect(await silenceAlert(ports, ops, 'nothing', null, 'a test', request)).toEqual({ ok: true, value: null })
  expect(await audit()).toEqual([])
})
