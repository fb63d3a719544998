// The webhooks of the sandbox: signed so that the shop accepts them, and due again whatever goes wrong.
import { beforeEach, expect, it } from 'vitest'
import { isSigned } from '../../../src/payment/providers/signature.ts'
import { Ledger } from '../../../src/sandbox/ledger.ts'
import { sendNotices } from '../../../src/sandbox/webhook.ts'
import { openStorage } from '../../support/node-storage.ts'
import { noon } from '../../support/orders.ts'

const charge = { amount: 4500, currency: 'KRW', declineReason: null, settlesAt: noon, loseAnswer: false }

let ledger: Ledger
let now: number
beforeEach(() => {
  ledger = new Ledger(openStorage())
  ledger.charge('order-1', { key: 'k1', fingerprint: 'f' }, charge, noon)
  now = ledger.notices.nextAt() ?? 0
})

const ports = (fetch: (url: string, init: RequestInit) => Promise<Response>) => ({
  secret: 'secret',
  triesMax: 3,
  fetch,
  now: () => now,
})

it('are posted with a signature that the shop accepts', async () => {
  const posts: [string, RequestInit][] = []
  await sendNotices(
    ledger.notices,
    ports(async (...post) => {
      posts.push(post)
      return new Response(null, { status: 204 })
    }),
  )
  const [url, init] = posts[0] ?? []
  const body = '{"type":"charge.succeeded","data":{"reference":"order-1","id":"ch_order-1_1"}}'
  expect(url).toMatch(/\/payments\/webhooks\/sandbox$/)
  expect(init).toMatchObject({ method: 'POST', body })
  const signature = new Headers(init?.headers).get('sandbox-signature') ?? ''
  expect(await isSigned(signature, Uint8Array.from(Buffer.from(body)), 'secret', now)).toBe(true)
  expect(posts).toHaveLength(1)
  expect(ledger.notices.nextAt()).toBeNull()
})

it.each<[string, () => Promise<Response>]>([
  ['a refusal', async () => new Response(null, { status: 401 })],
  ['a failure', async () => new Response('oops', { status: 500 })],
  ['a broken connection', () => Promise.reject(new Error('the connection broke'))],
])('are due again after %s, and nothing is thrown', async (_, fetch) => {
  await sendNotices(ledger.notices, ports(fetch))
  expect(ledger.notices.nextAt()).toBe(now + 1000)
})

it('are not sent before they are due', async () => {
  now -= 1
  let posts = 0
  const fetch = async () => {
    posts++
    return new Response(null, { status: 204 })
  }
  await sendNotices(ledger.notices, ports(fetch))
  expect(posts).toBe(0)
})
