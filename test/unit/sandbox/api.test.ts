// The HTTP API of the sandbox: what it refuses, how slow it is, and which answers it loses.
import { beforeEach, describe, expect, it } from 'vitest'
import { serve } from '../../../src/sandbox/api.ts'
import { Ledger } from '../../../src/sandbox/ledger.ts'
import { openStorage } from '../../support/node-storage.ts'
import { noon } from '../../support/orders.ts'

let now: number
let sleeps: number[]
let shards: Map<number, Ledger>
beforeEach(() => {
  now = noon
  sleeps = []
  shards = new Map()
})

/** A shard is opened by its first request. */
function ledger(shard: number): Ledger {
  const opened = shards.get(shard) ?? new Ledger(openStorage())
  shards.set(shard, opened)
  return opened
}

const ports = () => ({
  apiKey: 'key',
  latencyMs: { min: 100, max: 300 },
  slowMs: 3000,
  lostMs: 30_000,
  ledger,
  now: () => now,
  random: () => 0.5,
  sleep: async (milliseconds: number) => void sleeps.push(milliseconds),
})

const headers = { authorization: 'Bearer key', 'idempotency-key': 'k1' }
const body = { amount: 4500, currency: 'KRW', token: 'tok_approved', reference: 'order-1' }

async function call(path: string, init: RequestInit = { headers }) {
  const response = await serve(new Request(`https://sandbox.internal${path}`, init), ports())
  const answer: unknown = await response.json()
  return { status: response.status, body: answer }
}
const post = (path: string, sent: unknown, more: Record<string, string> = {}) =>
  call(path, {
    method: 'POST',
    headers: { ...headers, ...more },
    body: typeof sent === 'string' ? sent : JSON.stringify(sent),
  })
const problem = (status: number, code: string) => ({ status, body: { error: { code } } })
const movedMoney = async () => (await call('/ledger?reference=order-1')).body

describe('a request', () => {
  it.each([undefined, 'Bearer', 'Bearer other', 'key'])(
    'with the authorization %s is refused',
    async (authorization) => {
      const sent = authorization === undefined ? {} : { authorization }
      expect(await call('/charges?reference=order-1', { headers: sent })).toMatchObject(problem(401, 'api_key_invalid'))
    },
  )

  it.each([
    ['GET', '/nothing'],
    ['DELETE', '/charges'],
    ['GET', '/charges/ch_order-1_1/disputes'],
  ])('%s %s does not exist', async (method, path) => {
    expect(await call(path, { method, headers })).toMatchObject(problem(404, 'not_found'))
  })

  it.each(['/charges', '/ledger', '/charges?reference=', '/ledger?reference=a%20b'])(
    '%s needs a reference',
    async (path) => {
      expect(await call(path)).toMatchObject(problem(400, 'reference_required'))
    },
  )

  it('takes its latency, by chance between the two bounds', async () => {
    await call('/charges?reference=order-1')
    expect(sleeps[0]).toBe(200)
  })
})

