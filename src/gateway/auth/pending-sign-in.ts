// The sign-ins that a browser has begun: a cookie for each, so that several tabs sign in side by side.
import { clearCookie, clearOldest, cookieIdPattern, readCookie, setCookie } from '../../web/cookies.ts'

/** What the state says of a sign-in (RFC 6749, section 4.1.1). Anybody can write one: only its cookie proves it. */
export type SignInState = {
  /** Names the cookie. */
  id: string
  /** Whether it was begun by the shop itself, after an answer to a sign-in that this browser does not know. */
  isRepeat: boolean
  /** Where the person wants to go. */
  to: string
}

const pendingSecondsMax = 10 * 60
/** Browsers and servers bound the size of all cookies together. */
const pendingMax = 10

/** `<id>.<0 or 1>.<to, URI-encoded>` */
export function writeState({ id, isRepeat, to }: SignInState): string {
  return `${id}.${isRepeat ? 1 : 0}.${encodeURIComponent(to)}`
}

/** Null when no sign-in of this shop has written it. */
export function readState(state: string | null): SignInState | null {
  const [, id = '', repeat, to = ''] = /^([^.]*)\.([01])\.(.*)$/.exec(state ?? '') ?? []
  if (!cookieIdPattern.test(id)) return null
  try {
    return { id, isRepeat: repeat === '1', to: decodeURIComponent(to) }
  } catch {
    return null
  }
}

/** The cookies to set when a sign-in begins. The oldest one ends when there are too many. */
export function keepPending(request: Request, origin: string, id: string, verifier: string): string[] {
  return [
    ...clearOldest(request, origin, 'signing-in-', pendingMax),
    setCookie(origin, named(id), verifier, pendingSecondsMax),
  ]
}

/** The PKCE verifier of a sign-in that this browser began; null when it did not, or has ended it, or is too late. */
export function pendingVerifier(request: Request, origin: string, id: string): string | null {
  return readCookie(request, origin, named(id))
}

export function dropPending(origin: string, id: string): string {
  return clearCookie(origin, named(id))
}

function named(id: string): `signing-in-${string}` {
  return `signing-in-${id}`
}
