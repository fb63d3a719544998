// How often a password may be tried. A browser that has signed in to the account before is counted by itself, so that
// whoever guesses elsewhere locks nobody out of their own account (OWASP: device cookies).
import { parse, serialize } from 'hono/utils/cookie'
import { addressOf } from '../../platform/address.ts'
import { sha256 } from '../../platform/hash.ts'
import { toHex } from '../../platform/hex.ts'
import { hmac, isHmac } from '../../platform/hmac.ts'
import type { Counted } from './throttle-store.ts'

const quarter = 15 * 60
const hour = 60 * 60
const knownSeconds = 180 * 24 * hour

/** What counts a try to sign in to an account: a known browser alone, else the account and the address. */
export function signInCounts(email: string, request: Request, browser: string | null): Counted[] {
  if (browser !== null) return [{ key: `browser:${browser}`, triesMax: 10, windowSeconds: quarter }]
  return [
    { key: accountKey(email), triesMax: 10, windowSeconds: quarter },
    { key: `address:${addressOf(request)}`, triesMax: 60, windowSeconds: quarter },
  ]
}

/** What counts the links that are sent: an account is not flooded with them, and no address sends them all. */
export function linkCounts(email: string, request: Request): Counted[] {
  return [
    { key: `link:${accountKey(email)}`, triesMax: 3, windowSeconds: hour },
    { key: `link:${addressOf(request)}`, triesMax: 30, windowSeconds: hour },
  ]
}

/** What counts the accounts created: their form tells whether an address has one, so nobody asks it often. */
export function signUpCounts(request: Request): Counted[] {
  return [{ key: `sign-up:${addressOf(request)}`, triesMax: 30, windowSeconds: hour }]
}

/** The account as it is counted, there or not: without its address in clear. */
export function accountKey(email: string): string {
  return `account:${sha256(email.toLowerCase())}`
}

/** The browser's own name when it has signed in to this account before; null for any other. */
export async function knownBrowser(
  request: Request,
  origin: string,
  secret: string,
  email: string,
): Promise<string | null> {
  const name = cookieName(origin)
  const [browser, proof] = (parse(request.headers.get('cookie') ?? '', name)[name] ?? '').split('.')
  if (!browser || !proof) return null
  return (await isHmac(proof, secret, reported(browser, email))) ? browser : null
}

/** The cookie by which the browser is known to this account from now on. */
export async function rememberBrowser(origin: string, secret: string, email: string): Promise<string> {
  const browser = toHex(crypto.getRandomValues(new Uint8Array(16)))
  const proof = await hmac(secret, reported(browser, email))
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

function reported(browser: string, email: string): string {
  return `known browser\n${browser}\n${email.toLowerCase()}`
}
