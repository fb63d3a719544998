// The login throttle: how often a password may be tried. A browser that has signed in to the account before has a limit
// of its own, so that an attacker elsewhere locks no owner out (OWASP: device cookies).
import { parse, serialize } from 'hono/utils/cookie'
import { addressOf } from '../../platform/address.ts'
import { sha256 } from '../../platform/hash.ts'
import { toHex } from '../../platform/hex.ts'
import { hmac, isHmac } from '../../platform/hmac.ts'
import type { TryLimit } from './throttle-store.ts'

const quarter = 15 * 60
const hour = 60 * 60
const knownSeconds = 180 * 24 * hour

/** The limits of a sign-in: that of the known browser, else those of the account and the address. */
export function signInLimits(email: string, request: Request, browser: string | null): TryLimit[] {
  if (browser !== null) return [{ key: `browser:${browser}`, triesMax: 10, windowSeconds: quarter }]
  return [
    { key: accountKey(email), triesMax: 10, windowSeconds: quarter },
    { key: `address:${addressOf(request)}`, triesMax: 60, windowSeconds: quarter },
  ]
}

/** The limits of links by mail: no account is flooded with them, and no address can use them all up. */
export function linkLimits(email: string, request: Request): TryLimit[] {
  return [
    { key: `link:${accountKey(email)}`, triesMax: 3, windowSeconds: hour },
    { key: `link:${addressOf(request)}`, triesMax: 30, windowSeconds: hour },
  ]
}

/** The limit of new accounts: the form shows whether an address has an account, so it must not be asked often. */
export function signUpLimits(request: Request): TryLimit[] {
  return [{ key: `sign-up:${addressOf(request)}`, triesMax: 30, windowSeconds: hour }]
}

/** The key of an account, existing or not. It holds only a hash of the e-mail address. */
export function accountKey(email: string): string {
  return `account:${sha256(email.toLowerCase())}`
}

/** The id of the browser when it has signed in to this account before, else null. */
export async function knownBrowser(
  request: Request,
  origin: string,
  secret: string,
  email: string,
): Promise<string | null> {
  const name = cookieName(origin)
  const [browser, proof] = (parse(request.headers.get('cookie') ?? '', name)[name] ?? '').split('.')
  if (!browser || !proof) return null
  return (await isHmac(proof, secret, signedText(browser, email))) ? browser : null
}

/** The cookie that makes the browser known to this account. */
export async function rememberBrowser(origin: string, secret: string, email: string): Promise<string> {
  const browser = toHex(crypto.getRandomValues(new Uint8Array(16)))
  const proof = await hmac(secret, signedText(browser, email))
  return serialize(cookieName(origin), `${browser}.${proof}`, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: origin.startsWith('https:'),
    maxAge: knownSeconds,
  })
}

function cookieName(origin: string): string {
  return origin.startsWith('https:') ? '__Host-known-browser' : 'known-browser'
}

function signedText(browser: string, email: string): string {
  return `known browser\n${browser}\n${email.toLowerCase()}`
}
