// What a refusal must leave as it was, and a key of the test's own among those that the shop publishes.
import { isDeepStrictEqual } from 'node:util'
import { exportJWK, generateKeyPair } from 'jose'
import { expect } from 'vitest'
import { demoAccounts } from '../../scripts/demo/accounts.ts'
import type { Account, Answer, Shop } from './shop.ts'
import { everythingWritten, type Written } from './storage-snapshot.ts'

/** Variables of a shop in which nothing moves by itself: no charge is told of, and no order asks its subscribers. */
export const standstill = { sandbox: { SANDBOX_WEBHOOK_TRIES: '0' }, order: { CONFIRM_SECONDS: '100000' } }

export type Expected = { status: number; code: string; field?: string; current?: unknown }

/** Refusals at a shop, each of which must leave all that is written there as it was. */
export function refusalsOf(shop: Shop) {
  let lastSeen: Written | null = null

  /** What is written once nothing moves any more: what was told before has been heard by everybody. */
  async function settled(): Promise<Written> {
    // Signing in writes too, and is not what is looked at.
    await Promise.all(accounts.map(shop.token))
    let seen = await everythingWritten(shop)
    while (!isDeepStrictEqual(seen, lastSeen)) {
      lastSeen = seen
      await new Promise((resolve) => setTimeout(resolve, quietMs))
      seen = await everythingWritten(shop)
    }
    return seen
  }

  /** Runs `ask`; the test fails when anything was written by it, but to the tables that are `left` out. */
  async function untouchedBy<T>(ask: () => Promise<T>, left: readonly string[] = []): Promise<T> {
    const before = await settled()
    const answer = await ask()
    const after = await everythingWritten(shop)
    expect(without(after, left)).toEqual(without(before, left))
    lastSeen = after
    return answer
  }

  return {
    untouchedBy,
    /** `ask` is refused as expected, in full, and writes nothing. */
    async refuses(expected: Expected, ask: () => Promise<Answer>): Promise<void> {
      const { status, headers, body } = await untouchedBy(ask)
      const { status: _, ...reported } = expected
      expect({ status, ...body }).toMatchObject({ status: expected.status, ...reported })
      expect(headers.get('content-type')).toBe('application/problem+json')
      expect(body).toMatchObject({
        type: expect.stringMatching(/^urn:homeappliance:problem:/),
        title: expect.any(String),
      })
      expect(String(body['detail']).length).toBeGreaterThan(10)
    },
  }
}

const accounts = Object.keys(demoAccounts) as Account[]

/** Whatever is on its way through a queue arrives within this. */
const quietMs = 250

function without(written: Written, left: readonly string[]): Written {
  return Object.fromEntries(Object.entries(written).filter(([table]) => !left.includes(table)))
}

export type PublishedKey = Awaited<ReturnType<typeof publishKey>>

/**
 * A key pair of the test, whose public half is published beside the authorization server's own, as after a rotation.
 * To be called after that has made its own key, and before the first call: the gateway keeps what it has seen.
 */
export async function publishKey(shop: Shop) {
  const { privateKey: key, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const kid = 'a-key-of-this-test'
  const { IDENTITY_DB } = await shop.harness.getWorker('homeappliance-identity').getEnv()
  const sql = 'INSERT INTO jwks (id, publicKey, privateKey, createdAt, alg) VALUES (?, ?, ?, ?, ?)'
  const values = [kid, JSON.stringify(await exportJWK(publicKey)), '', new Date().toISOString(), 'ES256']
  await IDENTITY_DB.prepare(sql)
    .bind(...values)
    .run()
  return { kid, key, publicKey }
}

/** The claims of a token, unjudged. */
export function claimsOf(token: string): Record<string, unknown> {
  const [, claims = ''] = token.split('.')
  return JSON.parse(Buffer.from(claims, 'base64url').toString())
}
