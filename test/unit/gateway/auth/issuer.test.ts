// Whose tokens are believed: where the keys come from, and that an issuer is never guessed outside this machine.
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { issuerOf, type VerifierEnv, verifiers } from '../../../../src/gateway/auth/issuer.ts'
import { isLoopbackHost } from '../../../../src/platform/loopback.ts'

const audience = 'urn:shop:api'
let keys: Awaited<ReturnType<typeof generateKeyPair>>
let jwks: { keys: object[] }

beforeAll(async () => {
  keys = await generateKeyPair('ES256')
  jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'ES256' }] }
})

function tokenOf(issuer: string, typ: string) {
  return new SignJWT({ role: 'staff' })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ })
    .setSubject('usr_1')
    .setIssuer(issuer)
    .setAudience(audience)
    .setExpirationTime('5m')
    .sign(keys.privateKey)
}

function envWith(vars: Partial<VerifierEnv> = {}) {
  const asked: string[] = []
  const IDENTITY = {
    async fetch(request: Request | string) {
      asked.push(String(request))
      return Response.json(jwks)
    },
  }
  const env: VerifierEnv = {
    ISSUER: '',
    JWKS_URL: '',
    AUDIENCE: audience,
    ROLE_CLAIM: 'role',
    UNKNOWN_KEY_PAUSE_SECONDS: '30',
    IDENTITY,
    ...vars,
  }
  return { env, asked }
}

describe('the issuer', () => {
  test('is the configured one, wherever the request went to', () => {
    expect(issuerOf('https://issuer.example', 'http://localhost:8787/x')).toBe('https://issuer.example')
  })

  test.each(['http://localhost:8787', 'http://127.0.0.1:1', 'http://[::1]:9'])(
    'is this machine’s own address %s when none is configured',
    (origin) => expect(issuerOf('', `${origin}/orders`)).toBe(origin),
  )

  test.each(['https://shop.example/', 'http://localhost.evil.example/', 'http://127.0.0.2/'])(
    'is never guessed from %s',
    (url) => {
      expect(isLoopbackHost(new URL(url).hostname)).toBe(false)
      expect(() => issuerOf('', url)).toThrow('ISSUER is not set')
    },
  )
})

describe('the verifier', () => {
  const url = 'https://shop.example/orders'
  const ISSUER = 'https://shop.example'

  test('of the embedded server asks identity for the keys, once for the isolate', async () => {
    const { env, asked } = envWith({ ISSUER })
    const verifierOf = verifiers()
    for (const typ of ['at+jwt', 'at+jwt']) {
      expect(await verifierOf(env, url)(await tokenOf(ISSUER, typ))).toMatchObject({ ok: true })
    }
    expect(asked).toEqual([`${ISSUER}/auth/jwks`])
  })

  test('takes nothing but an access token of the embedded server: its other tokens are signed by the same key', async () => {
    const { env } = envWith({ ISSUER })
    expect(await verifiers()(env, url)(await tokenOf(ISSUER, 'jwt'))).toMatchObject({ ok: false })
  })

  test('of a foreign issuer asks that one, whose tokens need not say what they are', async () => {
    const asked: string[] = []
    vi.stubGlobal('fetch', async (address: string) => {
      asked.push(address)
      return Response.json(jwks)
    })
    onTestFinished(() => void vi.unstubAllGlobals())
    const JWKS_URL = 'https://issuer.example/keys'
    const { env, asked: askedOfIdentity } = envWith({ ISSUER: 'https://issuer.example', JWKS_URL })
    const verdict = await verifiers()(env, url)(await tokenOf('https://issuer.example', 'jwt'))
    expect([verdict.ok, asked, askedOfIdentity]).toEqual([true, [JWKS_URL], []])
  })

  test('says that identity is out of reach when the keys cannot be had', async () => {
    const { env } = envWith({ ISSUER, IDENTITY: { fetch: () => Promise.reject(new Error('down')) } })
    await expect(verifiers()(env, url)(await tokenOf(ISSUER, 'at+jwt'))).rejects.toThrow('identity did not answer')
  })
})
