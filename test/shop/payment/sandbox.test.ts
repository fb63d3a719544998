// The sandbox provider as it is deployed, over HTTP: the promises of a payment provider's API to its callers.
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shardFor } from '../../../src/sandbox/entry.ts'
import { createHarness } from '../../support/harness/harness.ts'

const harness = createHarness({
  workers: [
    { context: 'sandbox', vars: { SANDBOX_API_KEY: 'key', SANDBOX_SLOW_MS: '600', SANDBOX_LOST_MS: '300' } },
    { name: 'homeappliance-payment', entry: 'stand-in-shop-door' },
  ],
})

beforeAll(async () => void (await harness.listen()))
afterAll(() => harness.close())

const reference = () => `order-${crypto.randomUUID()}`
const charge = (ref: string, token = 'tok_approved') => ({ amount: 4500, currency: 'KRW', token, reference: ref })

type Received = { headers: Record<string, string>; body: string }
type Problem = { error: { code: string } }

async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await harness.fetch(path, {
    method,
    headers: { authorization: 'Bearer key', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> & Partial<Problem> }
}

const post = (path: string, body: unknown, key = 'key-1') => send('POST', path, body, { 'idempotency-key': key })

async function moved(ref: string) {
  const { body } = await send('GET', `/ledger?reference=${ref}`)
  const { charges, refunds } = body as { charges: { amount: number }[]; refunds: { amount: number }[] }
  return [charges, refunds].map((rows) => rows.map(({ amount }) => amount))
}

// This test is first, since a shard migrates only before its first answer.
describe('the data of the first release', () => {
  it('is in the ledger of its shard from its first answer on', async () => {
    const ref = 'left-by-the-first-release'
    const sandbox = harness.getWorker('homeappliance-sandbox')
    const old = await sandbox.getDurableObjectStorage('SandboxLedger', { name: ref })
    await old.exec(`CREATE TABLE charge (id TEXT PRIMARY KEY, number INTEGER, idempotency_key TEXT, amount INTEGER,
      currency TEXT, decline_reason TEXT, created_at INTEGER, settles_at INTEGER)`)
    await old.exec(`CREATE TABLE refund (id TEXT PRIMARY KEY, charge_id TEXT, idempotency_key TEXT, amount INTEGER,
      currency TEXT, created_at INTEGER)`)
    await old.exec('CREATE TABLE request (idempotency_key TEXT PRIMARY KEY, fingerprint TEXT)')
    await old.exec('CREATE TABLE notice (subject TEXT PRIMARY KEY, type TEXT, due_at INTEGER, tries INTEGER)')
    await old.exec(`INSERT INTO request VALUES ('old-key', 'old-body')`)
    await old.exec(`INSERT INTO charge VALUES (?, 1, 'old-key', 4500, 'KRW', NULL, 1, 1)`, `ch_${ref}_1`)
    const shard = await sandbox.getDurableObjectStorage('SandboxRegister', { name: `part-${shardFor(ref)}` })
    await shard.exec('CREATE TABLE register (reference TEXT PRIMARY KEY, first_at INTEGER, last_at INTEGER)')
    await shard.exec('INSERT INTO register VALUES (?, 1, 1)', ref)
    expect(await moved(ref)).toEqual([[4500], []])
    const back = await post(`/charges/ch_${ref}_1/refunds`, { amount: 4500, currency: 'KRW' }, 'refund-1')
    expect(back).toMatchObject({ status: 201 })
  })
})

describe('a charge', () => {
  it('is made once for a key: the same request has the same answer, another body is refused', async () => {
    const ref = reference()
    const first = await post('/charges', charge(ref))
    expect(first).toMatchObject({ status: 201, body: { status: 'succeeded', reference: ref, amount: 4500 } })
    expect(await post('/charges', charge(ref))).toEqual(first)
    const other = await post('/charges', { ...charge(ref), amount: 9000 })
    expect(other).toMatchObject({ status: 422, body: { error: { code: 'idempotency_key_reused' } } })
    expect(await moved(ref)).toEqual([[4500], []])
  })

  it('is made once when twenty requests with one key come at once', async () => {
    const ref = reference()
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('/charges', charge(ref))))
    expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1)
    expect(await moved(ref)).toEqual([[4500], []])
  })

  it.each([
    ['tok_declined', 402, 'declined'],
    ['tok_insufficient_funds', 402, 'declined'],
    ['tok_failing', 500, 'processing_failed'],
    ['tok_unavailable', 503, 'unavailable'],
    ['tok_nobody_knows', 422, 'token_unknown'],
    ['toString', 422, 'token_unknown'],
  ])('with %s is answered %i and moves nothing', async (token, status, code) => {
    const ref = reference()
    expect(await post('/charges', charge(ref, token))).toMatchObject({
      status,
      body: { error: { code, charged: false } },
    })
    expect(await moved(ref)).toEqual([[], []])
  })

  it('that is slow is under way until it is done, for every request in the meantime', async () => {
    const ref = reference()
    const answer = post('/charges', charge(ref, 'tok_slow'))
    const statusOf = async () => {
      const { data } = (await send('GET', `/charges?reference=${ref}`)).body as { data: { status: string }[] }
      return data.map(({ status }) => status)
    }
    await expect.poll(statusOf, { timeout: 10_000 }).toEqual(['processing'])
    expect(await moved(ref)).toEqual([[], []])
    expect(await answer).toMatchObject({ status: 201, body: { status: 'succeeded' } })
    expect(await statusOf()).toEqual(['succeeded'])
    expect(await moved(ref)).toEqual([[4500], []])
  })

  it('whose answer is lost has been made, and its repeat is answered', async () => {
    const ref = reference()
    await expect(post('/charges', charge(ref, 'tok_lost'))).rejects.toThrow()
    expect(await moved(ref)).toEqual([[4500], []])
    expect(await post('/charges', charge(ref, 'tok_lost'))).toMatchObject({ status: 201 })
    expect(await moved(ref)).toEqual([[4500], []])
  })
})

