// A cache of verified tokens: a caller sends the same token many times, and verifying a signature costs more than most
// calls.
import { decodeJwt } from 'jose'
import type { Verdict, Verify } from './verify.ts'

/**
 * A cached token is accepted for so long without a look at the issuer's keys. So a withdrawn key is accepted for so
 * much longer, beside the age of the cached keys.
 */
export const verifiedMsMax = 60_000
/** When the cache is full, the token that was verified first is dropped. */
export const tokensMax = 1000

/**
 * `verify` with a cache of its accepted tokens, until they expire. The whole token is the key, so that no other token
 * matches; refusals are not cached. `now`: epoch milliseconds.
 */
export function cachingVerifier(verify: Verify, now: () => number): Verify {
  const accepted = new Map<string, { verdict: Verdict; untilMs: number }>()
  return async (token) => {
    const known = accepted.get(token)
    if (known !== undefined && now() < known.untilMs) return known.verdict
    accepted.delete(token)
    const verifiedAtMs = now()
    const verdict = await verify(token)
    if (!verdict.ok) return verdict
    const [oldest] = accepted.keys()
    if (accepted.size >= tokensMax && oldest !== undefined) accepted.delete(oldest)
    const expiresAtMs = (decodeJwt(token).exp ?? 0) * 1000
    accepted.set(token, { verdict, untilMs: Math.min(expiresAtMs, verifiedAtMs + verifiedMsMax) })
    return verdict
  }
}
