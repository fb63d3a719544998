// Instants as people read them: in their own time zone and language.
import type { Language, Reader } from '../contract/language.ts'

/** An instant (ISO 8601): `1 Nov 2026, 21:00`, `2026. 11. 1. 21:00`. */
export function instantText(at: string, { language, timeZone }: Reader): string {
  return new Intl.DateTimeFormat(locales[language], { ...instantStyle, timeZone }).format(new Date(at))
}

/** The name of the reader's time zone: `Korean Standard Time (UTC+9)`. */
export function zoneText({ language, timeZone }: Reader, now = new Date()): string {
  const name = partOf(locales[language], { timeZoneName: 'long', timeZone }, now)
  const offset = partOf('en', { timeZoneName: 'shortOffset', timeZone }, now).replace('GMT', 'UTC')
  return name.includes(offset) ? name : `${name} (${offset})`
}

function partOf(locale: string, options: Intl.DateTimeFormatOptions, now: Date): string {
  const parts = new Intl.DateTimeFormat(locale, options).formatToParts(now)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
}

const instantStyle = { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' } as const
const locales: Record<Language, string> = { ko: 'ko-KR', en: 'en-GB' }
