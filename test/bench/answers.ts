// The answers of a load, counted and measured. Times are epoch milliseconds. Pure.

export type Answer = {
  call: 'place' | 'pay'
  orderId: string | null
  /** 0: none came. */
  status: number
  /** The header in seconds; null when there was none. */
  retryAfterSeconds: number | null
  startedAt: number
  ms: number
}

/** The answers to calls made from `from` on and before `to`. */
export function between(answers: readonly Answer[], from: number, to: number): Answer[] {
  return answers.filter(({ startedAt }) => startedAt >= from && startedAt < to)
}

/** Placed, paid, or told to come back, and when: nothing else is an answer a customer should get here. */
export function isAsDesigned({ call, status, retryAfterSeconds }: Answer): boolean {
  if (call === 'place') return status === 201
  if (status === 200) return true
  return (status === 202 || status === 503) && retryAfterSeconds !== null && retryAfterSeconds > 0
}

/** One line for each call and status: how many, and how long they took. */
export function tableOf(answers: readonly Answer[]): string[] {
  const groups = Map.groupBy(answers, ({ call, status }) => `${call} ${status}`)
  const rows = [...groups].sort(([one], [other]) => one.localeCompare(other))
  return rows.map(([name, group]) => {
    const ms = group.map((answer) => answer.ms)
    const [median, p95, p99] = [0.5, 0.95, 0.99].map((share) => `${Math.round(quantile(ms, share)).toString()} ms`)
    return `  ${name.padEnd(10)} ${String(group.length).padStart(7)}   median ${median}   p95 ${p95}   p99 ${p99}`
  })
}

/** The smallest value that is not exceeded by this share of them; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** Milliseconds after `from` at which the first whole second began in which most who paid were told `paid`. */
export function flowsAfter(answers: readonly Answer[], from: number, to: number): number | null {
  for (let second = from; second + 1000 <= to; second += 100) {
    const paying = between(answers, second, second + 1000).filter(({ call }) => call === 'pay')
    const paid = paying.filter(({ status }) => status === 200)
    if (paying.length > 0 && paid.length > paying.length / 2) return second - from
  }
  return null
}

export function msOf(answers: readonly Answer[]): number[] {
  return answers.map(({ ms }) => ms)
}
