// The browser's cookies of a session at the gateway: what the page's scripts, other sites and other paths never see.
import { parse, serialize } from 'hono/utils/cookie'

export type SessionCookie = 'session' | 'refresh' | 'signing-in'

/**
 * A cookie for this host alone. Over https it is named `__Host-…`, which browsers hold to Secure, `/` and no domain; on
 * a developer's http://localhost it cannot be, since not every browser takes that for secure.
 */
export function setCookie(origin: string, name: SessionCookie, value: string, maxAgeSeconds: number): string {
  const common = { path: '/', httpOnly: true, sameSite: 'Lax', maxAge: maxAgeSeconds } as const
  return isSecure(origin)
    ? serialize(name, value, { ...common, secure: true, prefix: 'host' })
    : serialize(name, value, common)
}

export function clearCookie(origin: string, name: SessionCookie): string {
  return setCookie(origin, name, '', 0)
}

export function readCookie(request: Request, origin: string, name: SessionCookie): string | null {
  const stored = `${isSecure(origin) ? '__Host-' : ''}${name}`
  return parse(request.headers.get('cookie') ?? '', stored)[stored] || null
}

function isSecure(origin: string): boolean {
  return origin.startsWith('https:')
}
