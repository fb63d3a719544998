// The options of the benches on the command line, and their results.
import type { Verdict } from './figures.ts'
import type { Table } from './table.ts'

export type BenchOptions = {
  /** How many clients at once, one load after the other. */
  clients: readonly number[]
  /** Of a round, or of the whole load where there is one; null for the bench's own. */
  seconds: number | null
  rounds: number
  /** Of the soak. */
  minutes: number
  /** Of the outage. */
  orders: number
  /** Of the tables, from small to large. */
  rows: readonly number[]
  /** Of the load on the provider. */
  users: number
  pauseSeconds: number
}

/** `data`: every figure, for the JSON file. */
export type BenchResult = { tables: Table[]; verdicts: Verdict[]; data: unknown }

export const defaults: BenchOptions = {
  clients: [1, 16, 64],
  seconds: null,
  rounds: 3,
  minutes: 5,
  orders: 2000,
  rows: [1000, 100_000, 1_000_000],
  users: 100,
  pauseSeconds: 4,
}

/** Why a run cannot begin, in one line. */
export class OptionRefused extends Error {
  override readonly name = 'OptionRefused'
}

/** A whole number from `min` to `max`. Throws OptionRefused. */
export function wholeNumber(name: string, text: string, min: number, max: number): number {
  const number = Number(text)
  if (/^\d+$/.test(text) && number >= min && number <= max) return number
  throw new OptionRefused(`--${name} must be a whole number from ${min} to ${max}, not "${text}"`)
}

/** Whole numbers with commas between them, growing. Throws OptionRefused. */
export function wholeNumbers(name: string, text: string, min: number, max: number): number[] {
  const numbers = text.split(',').map((part) => wholeNumber(name, part.trim(), min, max))
  if (numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0))) return numbers
  throw new OptionRefused(`--${name} must be numbers that grow, as in 1,16,64, not "${text}"`)
}
