// The store of the figures: samples as they come, their sums, and the sums of each minute of the last days.
import * as z from 'zod'
import { type Figure, type FigureSample, figureOf } from '../../contract/figures.ts'
import { subscribers } from '../../contract/routing.ts'
import type { Database, SqlRow } from '../../platform/database.ts'

const minuteMs = 60_000
/** The longest window of a rule, and an hour. */
const historyMs = 73 * 3_600_000
/** A peak counts in its own minute and the two after it. */
export const peakMinutes = 3
/** Most samples that wait, most series of a sample, and most letters that are counted. */
export const samplesMax = 10_000
export const seriesMax = 200
export const lettersMax = 1000

const valuesSchema = z.record(z.string().max(200), z.number().nonnegative())
const sampleSchema = z
  .object({ counts: valuesSchema, peaks: valuesSchema })
  .refine(({ counts, peaks }) => Object.keys(counts).length + Object.keys(peaks).length <= seriesMax)

/** Keep a sample. While too many wait, it is left out. Throws ZodError when it is none. `now`: epoch milliseconds. */
export async function addSample(database: Database, sample: FigureSample, now: number): Promise<void> {
  const { counts, peaks } = sampleSchema.parse(sample)
  await database
    .prepare(
      `INSERT INTO figure_samples (at, counts, peaks) SELECT ?, ?, ?
       WHERE COALESCE((SELECT MAX(sample_id) FROM figure_samples), 0) < ?`,
    )
    .bind(now, JSON.stringify(counts), JSON.stringify(peaks), samplesMax)
    .run()
}

/** Sum up the samples that wait, each once, and keep the sums of this minute. One transaction. */
export async function foldSamples(database: Database, now: number): Promise<void> {
  const minute = minuteOf(now)
  await database.batch([
    database.prepare(
      `INSERT INTO figure_counters (series, value)
       SELECT counted.key, SUM(counted.value) FROM figure_samples, json_each(counts) AS counted
       WHERE true GROUP BY counted.key
       ON CONFLICT (series) DO UPDATE SET value = value + excluded.value`,
    ),
    database.prepare(
      `INSERT INTO figure_peaks (minute, series, value)
       SELECT at - at % ${minuteMs}, seen.key, MAX(seen.value) FROM figure_samples, json_each(peaks) AS seen
       WHERE true GROUP BY 1, 2
       ON CONFLICT (minute, series) DO UPDATE SET value = MAX(value, excluded.value)`,
    ),
    database.prepare('DELETE FROM figure_samples'),
    database
      .prepare(
        `INSERT INTO figure_history (at, counters) SELECT ?, json_group_object(series, value) FROM figure_counters
         WHERE true ON CONFLICT (at) DO UPDATE SET counters = excluded.counters`,
      )
      .bind(minute),
    database.prepare('DELETE FROM figure_history WHERE at < ?').bind(minute - historyMs),
    database.prepare('DELETE FROM figure_peaks WHERE minute < ?').bind(minute - peakMinutes * minuteMs),
  ])
}

/** The sums, and the peaks of the last minutes. */
export async function readFigures(database: Database, now: number): Promise<Figure[]> {
  const sql = `SELECT series, value FROM figure_counters
    UNION ALL SELECT series, MAX(value) FROM figure_peaks WHERE minute > ? GROUP BY series`
  const { results } = await database
    .prepare(sql)
    .bind(minuteOf(now) - peakMinutes * minuteMs)
    .all()
  return results.flatMap((row) => figureOf(String(row['series']), Number(row['value'])) ?? [])
}

/** By window (seconds): the sums as they were when it began, by series. None when the shop is younger than that. */
export type Before = ReadonlyMap<number, Readonly<Record<string, number>>>

/** One query, which reads one row for each window. */
export async function readBefore(database: Database, windows: readonly number[], now: number): Promise<Before> {
  const at = 'SELECT counters FROM figure_history WHERE at <= ? ORDER BY at DESC LIMIT 1'
  const columns = windows.map((seconds) => `(${at}) AS w${seconds}`)
  const begins = windows.map((seconds) => now - seconds * 1000)
  const [row] = (
    await database
      .prepare(`SELECT ${columns.join(', ')}`)
      .bind(...begins)
      .all()
  ).results
  return new Map(windows.map((seconds) => [seconds, countersIn(row, `w${seconds}`)]))
}

function countersIn(row: SqlRow | undefined, column: string): Record<string, number> {
  const text = row?.[column]
  return typeof text === 'string' ? valuesSchema.parse(JSON.parse(text)) : {}
}

/** The open dead letters of each subscriber, of the newest `lettersMax`. */
export async function countOpenLetters(database: Database): Promise<Figure[]> {
  const sql = `SELECT subscriber, COUNT(*) AS number FROM
    (SELECT subscriber FROM dead_letters WHERE state = 'open' ORDER BY died_at DESC LIMIT ${lettersMax})
    GROUP BY subscriber`
  const { results } = await database.prepare(sql).all()
  const found = new Map(results.map((row) => [String(row['subscriber']), Number(row['number'])]))
  const names = new Set<string>([...subscribers, ...found.keys()])
  return [...names].map((name) => ({
    name: 'homeappliance_dead_letters',
    labels: [name],
    value: found.get(name) ?? 0,
  }))
}

function minuteOf(now: number): number {
  return now - (now % minuteMs)
}
