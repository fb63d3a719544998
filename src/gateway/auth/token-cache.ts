// Tokens that were verified lately: a caller sends the same one many times, and to verify its signature costs more than
// most calls.
import { decodeJwt } from 'jose'
import type { Verdict, Verify } from './verify.ts'

/**
 * A token is believed for so long without a look at the issuer's keys. A key that is withdrawn counts for so much
 * longer, beside the age of the keys themselves.
 */
export const verifiedMsMax = 60_000
/** Beyond them the token that was verified first is forgotten. */
export const tokensMax = 1000

/**
 * Verify as `verify` does, but for a token that it has accepted lately and that has not expired since. The whole token
 * is what it is known by, so that no other is taken for it; refusals are not kept. `now`: epoch milliseconds.
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
