// Which tokens are accepted. Each refused token is correct but for one property.
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { createVerifier, type VerifierConfig } from '../../../../src/gateway/auth/verify.ts'

const issuer = 'https://shop.example'
const audience = 'urn:homeappliance:api'
const kang = { sub: '1', role: 'customer', name: 'Kang' }
const now = () => Math.floor(Date.now() / 1000)

let key: CryptoKey
let publicKey: CryptoKey
let jwks: { keys: object[] }
let asked = 0

beforeAll(async () => {
  const pair = await generateKeyPair('ES256', { extractable: true })
  key = pair.privateKey
  publicKey = pair.publicKey
  jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }] }
})

function verifier(changes: Partial<VerifierConfig> = {}) {
  const fetch = async () => {
    asked += 1
    return Response.json(jwks)
  }
  return createVerifier({ jwksUrl: `${issuer}/auth/jwks`, issuer, audience, fetch, ...changes })
}

type Changes = {
  typ?: string
  claims?: JWTPayload
  iss?: string
  aud?: string
  exp?: number | null
  nbf?: number
  kid?: string
}

function token({ typ, claims = kang, iss = issuer, aud = audience, exp = now() + 600, nbf, kid = 'k1' }: Changes = {}) {
  const jwt = new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid, ...(typ && { typ }) })
    .setIssuer(iss)
    .setAudience(aud)
  if (exp !== null) jwt.setExpirationTime(exp)
  if (nbf !== undefined) jwt.setNotBefore(nbf)
  return jwt.sign(key)
}

describe('a token that is right', () => {
  it('tells who is calling', async () => {
    expect(await verifier()(await token())).toEqual({
      ok: true,
      caller: { subject: '1', role: 'customer', name: 'Kang' },
      grant: { sessionId: null, renewableBy: null, endsAt: expect.any(Number) },
      account: {},
    })
  })
  it('may have its role elsewhere, and among others that are not ours', async () => {
    const claims = { sub: 'u', groups: ['everyone', 'staff'] }
    const verdict = await verifier({ roleClaim: 'groups' })(await token({ claims }))
    expect(verdict).toEqual({
      ok: true,
      caller: { subject: 'u', role: 'staff', name: 'u' },
      grant: { sessionId: null, renewableBy: null, endsAt: expect.any(Number) },
      account: {},
    })
  })
  it.each([
    [
      { sid: 's', client_id: 'app', scope: 'openid offline_access' },
      { sessionId: 's', renewableBy: 'app' },
    ],
    [
      { sid: 's', client_id: 'app', scope: 'openid' },
      { sessionId: 's', renewableBy: null, endsAt: expect.any(Number) },
    ],
    [
      { client_id: 'till', scope: 'system' },
      { sessionId: null, renewableBy: null, endsAt: expect.any(Number) },
    ],
  ])('tells what it was given out for: %j', async (claims, grant) => {
    expect(await verifier()(await token({ claims: { ...kang, ...claims } }))).toMatchObject({ ok: true, grant })
  })
  it.each([
    ['realm_access.roles', { realm_access: { roles: ['offline_access', 'staff'] } }],
    ['https://shop.example/role', { 'https://shop.example/role': 'staff' }],
    ['a.b', { 'a.b': 'staff', a: { b: 'ops' } }],
  ])('may have its role at %s', async (roleClaim, claims) => {
    const verdict = await verifier({ roleClaim })(await token({ claims: { sub: 'u', ...claims } }))
    expect(verdict).toMatchObject({ ok: true, caller: { role: 'staff' } })
  })
  it.each([
    [{ country: 'DE' }, 'eu'],
    [{ country: 'de' }, 'eu'],
    [{ country: 'US' }, 'us'],
    [{ country: 'KR' }, undefined],
    [{ country: 7 }, undefined],
    [{}, undefined],
  ])('has the region of the country of its account: %j', async (claims, region) => {
    const regions = new Map([['DE', 'eu'] as const, ['US', 'us'] as const])
    const verdict = await verifier({ regions })(await token({ claims: { ...kang, ...claims } }))
    expect(verdict.ok && verdict.caller.region).toBe(region)
    const address = await verifier({ regions, countryClaim: 'address.country' })(
      await token({ claims: { ...kang, address: claims } }),
    )
    expect(address.ok && address.caller.region).toBe(region)
  })
  it.each([
    ['realm_access.roles', { realm_access: 'staff' }],
    ['realm_access.roles', { realm_access: null }],
    ['constructor.name', {}],
  ])('has none at %s in %j', async (roleClaim, claims) => {
    const verdict = await verifier({ roleClaim })(await token({ claims: { sub: 'u', ...claims } }))
    expect(verdict).toEqual({ ok: false, reason: 'no_role' })
  })
  it('asks for the keys once, not for each token', async () => {
    const verify = verifier()
    await verify(await token())
    const before = asked
    await verify(await token())
    await verify(await token({ kid: 'unknown' }))
    expect(asked).toBe(before)
  })
  it('says that it is an access token, where the issuer always says so', async () => {
    const verify = verifier({ type: 'at+jwt' })
    expect(await verify(await token({ typ: 'at+jwt' }))).toMatchObject({ ok: true })
    expect(await verify(await token({ typ: 'JWT' }))).toEqual({ ok: false, reason: 'claim_wrong' })
    expect(await verify(await token())).toEqual({ ok: false, reason: 'claim_wrong' })
  })
})

