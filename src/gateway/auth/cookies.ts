// The session's cookies: page scripts, other sites and other hosts never see them.
import { parse, serialize } from 'hono/utils/cookie'

export type SessionCookie = 'session' | 'refresh' | `signing-in-${string}`

/** A cookie for this host alone. */
export function setCookie(origin: string, name: SessionCookie, value: string, maxAgeSeconds: number): string {
  const secure = isSecure(origin)
  return serialize(storedName(origin, name), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: maxAgeSeconds,
    secure,
  })
}

export function clearCookie(origin: string, name: SessionCookie): string {
  return setCookie(origin, name, '', 0)
}

export function readCookie(request: Request, origin: string, name: SessionCookie): string | null {
  const stored = storedName(origin, name)
  return parse(request.headers.get('cookie') ?? '', stored)[stored] || null
}

/**
 * Over https it is named `__Host-…`, which browsers hold to Secure, `/` and no domain. On a developer's
 * http://localhost it is not, since not every browser takes that for secure (Chromium does, Safari does not).
 */
function storedName(origin: string, name: SessionCookie): string {
  return isSecure(origin) ? `__Host-${name}` : name
}

function isSecure(origin: string): boolean {
  return origin.startsWith('https:')
}
