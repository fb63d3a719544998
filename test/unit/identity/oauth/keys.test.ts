// Keys that rotate: played through in seconds, with gateways that looked at the keys at any time before.
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterEach, expect, it, vi } from 'vitest'
import { createVerifier, type Verify } from '../../../../src/gateway/auth/verify.ts'
import { maintainKeys, rotateSigningKey, signingOrder } from '../../../../src/identity/oauth/keys.ts'
import { openDatabase } from '../../../support/sqlite.ts'

const times = { announceSeconds: 900, rotateSeconds: 60 * 24 * 3600, retiredSeconds: 24 * 3600 }
const start = Date.parse('2026-11-22T00:00:00Z')
const issuer = 'https://shop.example'
const audience = 'urn:homeappliance:api'
const ops = { subject: 'ops-1', role: 'ops', name: 'Seo' } as const

afterEach(() => vi.useRealTimers())

type Key = { kid: string; createdAt: Date; key: CryptoKey; jwk: object }

async function newKey(kid: string, createdAt: number): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'ES256' }
  return { kid, createdAt: new Date(createdAt), key: privateKey, jwk }
}

/** The key that better-auth signs with: of those offered the one created last. */
function signerOf(keys: Key[], announceSeconds: number): Key {
  const offered = signingOrder(keys, { ...times, announceSeconds }, Date.now())
  const [signer] = offered.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
  if (signer === undefined) throw new Error('there is no key')
  return signer
}

/** How long before gateways may have begun, in seconds: around the pauses after which they ask for the keys anew. */
const ages = [0, 15, 25, 200, 590]

/**
 * Half an hour in which a key is made after five minutes. Every 5 seconds a gateway begins, and some that are older are
 * given a token that was signed just now. The verdicts that were not `ok`.
 */
async function halfAnHour(announceSeconds: number): Promise<string[]> {
  vi.useFakeTimers({ toFake: ['Date'], now: start })
  const keys = [await newKey('old', start - 90 * 24 * 3600 * 1000)]
  const fetch = async () => Response.json({ keys: keys.map(({ jwk }) => jwk) })
  const gateways: Verify[] = []
  const refused: string[] = []
  for (let second = 0; second < 1800; second += 5) {
    vi.setSystemTime(start + second * 1000)
    if (second === 300) keys.push(await newKey('new', Date.now()))
    const { key, kid } = signerOf(keys, announceSeconds)
    const token = await new SignJWT({ sub: '1', role: 'customer' })
      .setProtectedHeader({ alg: 'ES256', kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime('15m')
      .sign(key)
    gateways.push(createVerifier({ jwksUrl: `${issuer}/auth/jwks`, issuer, audience, fetch }))
    for (const age of ages) {
      const verdict = await gateways[(second - age) / 5]?.(token)
      if (verdict?.ok === false) refused.push(`${second} s, ${kid}: ${verdict.reason}`)
    }
  }
  expect(signerOf(keys, announceSeconds).kid).toBe('new')
  return refused
}

it('no token is refused while keys rotate, whenever a gateway last looked at them', async () => {
  expect(await halfAnHour(times.announceSeconds)).toEqual([])
})

it('a key that signed at once would have tokens refused', async () => {
  expect(await halfAnHour(0)).toContainEqual(expect.stringMatching(/s, new: unknown_key$/))
})

it('of the first keys, made at once by several, all sign with the same', () => {
  const at = (kid: string, secondsAgo: number) => ({ kid, createdAt: new Date(start - secondsAgo * 1000) })
  const byCreation = (keys: { createdAt: Date; kid: string }[]) =>
    signingOrder(keys, times, start).sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0]?.kid
  expect(byCreation([at('b', 1), at('a', 2)])).toBe('a')
  expect(byCreation([at('young', 10), at('elder', 1000), at('eldest', 2000)])).toBe('elder')
})

it('by schedule a key is made in time, and one that is retired long enough goes', async () => {
  const database = openDatabase('identity')
  const log: string[] = []
  const ports = { db: database, secret: 'x'.repeat(40), keyTimes: times, log: (event: string) => void log.push(event) }
  const ids = async () => database.rows('SELECT id FROM jwks ORDER BY createdAt').map(idOf)
  await rotateSigningKey({ ...ports, now: () => start }, ops)
  await rotateSigningKey({ ...ports, now: () => start + 899_000 }, ops)
  expect(await ids()).toHaveLength(1)
  const days = (count: number) => start + count * 24 * 3600 * 1000
  await maintainKeys(database, ports.secret, times, days(59))
  const [first = ''] = await ids()
  await maintainKeys(database, ports.secret, times, days(60))
  expect(await ids()).toEqual([first, expect.any(String)])
  await maintainKeys(database, ports.secret, times, days(61))
  expect(await ids()).toContain(first)
  await maintainKeys(database, ports.secret, times, days(61.1))
  expect(await ids()).not.toContain(first)
  expect(await ids()).toHaveLength(1)
  expect(log).toEqual(['signing_key_added'])
})

function idOf(row: Record<string, unknown>): string {
  return String(row['id'])
}
