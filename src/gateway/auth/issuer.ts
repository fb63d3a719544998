// The issuer whose tokens are accepted: the configured OIDC issuer, or the embedded authorization server.
import { isLoopbackHost } from '../../platform/loopback.ts'
import { configOf, type GatewayVars } from '../config.ts'
import type { GatewayEnv } from '../env.ts'
import { callContext } from '../http/call-context.ts'
import { cachingVerifier } from './token-cache.ts'
import { algorithms, createVerifier, type Verify } from './verify.ts'

export type VerifierEnv = GatewayVars & Pick<GatewayEnv, 'IDENTITY'>

/** The verifier throws UpstreamUnavailable when the issuer's keys cannot be had. */
export type VerifierOf = (env: VerifierEnv, requestUrl: string) => Verify

/** One verifier for each issuer, kept by the isolate, so that its keys are fetched once. */
export function verifiers(): VerifierOf {
  const kept = new Map<string, Verify>()
  return (env, requestUrl) => {
    const config = configOf(env)
    const issuer = issuerOf(config.ISSUER, requestUrl)
    const known = kept.get(issuer)
    if (known !== undefined) return known
    const embedded = config.JWKS_URL === ''
    const verifyNow = createVerifier({
      issuer,
      audience: config.AUDIENCE,
      roleClaim: config.ROLE_CLAIM,
      countryClaim: config.COUNTRY_CLAIM,
      regions: config.REGION_COUNTRIES,
      unknownKeyPauseSeconds: config.UNKNOWN_KEY_PAUSE_SECONDS,
      // A foreign issuer signs as it likes, with the keys that it publishes for it.
      algorithms: embedded ? ['ES256'] : algorithms,
      // RFC 9068, section 4.
      ...(embedded && { type: 'at+jwt' }),
      jwksUrl: embedded ? `${issuer}/auth/jwks` : config.JWKS_URL,
      fetch: (url, init) => (embedded ? env.IDENTITY.fetch(url, init) : fetch(url, init)),
    })
    const verify = cachingVerifier((token) => callContext('identity', () => verifyNow(token)), Date.now)
    kept.set(issuer, verify)
    return verify
  }
}

/** Without a configured issuer: the request's own origin, on loopback only. Throws RangeError elsewhere. */
export function issuerOf(configured: string, requestUrl: string): string {
  if (configured !== '') return configured
  const { hostname, origin } = new URL(requestUrl)
  if (isLoopbackHost(hostname)) return origin
  throw new RangeError('ISSUER is not set: set it to the address of the authorization server, as its tokens name it')
}
