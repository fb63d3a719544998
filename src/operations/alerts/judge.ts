// Judges a rule by the figures, and what follows for its alert: it waits, fires, is over, and is told once each. Pure.
import * as z from 'zod'
import { type Figure, seriesOf } from '../../contract/figures.ts'
import type { Before } from '../figures/store.ts'
import type { Rule } from './rules.ts'

/** `value` null: the figure could not be read, so nothing is judged. */
export type Reading = { value: number; isOver: boolean } | { value: null }

/**
 * `pendingSince`: since when its condition holds. `recoveredAt`: when it was over last. `notice`: what is still to be
 * sent, and how often that was tried. `isTold`: its beginning was sent, so its end must be. Epoch milliseconds.
 */
export const alertStateSchema = z.object({
  value: z.number().nullable(),
  judgedAt: z.int(),
  pendingSince: z.int().nullable(),
  firingSince: z.int().nullable(),
  recoveredAt: z.int().nullable(),
  notice: z.object({ kind: z.enum(['firing', 'recovered']), since: z.int(), tries: z.int() }).nullable(),
  isTold: z.boolean(),
})
export type AlertState = z.infer<typeof alertStateSchema>

export const unjudged: AlertState = {
  value: null,
  judgedAt: 0,
  pendingSince: null,
  firingSince: null,
  recoveredAt: null,
  notice: null,
  isTold: false,
}

export function readRule({ condition }: Rule, figures: readonly Figure[], before: Before): Reading {
  const series = figures.filter(({ name }) => name === condition.figure)
  if (condition.kind === 'above') {
    const { labels, threshold } = condition
    const values = series.filter((one) => labels === undefined || labels.includes(one.labels[0] ?? ''))
    if (values.length === 0) return { value: null }
    const value = Math.max(...values.map((one) => one.value))
    return { value, isOver: value > threshold }
  }
  const grown = (labels: readonly string[], window: number) =>
    labels.reduce((sum, label) => {
      const now = series.find((one) => one.labels.join('|') === label)?.value ?? 0
      return sum + now - (before.get(window)?.[seriesOf(condition.figure, [label])] ?? 0)
    }, 0)
  const shares = condition.windows.map((window) => {
    const failed = grown(condition.failed, window)
    const all = grown(condition.all, window)
    return { failed, share: all <= 0 ? 0 : failed / all }
  })
  const [longest] = shares
  const isOver = shares.every(({ share }) => share > condition.threshold)
  return { value: longest?.share ?? 0, isOver: isOver && (longest?.failed ?? 0) >= condition.failedMin }
}

/** The alert after a reading. While there is no reading, it stays as it is. */
export function judge(rule: Rule, state: AlertState, reading: Reading, now: number): AlertState {
  const judged = { ...state, value: reading.value, judgedAt: now }
  if (reading.value === null) return judged
  if (!reading.isOver) return state.firingSince === null ? { ...judged, pendingSince: null } : recovered(judged, now)
  const pendingSince = state.pendingSince ?? now
  if (state.firingSince !== null || now - pendingSince < rule.forSeconds * 1000) return { ...judged, pendingSince }
  const notice = { kind: 'firing', since: now, tries: 0 } as const
  return { ...judged, pendingSince, firingSince: now, recoveredAt: null, notice, isTold: false }
}

/** One whose beginning was not sent is over in silence. */
function recovered(state: AlertState, now: number): AlertState {
  const notice =
    state.isTold && state.firingSince !== null
      ? ({ kind: 'recovered', since: state.firingSince, tries: 0 } as const)
      : null
  return { ...state, pendingSince: null, firingSince: null, recoveredAt: now, notice, isTold: false }
}