describe('a refund', () => {
  it('is made once for a key, and never above what was charged', async () => {
    const ref = reference()
    const { body } = await post('/charges', charge(ref))
    const path = `/charges/${body['id']}/refunds`
    const part = { amount: 1500, currency: 'KRW' }
    const first = await post(path, part, 'refund-1')
    expect(first).toMatchObject({ status: 201, body: { status: 'succeeded', amount: 1500 } })
    expect(await post(path, part, 'refund-1')).toEqual(first)
    expect(await post(path, { ...part, amount: 3001 }, 'refund-2')).toMatchObject({ status: 422 })
    expect(await post(path, { ...part, amount: 3000 }, 'refund-1')).toMatchObject({ status: 422 })
    expect(await post(path, { ...part, amount: 3000 }, 'refund-3')).toMatchObject({ status: 201 })
    expect(await post(path, part, 'refund-4')).toMatchObject({ body: { error: { code: 'charge_already_refunded' } } })
    expect(await moved(ref)).toEqual([[4500], [1500, 3000]])
  })

  it('of a charge that was declined or never made is refused', async () => {
    const ref = reference()
    await post('/charges', charge(ref, 'tok_declined'))
    const money = { amount: 4500, currency: 'KRW' }
    expect(await post(`/charges/ch_${ref}_1/refunds`, money, 'r')).toMatchObject({ status: 409 })
    expect(await post(`/charges/ch_${ref}_2/refunds`, money, 'r')).toMatchObject({ status: 404 })
    expect(await post('/charges/nonsense/refunds', money, 'r')).toMatchObject({ status: 404 })
  })
})

