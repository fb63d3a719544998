// How a person reads the shop's pages: the language and the time zone, from the request, and given to every component.
import { createContext, useContext } from 'hono/jsx'
import { parseAccept } from 'hono/utils/accept'
import { defaultReader, type Language, languages, type Reader } from '../contract/language.ts'
import { readCookie } from './cookies.ts'

/** The reader that an account states, as far as it does. */
export type AccountReader = Partial<Reader>

/**
 * The language: as chosen in this browser (the switch of every page), else the account's, else what the browser asks
 * for (RFC 9110, section 12.5.4). The time zone: the account's, else the browser's, which a script tells.
 */
export function readerOfRequest(request: Request, account: AccountReader = {}): Reader {
  const { origin } = new URL(request.url)
  const chosen = asLanguage(readCookie(request, origin, 'language'))
  return {
    language: chosen ?? account.language ?? acceptedLanguage(request.headers.get('accept-language')),
    timeZone: account.timeZone ?? asTimeZone(readCookie(request, origin, 'zone')) ?? defaultReader.timeZone,
  }
}

/** The first that the client prefers; regions (`ko-KR`) do not count. */
export function acceptedLanguage(header: string | null): Language {
  const wanted = parseAccept(header ?? '').filter(({ q }) => q > 0)
  for (const { type } of wanted) {
    const language = asLanguage(type.toLowerCase().split('-')[0] ?? '')
    if (language !== null) return language
  }
  return defaultReader.language
}

export function asLanguage(text: string | null): Language | null {
  return languages.find((language) => language === text) ?? null
}

/** Null for a name that no time zone has. */
export function asTimeZone(name: string | null): string | null {
  if (name === null || !/^[A-Za-z0-9_+/-]{1,64}$/.test(name)) return null
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    return null
  }
}

/** `renderPage` provides it. */
export const ReaderContext = createContext<Reader>(defaultReader)

export function useReader(): Reader {
  return useContext(ReaderContext)
}

/** The texts of a catalog in the reader's language. For components; a page's function takes them by `readerOf`. */
export function useTexts<T>(texts: Record<Language, T>): T {
  return texts[useReader().language]
}
