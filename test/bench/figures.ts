// The figures of a bench and the verdicts on them: rates, percentiles, ratios, targets. Pure.
import { quantile } from './answers.ts'

/** A load that has ended: `ms` has one entry for each call answered as it should be. */
export type Load = { clients: number; seconds: number; ms: number[]; errors: Record<string, number> }

/** A load and what it cost. `cpuMs`: of the runtime, until it was at rest again; null where it cannot be read. */
export type Round = Load & { cpuMs: number | null }

export type Figures = {
  calls: number
  perSecond: number
  p50Ms: number
  p99Ms: number
  errors: Record<string, number>
  cpuMsPerCall: number | null
}

/** A target that is missed is reported; a promise that is broken is a fault. */
export type Verdict = { kind: 'promise' | 'target'; what: string; kept: boolean; figure: string }

export function rateOf({ ms, seconds }: Load): number {
  return seconds > 0 ? ms.length / seconds : Number.NaN
}

/** The rounds of one subject as one: the middle rate, and the percentiles of all calls. */
export function summarize(rounds: readonly Round[]): Figures {
  const ms = rounds.flatMap((round) => round.ms)
  const cpu = rounds.map(({ cpuMs }) => cpuMs)
  const isKnown = cpu.every((value) => value !== null)
  return {
    calls: ms.length,
    perSecond: median(rounds.map(rateOf)),
    p50Ms: quantile(ms, 0.5),
    p99Ms: quantile(ms, 0.99),
    errors: added(rounds.map(({ errors }) => errors)),
    cpuMsPerCall: isKnown ? cpu.reduce((sum, value) => sum + value, 0) / ms.length : null,
  }
}

/** The median of the ratios of adjacent rounds, which cancels a slow drift of the machine. */
export function medianRatio(subject: readonly Round[], floor: readonly Round[]): number {
  return median(ratios(subject, floor, rateOf))
}

/** The same for the middle answer's time. */
export function medianP50Ratio(subject: readonly Round[], base: readonly Round[]): number {
  return median(ratios(subject, base, ({ ms }) => quantile(ms, 0.5)))
}

function ratios(subject: readonly Round[], floor: readonly Round[], of: (round: Round) => number): number[] {
  if (subject.length !== floor.length) throw new Error('each round of a subject needs one of its floor')
  return subject.map((round, index) => of(round) / of(floor[index] ?? round))
}

/** The mean of the middle two for an even number; NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2
}

export function added(all: readonly Record<string, number>[]): Record<string, number> {
  const sum: Record<string, number> = {}
  for (const [name, count] of all.flatMap((one) => Object.entries(one))) sum[name] = (sum[name] ?? 0) + count
  return sum
}

/** Whether a figure reaches its target. What could not be measured does not. */
export function atLeast(what: string, value: number, min: number, unit = ''): Verdict {
  return { kind: 'target', what: `${what} ≥ ${min}${unit}`, kept: value >= min, figure: `${round(value)}${unit}` }
}

export function atMost(what: string, value: number, max: number, unit = ''): Verdict {
  return { kind: 'target', what: `${what} ≤ ${max}${unit}`, kept: value <= max, figure: `${round(value)}${unit}` }
}

export function promised(what: string, kept: boolean, figure: string): Verdict {
  return { kind: 'promise', what, kept, figure }
}

/** The exit code of a run: a broken promise weighs more than a missed target. */
export function exitCodeOf(verdicts: readonly Verdict[]): 0 | 1 | 3 {
  const failed = verdicts.filter(({ kept }) => !kept)
  if (failed.length === 0) return 0
  return failed.some(({ kind }) => kind === 'promise') ? 1 : 3
}

/** Three digits are enough on a machine that other programs use too. */
export function round(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toFixed(digits)
}