describe('a webhook', () => {
  /** What the shop was told about a reference, in words; each webhook is signed. */
  async function result(ref: string): Promise<string[]> {
    const received = await (await harness.getWorker('homeappliance-payment').fetch('http://shop.internal/')).json()
    const bodies = (received as Received[]).map(({ headers, body }) => ({ headers, body, ...JSON.parse(body) }))
    const own = bodies.filter(({ data }) => data.reference === ref)
    for (const { headers, body } of own) {
      const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]+)$/.exec(headers['sandbox-signature'] ?? '') ?? []
      const mac = createHmac('sha256', 'sandbox_test_webhook_secret').update(`${seconds}.${body}`).digest('hex')
      expect(signature).toBe(mac)
    }
    return own.map(({ type, data }) => `${type} ${data.id}`)
  }

  it('reaches the shop, signed, once for each charge and refund, though its answer was lost and the shop failed', async () => {
    const ref = reference()
    await harness.getWorker('homeappliance-payment').fetch('http://shop.internal/?deafFor=2')
    await expect(post('/charges', charge(ref, 'tok_lost'))).rejects.toThrow()
    await post(`/charges/ch_${ref}_1/refunds`, { amount: 1500, currency: 'KRW' }, 'refund-1')
    await post('/charges', charge(ref, 'tok_declined'), 'key-2')
    await expect
      .poll(async () => (await result(ref)).sort(), { timeout: 60_000 })
      .toEqual([`charge.failed ch_${ref}_2`, `charge.succeeded ch_${ref}_1`, `refund.succeeded re_${ref}_1`])
  })
})

describe('the movements', () => {
  it('list the charges and refunds of a period, and refuse a wrong period or cursor', async () => {
    const ref = reference()
    const from = Date.now()
    await post('/charges', charge(ref))
    const found: unknown[] = []
    for (let cursor: string | null = '0:'; cursor !== null; ) {
      const page = await send('GET', `/movements?from=${from}&to=${Date.now() + 1}&cursor=${cursor}`)
      expect(page.status).toBe(200)
      const { data, next } = page.body as { data: { reference: string }[]; next: string | null }
      found.push(...data.filter((row) => row.reference === ref))
      cursor = next
    }
    expect(found).toMatchObject([{ kind: 'charge', id: `ch_${ref}_1`, amount: 4500, currency: 'KRW' }])
    expect(await send('GET', '/movements?from=x&to=1')).toMatchObject({ status: 400 })
    for (const cursor of ['9:', '0', '0:1.charge.1', '0:1.other.1.ref', '0:x.charge.1.ref', "0:1.charge.1.a'b"]) {
      const answer = await send('GET', `/movements?from=0&to=1&cursor=${encodeURIComponent(cursor)}`)
      expect(answer).toMatchObject({ status: 400, body: { error: { code: 'cursor_invalid' } } })
    }
    expect(await send('GET', '/movements?from=0&to=1&cursor=7:1.charge.1.ref')).toMatchObject({ body: { next: null } })
  })
})

describe('a request', () => {
  it('without the right key is refused', async () => {
    const headers = { authorization: 'Bearer wrong', 'idempotency-key': 'k' }
    expect(await send('POST', '/charges', charge(reference()), headers)).toMatchObject({ status: 401 })
    expect(await send('GET', '/ledger?reference=x', undefined, { authorization: '' })).toMatchObject({ status: 401 })
  })

  it.each([
    ['no JSON', '{', 400, 'json_malformed'],
    ['no amount', { ...charge('x'), amount: undefined }, 422, 'parameter_invalid'],
    ['a negative amount', { ...charge('x'), amount: -1 }, 422, 'parameter_invalid'],
    ['a broken amount', { ...charge('x'), amount: 1.5 }, 422, 'parameter_invalid'],
    ['no currency', { ...charge('x'), currency: 'won' }, 422, 'parameter_invalid'],
    ['a strange reference', charge('../x'), 422, 'parameter_invalid'],
    ['too much', { ...charge('x'), token: 'x'.repeat(20_000) }, 413, 'body_too_large'],
  ])('with %s is refused', async (_what, body, status, code) => {
    expect(await post('/charges', body)).toMatchObject({ status, body: { error: { code } } })
  })

  it('without an Idempotency-Key, or for what is not there, is refused', async () => {
    expect(await send('POST', '/charges', charge('x'))).toMatchObject({ status: 400 })
    expect(await send('GET', '/ledger')).toMatchObject({ status: 400 })
    expect(await send('GET', '/nothing')).toMatchObject({ status: 404 })
  })
})
