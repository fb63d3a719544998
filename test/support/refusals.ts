// What a refusal must leave as it was, and a key of the test's own among those that the shop publishes.
import { exportJWK, generateKeyPair } from 'jose'
import { expect } from 'vitest'
import type { Answer, Shop } from './shop.ts'
import { type OrderAnswer, storyOf } from './story.ts'

export type Expected = { status: number; code: string; field?: string; current?: unknown }

/** Refusals at a shop where `orderId` is the customer's. */
export function refusalsOf(shop: Shop, orderId: string) {
  const kang = storyOf(shop)

  /** Every order object that holds anything, every row of the customer's page, and the order itself. */
  async function written(): Promise<unknown> {
    const worker = shop.harness.getWorker('homeappliance-order')
    const objects: string[] = []
    for (const id of await worker.listDurableObjectIds('OrderObject')) {
      const storage = await worker.getDurableObjectStorage('OrderObject', { id })
      const tables = await storage.exec(`SELECT name FROM sqlite_master WHERE name = 'event'`)
      if (tables.length > 0) objects.push(id)
    }
    const { body } = await shop.call<{ items: OrderAnswer[] }>('customer', 'GET', '/myPages?limit=100')
    return {
      objects: objects.sort(),
      rows: body.items.map((row) => [row.orderId, row.seq]),
      order: await kang.read(orderId),
    }
  }

  /** Runs `ask`; the test fails when anything was written by it. */
  async function untouchedBy<T>(ask: () => Promise<T>): Promise<T> {
    const before = await written()
    const answer = await ask()
    expect(await written()).toEqual(before)
    return answer
  }

  return {
    untouchedBy,
    async refuses(expected: Expected, ask: () => Promise<Answer>): Promise<void> {
      const { status, headers, body } = await untouchedBy(ask)
      const { status: _, ...said } = expected
      expect({ status, ...body }).toMatchObject({ status: expected.status, ...said })
      expect(headers.get('content-type')).toBe('application/problem+json')
      expect(body).toMatchObject({
        type: expect.stringMatching(/^urn:homeappliance:problem:/),
        title: expect.any(String),
      })
      expect(String(body['detail']).length).toBeGreaterThan(10)
    },
  }
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
