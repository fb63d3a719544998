// The sandbox's HTTP API, shaped after well-known payment providers: charges, refunds, and the ledger that shows what
// was really charged. It behaves like a remote provider: slow, failing or silent, as the token demands.
import * as z from 'zod'
import { idSchema } from '../contract/ids.ts'
import { type Answer, chargeNotFound, problem } from './answer.ts'
import type { AuthenticationOutcome } from './authentications.ts'
import { type DisputeOutcome, disputeOutcomes } from './disputes.ts'
import { type Keyed, type Position, parseChargeId, parseDisputeId, parseId, parseRefundId, shardFor } from './entry.ts'
import type { Ledger, Money, NewCharge } from './ledger.ts'
import { movements } from './movements.ts'
import { behaviorOf } from './tokens.ts'

type Later<T> = T | Promise<T>

/** A shard of the ledger, in its own object. */
export type LedgerShard = {
  charge(reference: string, keyed: Keyed, charge: NewCharge, now: number): Later<Answer>
  refund(chargeId: string, keyed: Keyed, wanted: Money, now: number): Later<Answer>
  dispute(chargeId: string, keyed: Keyed, wanted: Money, now: number): Later<Answer>
  closeDispute(disputeId: string, keyed: Keyed, outcome: DisputeOutcome, now: number): Later<Answer>
  refunds(chargeId: string, now: number): Later<Answer>
  failRefund(refundId: string, keyed: Keyed, now: number): Later<Answer>
  findDispute(disputeId: string, now: number): Later<Answer>
  decide(authenticationId: string, outcome: AuthenticationOutcome, now: number): Later<Answer>
  authentication(authenticationId: string, now: number): Later<Answer>
  charges(reference: string, now: number): Later<unknown[]>
  moved(reference: string, now: number): Later<ReturnType<Ledger['moved']>>
  movements(from: number, to: number, after: Position | null, now: number): Later<ReturnType<Ledger['movements']>>
}

export type SandboxPorts = {
  apiKey: string
  /** The latency of every answer is between these two; `slowMs` is what `tok_slow` adds. */
  latencyMs: { min: number; max: number }
  slowMs: number
  /** How long a lost answer keeps its caller waiting before the connection breaks. */
  lostMs: number
  ledger: (shard: number) => LedgerShard
  now: () => number
  random: () => number
  sleep: (milliseconds: number) => Promise<void>
}

const bodyBytesMax = 10_000
const keyPattern = /^[\x21-\x7e]{1,255}$/

const money = { amount: z.int().positive(), currency: z.string().regex(/^[A-Z]{3}$/) }
const returnUrl = z.string().max(2000).optional()
const chargeSchema = z.object({ ...money, token: z.string(), reference: idSchema, returnUrl })
const cancelSchema = z.object({ status: z.literal('canceled') })
const refundSchema = z.object(money)
const failureSchema = z.object({ status: z.literal('failed') })
const decisionSchema = z.object({ status: z.enum(disputeOutcomes) })

/** Answer one request. Throws after `lostMs` when the token demands a lost answer. */
export async function serve(request: Request, ports: SandboxPorts): Promise<Response> {
  const { min, max } = ports.latencyMs
  await ports.sleep(min + ports.random() * (max - min))
  const answer = await route(request, ports)
  if (answer.lost) {
    await ports.sleep(ports.lostMs)
    throw new Error('the answer was lost on the way')
  }
  await ports.sleep(answer.at - ports.now())
  return Response.json(answer.body, { status: answer.status })
}

async function route(request: Request, ports: SandboxPorts): Promise<Answer> {
  const now = ports.now()
  if (request.headers.get('authorization') !== `Bearer ${ports.apiKey}`) {
    return problem(401, 'api_key_invalid', 'The API key is missing or wrong.', now, { charged: false })
  }
  const url = new URL(request.url)
  const [, chargeId, part] = /^\/charges\/([^/]+)\/(refunds|disputes)$/.exec(url.pathname) ?? []
  const refundId = /^\/refunds\/([^/]+)$/.exec(url.pathname)?.[1]
  const authenticationId = /^\/authentications\/([^/]+)$/.exec(url.pathname)?.[1]
  const disputeId = /^\/disputes\/([^/]+)$/.exec(url.pathname)?.[1]
  if (request.method === 'POST' && url.pathname === '/charges') return await charge(request, ports)
  if (request.method === 'GET' && chargeId !== undefined && part === 'refunds') {
    const id = decodeURIComponent(chargeId)
    return await ports.ledger(shardFor(parseChargeId(id)?.reference ?? '')).refunds(id, now)
  }
  if (request.method === 'POST' && chargeId !== undefined)
    return await takeBack(request, part === 'refunds' ? 'refund' : 'dispute', decodeURIComponent(chargeId), ports)
  if (request.method === 'POST' && refundId !== undefined)
    return await failRefund(request, decodeURIComponent(refundId), ports)
  if (request.method === 'POST' && authenticationId !== undefined)
    return await cancelAuthentication(request, decodeURIComponent(authenticationId), ports)
  if (disputeId !== undefined) return await dispute(request, decodeURIComponent(disputeId), ports)
  if (request.method === 'GET' && (url.pathname === '/charges' || url.pathname === '/ledger')) {
    const reference = idSchema.safeParse(url.searchParams.get('reference'))
    if (!reference.success) return problem(400, 'reference_required', 'Name a reference, as ?reference=…', now)
    const ledger = ports.ledger(shardFor(reference.data))
    const body =
      url.pathname === '/ledger'
        ? await ledger.moved(reference.data, now)
        : { data: await ledger.charges(reference.data, now) }
    return { status: 200, body, at: now, lost: false }
  }
  if (request.method === 'GET' && url.pathname === '/movements') return await movements(url.searchParams, ports, now)
  return problem(404, 'not_found', 'There is no such thing here.', now)
}