describe('a charge', () => {
  it.each<[string, unknown, Record<string, string>, number, string]>([
    ['without an idempotency key', body, { 'idempotency-key': '' }, 400, 'idempotency_key_required'],
    ['with a key that is too long', body, { 'idempotency-key': 'k'.repeat(256) }, 400, 'idempotency_key_required'],
    ['that is no JSON', '{', {}, 400, 'json_malformed'],
    ['that is too long', `"${'x'.repeat(10_000)}"`, {}, 413, 'body_too_large'],
    ['of nothing', { ...body, amount: 0 }, {}, 422, 'parameter_invalid'],
    ['in no currency', { ...body, currency: 'won' }, {}, 422, 'parameter_invalid'],
    ['with an unknown token', { ...body, token: 'tok_nobody_knows' }, {}, 422, 'token_unknown'],
    ['with tok_failing', { ...body, token: 'tok_failing' }, {}, 500, 'processing_failed'],
    ['with tok_unavailable', { ...body, token: 'tok_unavailable' }, {}, 503, 'unavailable'],
    ['that is declined', { ...body, token: 'tok_declined' }, {}, 402, 'declined'],
  ])('%s moves no money, and says so', async (_, sent, more, status, code) => {
    expect(await post('/charges', sent, more)).toMatchObject({ status, body: { error: { code, charged: false } } })
    expect(await movedMoney()).toEqual({ charges: [], refunds: [], disputes: [] })
  })

  it('is made once for its key, whatever the order of the fields', async () => {
    const first = await post('/charges', body)
    expect(first).toMatchObject({ status: 201, body: { id: 'ch_order-1_1', status: 'succeeded' } })
    const { amount, currency, token, reference } = body
    expect(await post('/charges', { reference, token, currency, amount })).toEqual(first)
    expect(await post('/charges', { ...body, amount: 1 })).toMatchObject(problem(422, 'idempotency_key_reused'))
    expect(await movedMoney()).toMatchObject({ charges: [{ id: 'ch_order-1_1', amount: 4500 }] })
  })

  it('with tok_slow is answered only when it settles, and is under way until then', async () => {
    const answer = post('/charges', { ...body, token: 'tok_slow' })
    expect(await answer).toMatchObject({ status: 201, body: { status: 'succeeded' } })
    expect(sleeps.at(-1)).toBe(3000)
    expect(await call('/charges?reference=order-1')).toMatchObject({ body: { data: [{ status: 'processing' }] } })
    now += 3000
    expect(await call('/charges?reference=order-1')).toMatchObject({ body: { data: [{ status: 'succeeded' }] } })
  })

  it('with tok_lost moves the money, waits and never answers; its repeat is answered', async () => {
    await expect(post('/charges', { ...body, token: 'tok_lost' })).rejects.toThrow('lost on the way')
    expect(sleeps.at(-1)).toBe(30_000)
    expect(await movedMoney()).toMatchObject({ charges: [{ amount: 4500 }] })
    expect(await post('/charges', { ...body, token: 'tok_lost' })).toMatchObject({ status: 201 })
  })
})

describe('a refund', () => {
  const refund = { amount: 500, currency: 'KRW' }

  it('is of the charge in its path, once for its key', async () => {
    await post('/charges', body)
    const made = await post('/charges/ch_order-1_1/refunds', refund, { 'idempotency-key': 'r1' })
    expect(made).toMatchObject({ status: 201, body: { id: 're_order-1_1', chargeId: 'ch_order-1_1' } })
    expect(await post('/charges/ch_order-1_1/refunds', refund, { 'idempotency-key': 'r1' })).toEqual(made)
    expect(await movedMoney()).toMatchObject({ refunds: [{ amount: 500 }] })
  })

  it('is listed by its charge, and fails by a call', async () => {
    await post('/charges', body)
    await post('/charges/ch_order-1_1/refunds', refund, { 'idempotency-key': 'r1' })
    const failed = await post('/refunds/re_order-1_1', { status: 'failed' }, { 'idempotency-key': 'f1' })
    expect(failed).toMatchObject({ status: 200, body: { status: 'failed' } })
    expect(await call('/charges/ch_order-1_1/refunds')).toEqual({ status: 200, body: { data: [failed.body] } })
    expect(await call('/charges/nonsense/refunds')).toMatchObject(problem(404, 'charge_not_found'))
    expect(await post('/refunds/nonsense', { status: 'failed' }, { 'idempotency-key': 'f2' })).toMatchObject(
      problem(404, 'refund_not_found'),
    )
    expect(await post('/refunds/re_order-1_1', { status: 'made' }, { 'idempotency-key': 'f3' })).toMatchObject(
      problem(422, 'parameter_invalid'),
    )
  })

  it('of another charge under the same key is another request', async () => {
    await post('/charges', body)
    await post('/charges', body, { 'idempotency-key': 'k2' })
    await post('/charges/ch_order-1_1/refunds', refund, { 'idempotency-key': 'r1' })
    expect(await post('/charges/ch_order-1_2/refunds', refund, { 'idempotency-key': 'r1' })).toMatchObject(
      problem(422, 'idempotency_key_reused'),
    )
  })

  it.each(['ch_order-1_9', 'nonsense'])('of %s finds no charge', async (chargeId) => {
    await post('/charges', body)
    const answer = await post(`/charges/${chargeId}/refunds`, refund, { 'idempotency-key': 'r1' })
    expect(answer).toMatchObject(problem(404, 'charge_not_found'))
  })
})