describe('a token that is wrong in one thing is refused', () => {
  it.each<[string, Changes, string]>([
    ['it has expired', { exp: now() - 60 }, 'expired'],
    ['it never expires', { exp: null }, 'claim_wrong'],
    ['it is not valid yet', { nbf: now() + 60 }, 'claim_wrong'],
    ['it is for another audience', { aud: 'urn:other' }, 'claim_wrong'],
    ['it is from another issuer', { iss: 'https://evil.example' }, 'claim_wrong'],
    ['its issuer only begins alike', { iss: `${issuer}.evil.example` }, 'claim_wrong'],
    ['it names a key nobody published', { kid: 'k2' }, 'unknown_key'],
    ['it has no role', { claims: { sub: '1', name: 'Kang' } }, 'no_role'],
    ['its role is not one of ours', { claims: { ...kang, role: 'admin' } }, 'no_role'],
    ['it has two roles', { claims: { ...kang, role: ['customer', 'ops'] } }, 'no_role'],
    ['it is about nobody', { claims: { role: 'customer' } }, 'claim_wrong'],
    ['its subject is empty', { claims: { ...kang, sub: '' } }, 'claim_wrong'],
  ])('%s', async (_, changes, reason) => {
    expect(await verifier()(await token(changes))).toEqual({ ok: false, reason })
  })

  it('it is not signed (alg none)', async () => {
    const unsigned = new UnsecuredJWT(kang).setIssuer(issuer).setAudience(audience).setExpirationTime('10m').encode()
    expect(await verifier()(unsigned)).toEqual({ ok: false, reason: 'algorithm_not_allowed' })
    const disguised = `${header({ alg: 'none', kid: 'k1' })}.${unsigned.split('.')[1]}.`
    expect(await verifier()(disguised)).toEqual({ ok: false, reason: 'algorithm_not_allowed' })
  })
  it('it is signed with the public key as a shared secret (HS256)', async () => {
    const secret = new TextEncoder().encode(await exportSPKI(publicKey))
    const jwt = new SignJWT(kang).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).setIssuer(issuer)
    const signed = await jwt.setAudience(audience).setExpirationTime('10m').sign(secret)
    expect(await verifier()(signed)).toEqual({ ok: false, reason: 'algorithm_not_allowed' })
  })
  it('it is signed with another key under the name of ours', async () => {
    const other = await generateKeyPair('ES256')
    const jwt = new SignJWT(kang).setProtectedHeader({ alg: 'ES256', kid: 'k1' }).setIssuer(issuer)
    const signed = await jwt.setAudience(audience).setExpirationTime('10m').sign(other.privateKey)
    expect(await verifier()(signed)).toEqual({ ok: false, reason: 'bad_signature' })
  })
  it('its claims were changed after it was signed', async () => {
    const [head, , signature] = (await token()).split('.')
    const claims = header({ ...kang, role: 'ops', iss: issuer, aud: audience, exp: now() + 600 })
    expect(await verifier()(`${head}.${claims}.${signature}`)).toEqual({ ok: false, reason: 'bad_signature' })
  })
  it.each(['', 'x', 'a.b.c', '..', 'a'.repeat(9000)])('it is no token at all (%#)', async (text) => {
    expect(await verifier()(text)).toEqual({ ok: false, reason: 'malformed' })
  })
})

describe('when the keys cannot be had, that is a fault and not a bad token', () => {
  it.each<[string, () => Promise<Response>]>([
    ['the issuer is down', () => Promise.reject(new TypeError('connection refused'))],
    ['the issuer answers 503', async () => new Response('sorry', { status: 503 })],
    ['the issuer answers nonsense', async () => Response.json({ hello: 'world' })],
  ])('%s', async (_, fetch) => {
    await expect(verifier({ fetch })(await token())).rejects.toThrow()
  })
})

function header(fields: object): string {
  return Buffer.from(JSON.stringify(fields)).toString('base64url')
}