async function charge(request: Request, ports: SandboxPorts): Promise<Answer> {
  const now = ports.now()
  const read = await readRequest(request, chargeSchema, now)
  if (!read.ok) return read.answer
  const { key, fingerprint } = read
  const { token, reference, amount, currency, returnUrl } = read.value
  const behavior = behaviorOf(token)
  if (behavior === null) return problem(422, 'token_unknown', 'There is no such token.', now, { charged: false })
  switch (behavior.kind) {
    case 'breaks':
      return problem(behavior.status, behavior.code, 'Nothing was charged.', now, { charged: false })
    case 'authenticates':
    case 'takes':
    case 'loses': {
      const slow = behavior.kind === 'takes' && behavior.slow
      const isDeclined = behavior.kind === 'authenticates' && returnUrl === undefined
      const otherReason = isDeclined ? 'authenticationRequired' : null
      const declineReason = behavior.kind === 'takes' ? behavior.declineReason : otherReason
      const settlesAt = now + (slow ? ports.slowMs : 0)
      const loseAnswer = behavior.kind === 'loses'
      const { isDisputed = false, refunds = null } = behavior.kind === 'takes' ? behavior : {}
      const facts = { amount, currency, declineReason, settlesAt, isDisputed, refunds, loseAnswer }
      const mustAuthenticate = behavior.kind === 'authenticates' && returnUrl !== undefined
      const wanted = mustAuthenticate ? { ...facts, returnUrl } : facts
      return await ports.ledger(shardFor(reference)).charge(reference, { key, fingerprint }, wanted, now)
    }
  }
}

/** `POST /charges/{id}/refunds`, or `POST /charges/{id}/disputes` as the customer's bank would. */
async function takeBack(
  request: Request,
  what: 'refund' | 'dispute',
  chargeId: string,
  ports: SandboxPorts,
): Promise<Answer> {
  const now = ports.now()
  const read = await readRequest(request, refundSchema, now)
  if (!read.ok) return read.answer
  const charge = parseChargeId(chargeId)
  if (charge === null) return chargeNotFound(now)
  const keyed = { key: read.key, fingerprint: `${chargeId} ${read.fingerprint}` }
  return await ports.ledger(shardFor(charge.reference))[what](chargeId, keyed, read.value, now)
}

/** `POST /refunds/{id}` with `{"status":"failed"}`, as the customer's bank would let it fail. */
async function failRefund(request: Request, refundId: string, ports: SandboxPorts): Promise<Answer> {
  const now = ports.now()
  const read = await readRequest(request, failureSchema, now)
  if (!read.ok) return read.answer
  const { key, fingerprint } = read
  return await ports
    .ledger(shardFor(parseRefundId(refundId)?.reference ?? ''))
    .failRefund(refundId, { key, fingerprint }, now)
}

/** `POST /authentications/{id}` with `{"status":"canceled"}`: nothing is charged, unless it was before. */
async function cancelAuthentication(request: Request, id: string, ports: SandboxPorts): Promise<Answer> {
  const now = ports.now()
  const read = await readRequest(request, cancelSchema, now)
  return read.ok
    ? await ports.ledger(shardFor(parseId('au', id)?.reference ?? '')).decide(id, 'canceled', now)
    : read.answer
}

/** `GET /disputes/{id}`, and `POST /disputes/{id}` with its decision: `{"status":"won"}` or `"lost"`. */
async function dispute(request: Request, disputeId: string, ports: SandboxPorts): Promise<Answer> {
  const now = ports.now()
  const ledger = ports.ledger(shardFor(parseDisputeId(disputeId)?.reference ?? ''))
  if (request.method !== 'POST') return await ledger.findDispute(disputeId, now)
  const read = await readRequest(request, decisionSchema, now)
  if (!read.ok) return read.answer
  const { key, fingerprint } = read
  return await ledger.closeDispute(disputeId, { key, fingerprint }, read.value.status, now)
}

type Read<T> = { ok: true; key: string; fingerprint: string; value: T } | { ok: false; answer: Answer }

async function readRequest<T>(request: Request, schema: z.ZodType<T>, now: number): Promise<Read<T>> {
  const refuse = (status: number, code: string, message: string): Read<T> => ({
    ok: false,
    answer: problem(status, code, message, now, { charged: false }),
  })
  const key = request.headers.get('idempotency-key') ?? ''
  if (!keyPattern.test(key))
    return refuse(400, 'idempotency_key_required', 'Send an Idempotency-Key of 1 to 255 characters.')
  const body = await request.arrayBuffer()
  if (body.byteLength > bodyBytesMax) return refuse(413, 'body_too_large', 'The body is too large.')
  const json = parseJson(new TextDecoder().decode(body))
  if (json === undefined) return refuse(400, 'json_malformed', 'The body is not JSON.')
  const parsed = schema.safeParse(json)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return refuse(422, 'parameter_invalid', `${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'is invalid'}`)
  }
  return { ok: true, key, fingerprint: JSON.stringify(parsed.data), value: parsed.data }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
