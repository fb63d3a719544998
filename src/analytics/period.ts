// The days of a question: read, and bounded.
import { type Period, type PeriodRequest, periodDaysMax } from '../contract/analytics.ts'
import { type Text, told } from '../contract/language.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import type { DayOf } from './facts.ts'

/** How many days a question is about that names none. */
const usualDays = 30
const dayMs = 86_400_000

const dayOfZone = new Map<string, DayOf>()

/** The days of a time zone. Throws when there is no such zone. */
export function daysIn(timeZone: string): DayOf {
  const known = dayOfZone.get(timeZone)
  if (known !== undefined) return known
  // The Canadian form of a date is that of ISO 8601.
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const dayOf: DayOf = (instant) => format.format(new Date(instant))
  dayOfZone.set(timeZone, dayOf)
  return dayOf
}

/** The period that is asked for, up to `today`; or a refusal that names the field at fault. */
export function readPeriod({ from, to }: PeriodRequest, today: string, timeZone: string): Result<Period> {
  if (to !== null && !isDay(to)) return invalid('to', dayWanted)
  if (from !== null && !isDay(from)) return invalid('from', dayWanted)
  const last = to ?? (from === null || from <= today ? today : from)
  const first = from ?? addDays(last, 1 - usualDays)
  if (first > last) return invalid('from', orderWanted)
  if (addDays(first, periodDaysMax) <= last) return invalid('from', fewerWanted)
  return accepted({ from: first, to: last, timeZone })
}

/** Each day of the period, oldest first. */
export function daysOf({ from, to }: Pick<Period, 'from' | 'to'>): string[] {
  const days: string[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10)
}

/** A day of the calendar. The last years of four digits are left out, since a later day would have five. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const year = Number(text.slice(0, 4))
  const time = Date.parse(text)
  return year >= 1970 && year < 9999 && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

const dayWanted: Text = { en: 'must be a day, as in 2026-11-21', ko: '2026-11-21과 같은 날짜여야 합니다' }
const orderWanted: Text = { en: 'must not be after "to"', ko: '"to"보다 늦을 수 없습니다' }
const fewerWanted: Text = {
  en: `must be at most ${periodDaysMax} days before the end`,
  ko: `기간은 최대 ${periodDaysMax}일입니다`,
}

function invalid(field: 'from' | 'to', text: Text) {
  return refused({
    code: 'invalid_request',
    ...told({ en: `"${field}" ${text.en}.`, ko: `"${field}": ${text.ko}.` }),
    field,
  })
}
