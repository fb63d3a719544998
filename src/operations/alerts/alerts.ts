// The alerts as ops see them: list, judge now, silence; and the figures as text.
import type { Alert } from '../../contract/alert.ts'
import type { Caller } from '../../contract/caller.ts'
import type { RequestMeta } from '../../contract/idempotency.ts'
import { type Language, readerOf } from '../../contract/language.ts'
import { accepted, type Result } from '../../contract/result.ts'
import { asLine, reasonLengthMax, reasonWanted } from '../../contract/text.ts'
import { auditStatement } from '../audit-store.ts'
import { collectFigures } from '../figures/collect.ts'
import { openMetricsText } from '../figures/openmetrics.ts'
import { instantOf, instantWanted, invalid } from '../filter.ts'
import { refusalFor } from '../ports.ts'
import { runbookOf } from './channel.ts'
import { type AlertState, unjudged } from './judge.ts'
import { type Rule, rules } from './rules.ts'
import { type AlertPorts, runAlerts } from './run.ts'
import { readSilences, readStates, type Silence, silenceStatement } from './store.ts'

export type AlertServicePorts = AlertPorts & { newId: () => string }

/** A silence ends by itself: nobody forgets an alert for good. */
export const silenceDaysMax = 30
const dayMs = 86_400_000

/** Every rule, and how it was judged last. */
export async function listAlerts(ports: AlertPorts, caller: Caller): Promise<Result<Alert[]>> {
  return refusalFor(caller) ?? accepted(await alertsNow(ports, caller))
}

/** Judge them now, as the clock does each minute. While the clock is at it, they are shown as they are. */
export async function judgeAlerts(ports: AlertPorts, caller: Caller): Promise<Result<Alert[]>> {
  const refusal = refusalFor(caller)
  if (refusal !== null) return refusal
  await runAlerts({ ...ports, dataset: undefined })
  return accepted(await alertsNow(ports, caller))
}

/** Every figure now, as the text of OpenMetrics. */
export async function readMetrics(ports: AlertPorts, caller: Caller): Promise<Result<string>> {
  return refusalFor(caller) ?? accepted(openMetricsText(await collectFigures(ports)))
}

/** Send nothing about a rule until an instant; with null, send again. Null when there is no such rule. */
export async function silenceAlert(
  ports: AlertServicePorts,
  caller: Caller,
  name: string,
  until: string | null,
  reason: string,
  { requestId }: RequestMeta,
): Promise<Result<Alert | null>> {
  const refusal = refusalFor(caller)
  if (refusal !== null) return refusal
  const { database, now, newId, log } = ports
  const end = until === null ? null : instantOf(until)
  if (until !== null && end == null) return invalid('until', instantWanted('until'))
  if (end != null && !isSoon(end, now())) return invalid('until', soonWanted)
  const why = asLine(reason, reasonLengthMax)
  if (why === null) return invalid('reason', reasonWanted)
  const rule = rules.find((one) => one.name === name)
  if (rule === undefined) return accepted(null)
  const before = (await readSilences(database, now())).get(name)?.until ?? null
  const { subject: id, role, name: person } = caller
  const at = new Date(now()).toISOString()
  const act = { auditId: newId(), at, actor: { id, role, name: person }, action: 'silenceAlert', target: name }
  const silence: Silence | null = end == null ? null : { until: end, by: id, reason: why }
  await database.batch([
    auditStatement(database, {
      ...act,
      reason: why,
      before: { until: before },
      after: { until: end ?? null },
      requestId,
    }),
    silenceStatement(database, name, silence),
  ])
  log('alert_silenced', { rule: name, until: end ?? null, by: id })
  const state = (await readStates(database, [rule])).get(name) ?? unjudged
  return accepted(shownAlert(rule, state, silence, readerOf(caller).language))
}

function isSoon(until: string, now: number): boolean {
  const ms = Date.parse(until) - now
  return ms > 0 && ms <= silenceDaysMax * dayMs
}

const soonWanted = {
  en: `"until" must be later than now, and ${silenceDaysMax} days ahead at most.`,
  ko: `"until"은 지금보다 늦고 ${silenceDaysMax}일 이내여야 합니다.`,
}

async function alertsNow({ database, now }: AlertPorts, caller: Caller): Promise<Alert[]> {
  const [states, silences] = await Promise.all([readStates(database, rules), readSilences(database, now())])
  const { language } = readerOf(caller)
  return rules.map((rule) => {
    return shownAlert(rule, states.get(rule.name) ?? unjudged, silences.get(rule.name) ?? null, language)
  })
}

function shownAlert(rule: Rule, state: AlertState, silence: Silence | null, language: Language): Alert {
  const { value, judgedAt, pendingSince, firingSince, recoveredAt } = state
  const instant = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())
  return {
    rule: rule.name,
    severity: rule.severity,
    summary: rule.summary[language],
    state: stateOf(state),
    value,
    threshold: rule.condition.threshold,
    since: instant(firingSince ?? pendingSince),
    recoveredAt: instant(recoveredAt),
    judgedAt: judgedAt === 0 ? null : instant(judgedAt),
    silence,
    runbook: runbookOf(rule),
  }
}

function stateOf({ value, firingSince, pendingSince }: AlertState): Alert['state'] {
  if (firingSince !== null) return 'firing'
  if (pendingSince !== null) return 'pending'
  return value === null ? 'notJudged' : 'ok'
}
