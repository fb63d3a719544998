// Checks that a refused call writes nothing; and a key of the test among the keys that the shop publishes.

import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { D1Database } from '@cloudflare/workers-types'
import { exportJWK, generateKeyPair } from 'jose'
import { expect } from 'vitest'
import type { RecordedEvent } from '../../src/contract/events.ts'
import { hasMessage } from '../../src/contract/routing.ts'
import type { Answer, Shop } from './shop.ts'
import { orderObjectOf, type Written } from './storage-snapshot.ts'

/** Variables of a shop in which nothing moves by itself: no webhook is sent, and no order asks its subscribers. */
export const standstill = { sandbox: { SANDBOX_WEBHOOK_TRIES: '0' }, order: { CONFIRM_SECONDS: '100000' } }

export type Expected = { status: number; code: string; field?: string; current?: unknown }

/** Calls that a shop must refuse without a write. */
export function refusalsOf(shop: Shop) {
  let lastSeen: Written | null = null

  /** What is written once nothing moves any more: the customers' pages have every event, and no store changes. */
  async function settled(): Promise<Written> {
    let seen = shop.everythingWritten()
    const end = Date.now() + arrivalMsMax
    while (!isDeepStrictEqual(seen, lastSeen) || !haveArrived(seen)) {
      if (Date.now() > end) throw new Error('the events of some order do not arrive')
      lastSeen = seen
      await delay(quietMs)
      seen = shop.everythingWritten()
    }
    return seen
  }

  /** Runs `ask`; fails when it wrote anything. Tables that are `left` out are not compared. */
  async function untouchedBy<T>(ask: () => Promise<T>, left: readonly string[] = []): Promise<T> {
    const before = await settled()
    const answer = await ask()
    await delay(lateMs)
    const after = shop.everythingWritten()
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

/** Between two looks at the stores. mypage has every event of an order; the other subscribers get theirs beside it. */
const quietMs = 250
const arrivalMsMax = 30_000

/** Whether mypage has the newest event of each order that it is sent. */
export function haveArrived(written: Written): boolean {
  const rows = Object.entries(written).flatMap(([table, lines]) => (/^MYPAGE_DB_\d\/orders$/.test(table) ? lines : []))
  const shown = new Map(
    rows.map((line) => {
      const { order_id, seq } = JSON.parse(line)
      return [orderObjectOf(String(order_id)), Number(seq)]
    }),
  )
  return Object.entries(written).every(([name, lines]) => {
    if (!name.startsWith('homeappliance-order-OrderObject/')) return true
    const events = lines.flatMap((line) => (line.startsWith('event: ') ? [eventIn(line)] : []))
    const sent = events.filter((event, index) => hasMessage('mypage', event, events[index + 1]))
    return (shown.get(name) ?? 0) >= (sent.at(-1)?.seq ?? 0)
  })
}

function eventIn(line: string): RecordedEvent {
  const row = JSON.parse(line.slice('event: '.length))
  return { ...row, data: JSON.parse(row.data) }
}

/** A write after the answer would happen within this. */
const lateMs = 25

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
  const { IDENTITY_DB } = await shop.harness.getWorker<{ IDENTITY_DB: D1Database }>('homeappliance-identity').getEnv()
  const sql = 'INSERT INTO jwks (id, publicKey, privateKey, createdAt, alg) VALUES (?, ?, ?, ?, ?)'
  const values = [kid, JSON.stringify(await exportJWK(publicKey)), '', new Date().toISOString(), 'ES256']
  await IDENTITY_DB.prepare(sql)
    .bind(...values)
    .run()
  return { kid, key, publicKey }
}

/** The claims of a token, unchecked. */
export function claimsOf(token: string): Record<string, unknown> {
  const [, claims = ''] = token.split('.')
  return JSON.parse(Buffer.from(claims, 'base64url').toString())
}
