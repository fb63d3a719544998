// Verify an access token: a JWT of the configured issuer (RFC 7519, RFC 9068), by the issuer's published keys.
import type { Context } from 'hono'
import { createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify } from 'jose'
import { type Caller, type Role, roles } from '../../contract/caller.ts'
import type { Region } from '../../contract/region.ts'
import { shortened } from '../../contract/text.ts'
import { type AccountReader, asLanguage, asTimeZone, readerOfRequest } from '../../web/reader.ts'
import type { Gateway } from '../env.ts'

export type VerifierConfig = {
  jwksUrl: string
  issuer: string
  audience: string
  /** Asymmetric ones only: a public key must never be taken for a shared secret (RFC 8725, section 3.1). */
  algorithms?: readonly Algorithm[]
  /** The required `typ` of its header; unset for issuers that do not set it. */
  type?: 'at+jwt'
  /** The claim, or the path to it (`realm_access.roles`): a string, or a list with exactly one role of ours. */
  roleClaim?: string
  /** The claim of the account's country, or the path to it; and the regions of the shop, by country. */
  countryClaim?: string
  regions?: ReadonlyMap<string, Region>
  /** The least time between two fetches for an unknown key, so that a flood of made-up keys causes few fetches. */
  unknownKeyPauseSeconds?: number
  fetch: (url: string, init: RequestInit) => Promise<Response>
}

export const algorithms = [
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
  'EdDSA',
] as const
export type Algorithm = (typeof algorithms)[number]

export type TokenRefusal =
  | 'malformed'
  | 'algorithm_not_allowed'
  | 'unknown_key'
  | 'bad_signature'
  | 'expired'
  | 'claim_wrong'
  | 'no_role'

/**
 * What a token was issued for: its session (null for a system, which has none), and the application that may renew it
 * (null when none may). `endsAt`: when the token ends, epoch milliseconds.
 */
export type Grant = { sessionId: string | null; renewableBy: string | null; endsAt: number }

/** `account`: how the account's owner reads the shop, by the claims of OpenID Connect Core 1.0, section 5.1. */
export type Verdict =
  | { ok: true; caller: Caller; grant: Grant; account?: AccountReader }
  | { ok: false; reason: TokenRefusal }

export type Verify = (token: string) => Promise<Verdict>

const tokenLengthMax = 8 * 1024
const clockToleranceSeconds = 5
const unknownKeyPauseSeconds = 30
/** Keys are fetched again at this age, so that a newly published key is known long before it signs. */
const keysKeptMs = 10 * 60_000
const keysFetchMs = 5_000

/**
 * A verifier that caches the issuer's keys: make it once. A bad token is a refusal. It throws only when the keys cannot
 * be fetched, which is not the caller's fault.
 */
export function createVerifier(config: VerifierConfig): Verify {
  const keys = createRemoteJWKSet(new URL(config.jwksUrl), {
    [customFetch]: config.fetch,
    cooldownDuration: (config.unknownKeyPauseSeconds ?? unknownKeyPauseSeconds) * 1000,
    cacheMaxAge: keysKeptMs,
    timeoutDuration: keysFetchMs,
  })
  const options = {
    issuer: config.issuer,
    audience: config.audience,
    algorithms: [...(config.algorithms ?? ['ES256'])],
    requiredClaims: ['exp', 'sub'],
    clockTolerance: clockToleranceSeconds,
    ...(config.type && { typ: config.type }),
  }
  return async (token) => {
    if (token.length > tokenLengthMax) return { ok: false, reason: 'malformed' }
    try {
      const { payload } = await jwtVerify(token, keys, options)
      return callerOf(payload, config)
    } catch (fault) {
      const reason = refusalOf(fault)
      if (reason === null) throw fault
      return { ok: false, reason }
    }
  }
}

function callerOf(payload: JWTPayload, config: VerifierConfig): Verdict {
  const { sub: subject, name } = payload
  const role = roleOf(claimAt(payload, config.roleClaim ?? 'role'))
  if (!subject || subject.length > 255) return { ok: false, reason: 'claim_wrong' }
  if (role === null) return { ok: false, reason: 'no_role' }
  const region = regionIn(payload, config)
  const known = { subject, role, name: typeof name === 'string' ? shortened(name, 100) : subject }
  const caller = region === undefined ? known : { ...known, region }
  return { ok: true, caller, grant: grantOf(payload), account: accountReaderOf(payload) }
}

/** The caller of one call: with the language and time zone of its answer, and its span. */
export function callerIn(
  { caller, account }: { caller: Caller; account?: AccountReader },
  { req, var: { traceparent } }: Context<Gateway>,
): Caller {
  return { ...caller, reader: readerOfRequest(req.raw, account), traceparent }
}

function accountReaderOf({ locale, zoneinfo }: JWTPayload): AccountReader {
  const language = typeof locale === 'string' ? asLanguage(locale.split('-')[0] ?? '') : null
  const timeZone = typeof zoneinfo === 'string' ? asTimeZone(zoneinfo) : null
  return { ...(language !== null && { language }), ...(timeZone !== null && { timeZone }) }
}

/** By the claims of OpenID Connect (`sid`, Back-Channel Logout, section 2.1) and of RFC 9068, section 2.2. */
function grantOf({ sid, client_id: client, scope, exp = 0 }: JWTPayload): Grant {
  const isRenewable = typeof scope === 'string' && scope.split(' ').includes('offline_access')
  return {
    sessionId: typeof sid === 'string' ? sid : null,
    renewableBy: isRenewable && typeof client === 'string' ? client : null,
    endsAt: exp * 1000,
  }
}

function claimAt(payload: JWTPayload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name]
  return name.split('.').reduce<unknown>((at, part) => {
    return typeof at === 'object' && at !== null && Object.hasOwn(at, part) ? Reflect.get(at, part) : undefined
  }, payload)
}

function regionIn(payload: JWTPayload, { countryClaim = 'country', regions }: VerifierConfig): Region | undefined {
  const country = claimAt(payload, countryClaim)
  return typeof country === 'string' ? regions?.get(country.toUpperCase()) : undefined
}

function roleOf(claim: unknown): Role | null {
  const stated: unknown[] = Array.isArray(claim) ? claim : [claim]
  const [role, ...others] = roles.filter((known) => stated.includes(known))
  return role !== undefined && others.length === 0 ? role : null
}

/** The reason to refuse the token; null when the token is not the cause. */
function refusalOf(fault: unknown): TokenRefusal | null {
  if (fault instanceof errors.JWTExpired) return 'expired'
  if (fault instanceof errors.JWTClaimValidationFailed) return 'claim_wrong'
  if (fault instanceof errors.JWSSignatureVerificationFailed) return 'bad_signature'
  if (fault instanceof errors.JWKSNoMatchingKey || fault instanceof errors.JWKSMultipleMatchingKeys)
    return 'unknown_key'
  if (fault instanceof errors.JOSEAlgNotAllowed || fault instanceof errors.JOSENotSupported) {
    return 'algorithm_not_allowed'
  }
  if (fault instanceof errors.JWTInvalid || fault instanceof errors.JWSInvalid) return 'malformed'
  return null
}
