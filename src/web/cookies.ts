// The cookies of the shop's pages: page scripts, other sites and other hosts never see them.
import { parse, serialize } from 'hono/utils/cookie'

export type CookieName =
  | 'session'
  | 'refresh'
  | 'flash'
  | 'language'
  | 'zone'
  | `signing-in-${string}`
  | `draft-${string}`

/** How long a browser keeps the chosen language. */
export const languageSeconds = 365 * 24 * 3600

/** A cookie for this host alone. */
export function setCookie(origin: string, name: CookieName, value: string, maxAgeSeconds: number): string {
  const secure = isSecure(origin)
  return serialize(storedName(origin, name), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: maxAgeSeconds,
    secure,
  })
}

export function clearCookie(origin: string, name: CookieName): string {
  return setCookie(origin, name, '', 0)
}

export function readCookie(request: Request, origin: string, name: CookieName): string | null {
  const stored = storedName(origin, name)
  return parse(request.headers.get('cookie') ?? '', stored)[stored] || null
}

/**
 * Over https it is named `__Host-…`, which browsers hold to Secure, `/` and no domain. On a developer's
 * http://localhost it is not, since not every browser takes that for secure (Chromium does, Safari does not).
 */
function storedName(origin: string, name: string): string {
  return isSecure(origin) ? `__Host-${name}` : name
}

function isSecure(origin: string): boolean {
  return origin.startsWith('https:')
}

/** The rest of the name of each cookie whose name begins with `prefix`, and has the form of an id. */
export function cookieIds(request: Request, origin: string, prefix: 'signing-in-' | 'draft-'): string[] {
  const start = storedName(origin, prefix)
  return Object.keys(parse(request.headers.get('cookie') ?? ''))
    .filter((name) => name.startsWith(start))
    .map((name) => name.slice(start.length))
    .filter((id) => cookieIdPattern.test(id))
}

/**
 * Those of a kind that end so that `most` stay when one more is set: the oldest. Browsers send these first (RFC 6265,
 * section 5.4).
 */
export function clearOldest(
  request: Request,
  origin: string,
  prefix: 'signing-in-' | 'draft-',
  most: number,
): string[] {
  const ids = cookieIds(request, origin, prefix)
  return ids.slice(0, Math.max(0, ids.length + 1 - most)).map((id) => clearCookie(origin, `${prefix}${id}`))
}

/** An id that a cookie's name can end with. */
export const cookieIdPattern = /^[A-Za-z0-9_-]{16,64}$/
