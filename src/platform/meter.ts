// Counts in the memory of an isolate what is worth a figure, and hands it to operations now and then: a call costs
// nothing, and an isolate at most one sample a minute (a failure is told within five seconds).
import { type CollectorRpc, type FigureName, type FigureSample, seriesOf } from '../contract/figures.ts'
import { describeFault, type Log } from './log.ts'

export const sampleMs = 60_000
const urgentMs = 5_000

export type Meter = {
  count(name: FigureName, labels?: readonly string[], by?: number): void
  /** Keep the greatest value. */
  peak(name: FigureName, labels: readonly string[], value: number): void
  /** The next sample need not wait for its minute. */
  hurry(): void
  /** Hand over what was counted, when it is time. Throws nothing: what could not be handed over goes with the next. */
  flush(collector: CollectorRpc | undefined, log: Log): Promise<void>
}

/** Call it once, at the top of a Worker. `now`: epoch milliseconds. */
export function meter(now: () => number): Meter {
  let sample: FigureSample = { counts: {}, peaks: {} }
  let isUrgent = false
  let flushedAt = 0

  const add = ({ counts, peaks }: FigureSample) => {
    for (const [series, value] of Object.entries(counts)) sample.counts[series] = (sample.counts[series] ?? 0) + value
    for (const [series, value] of Object.entries(peaks)) {
      sample.peaks[series] = Math.max(sample.peaks[series] ?? 0, value)
    }
  }

  return {
    count(name, labels = [], by = 1) {
      add({ counts: { [seriesOf(name, labels)]: by }, peaks: {} })
    },
    peak(name, labels, value) {
      add({ counts: {}, peaks: { [seriesOf(name, labels)]: value } })
    },
    hurry() {
      isUrgent = true
    },
    async flush(collector, log) {
      const isEmpty = Object.keys(sample.counts).length + Object.keys(sample.peaks).length === 0
      const isDue = now() - flushedAt >= (isUrgent ? urgentMs : sampleMs)
      if (collector === undefined || isEmpty || !isDue) return
      const taken = sample
      sample = { counts: {}, peaks: {} }
      isUrgent = false
      flushedAt = now()
      try {
        await collector.collect(taken)
      } catch (fault) {
        add(taken)
        log('figures_not_sent', { fault: describeFault(fault) })
      }
    },
  }
}
