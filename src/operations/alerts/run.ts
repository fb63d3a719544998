// One run over all rules, by the clock or by hand: collect the figures, judge, write down, send what is to be sent.
import type { Figure } from '../../contract/figures.ts'
import { describeFault } from '../../platform/log.ts'
import { collectFigures, type FigurePorts } from '../figures/collect.ts'
import { type Dataset, dataPointsOf } from '../figures/data-points.ts'
import { readBefore } from '../figures/store.ts'
import type { AlertChannel } from './channel.ts'
import { type AlertState, judge, readRule, unjudged } from './judge.ts'
import { type Rule, rules, windowsOfRules } from './rules.ts'
import { endTurn, readSilences, readStates, stateStatement, takeTurn } from './store.ts'

/** `dataset`: only for the runs of the clock, one a minute. `channel` null: alerts are shown and logged only. */
export type AlertPorts = FigurePorts & { dataset: Dataset | undefined; channel: AlertChannel | null }

/** A notice that was not sent is tried again at each run, for about an hour. */
export const triesMax = 60

/** Judge every rule now. While another run is at it, nothing is done. */
export async function runAlerts(ports: AlertPorts): Promise<void> {
  const { database, dataset, now } = ports
  if (!(await takeTurn(database, now()))) return
  try {
    const figures = await collectFigures(ports)
    const lastMinute = (await readBefore(database, [60], now())).get(60) ?? {}
    for (const point of dataPointsOf(figures, lastMinute)) dataset?.writeDataPoint(point)
    const judged = await judgeAll(ports, figures)
    const silences = await readSilences(database, now())
    for (const [rule, state] of judged) {
      const isSilent = silences.has(rule.name)
      const after = await sendNotice(ports, rule, state, isSilent)
      if (after !== state) await stateStatement(database, rule.name, after).run()
    }
  } finally {
    await endTurn(database)
  }
}

/** The states are written before anything is sent: a run that is cut off goes on with the same notices. */
async function judgeAll({ database, now, log }: AlertPorts, figures: readonly Figure[]): Promise<[Rule, AlertState][]> {
  const [states, before] = await Promise.all([readStates(database, rules), readBefore(database, windowsOfRules, now())])
  const judged = rules.map((rule): [Rule, AlertState] => {
    const state = states.get(rule.name) ?? unjudged
    const after = judge(rule, state, readRule(rule, figures, before), now())
    if (state.firingSince === null && after.firingSince !== null) log('alert_firing', { rule: rule.name })
    if (state.firingSince !== null && after.firingSince === null) log('alert_recovered', { rule: rule.name })
    return [rule, after]
  })
  await database.batch(judged.map(([{ name }, state]) => stateStatement(database, name, state)))
  return judged
}

/** The state after its notice was sent, or tried. A silence holds back a beginning, not the end of what was told. */
async function sendNotice(
  { channel, log }: AlertPorts,
  rule: Rule,
  state: AlertState,
  isSilent: boolean,
): Promise<AlertState> {
  const { notice, value, recoveredAt } = state
  if (notice === null || (notice.kind === 'firing' && isSilent)) return state
  const { kind, since, tries } = notice
  const sent = { ...state, notice: null, isTold: kind === 'firing' }
  if (channel === null) return sent
  const id = `alert_${rule.name}_${since}_${kind}`
  try {
    await channel.send({ id, kind, rule, value, since, recoveredAt })
    return sent
  } catch (fault) {
    const isLast = tries + 1 >= triesMax
    log('alert_not_sent', { rule: rule.name, kind, tries: tries + 1, isLast, fault: describeFault(fault) })
    return isLast ? { ...state, notice: null } : { ...state, notice: { ...notice, tries: tries + 1 } }
  }
}
