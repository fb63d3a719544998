// The synthetic order: placed by a cron or by ops, canceled at once, and followed until all contexts have done their
// part.
import type { Caller } from '../contract/caller.ts'
import type { RequestMeta } from '../contract/idempotency.ts'
import { accepted, type Result } from '../contract/result.ts'
import type { MyPageRpc, OrderRpc, Page, PageRequest } from '../contract/rpc.ts'
import { type SyntheticRun, syntheticCustomer, syntheticItemId, type syntheticSteps } from '../contract/synthetic.ts'
import type { Database } from '../platform/database.ts'
import { describeFault, type Log } from '../platform/log.ts'
import { readPage } from '../platform/paging.ts'
import { newTrace } from '../platform/trace.ts'
import { refusalFor } from './ports.ts'
import { lastRun, listRuns, recordRun } from './synthetic-store.ts'

export type SyntheticPorts = {
  database: Database
  orders: Pick<OrderRpc, 'place' | 'cancel' | 'get'>
  myPages: Pick<MyPageRpc, 'get'>
  now: () => number
  newId: () => string
  sleep: (milliseconds: number) => Promise<void>
  log: Log
}

/** Between two looks at what the other contexts have done, and how long they may take. */
const lookMs = 500
/** Shorter than an answer may take: see answerMsMax of the gateway. */
const settleMsMax = 15_000

/** See SyntheticRpc. */
export async function placeSynthetic(
  ports: SyntheticPorts,
  caller: Caller,
  { requestId }: RequestMeta,
): Promise<Result<SyntheticRun>> {
  const refusal = refusalFor(caller)
  return refusal ?? accepted(await run(ports, requestId, caller.traceparent))
}

/** See SyntheticRpc. */
export async function syntheticRuns(
  { database }: Pick<SyntheticPorts, 'database'>,
  caller: Caller,
  page: PageRequest,
): Promise<Result<Page<SyntheticRun>>> {
  const refusal = refusalFor(caller)
  if (refusal !== null) return refusal
  const keyset = readPage(page)
  return keyset.ok ? accepted(await listRuns(database, keyset.value)) : keyset
}

/** By the clock: place one when the last one was `everySeconds` ago; 0: never. */
export async function placeSyntheticByClock(ports: SyntheticPorts, everySeconds: number): Promise<void> {
  if (everySeconds === 0) return
  const last = await lastRun(ports.database)
  // A cron comes a moment early or late.
  if (last !== null && ports.now() - Date.parse(last.startedAt) < 900 * everySeconds) return
  const requestId = `synthetic_${ports.newId()}`
  await run(ports, requestId, newTrace(requestId))
}

type Step = (typeof syntheticSteps)[number]

/** `traceparent`: the span that began it; absent in calls of gateways of earlier releases. */
async function run(ports: SyntheticPorts, requestId: string, traceparent?: string): Promise<SyntheticRun> {
  const { database, now, newId, log } = ports
  const startedAt = now()
  const state: { step: Step; orderId: string | null } = { step: 'place', orderId: null }
  let cause: string | null = null
  try {
    const customer = traceparent === undefined ? syntheticCustomer : { ...syntheticCustomer, traceparent }
    await goThrough(ports, customer, { requestId, idempotencyKey: null }, state)
  } catch (fault) {
    cause = describeFault(fault)
    log('synthetic_order_failed', { ...state, traceparent, fault: cause })
  }
  const result: SyntheticRun = {
    startedAt: new Date(startedAt).toISOString(),
    orderId: state.orderId,
    failedStep: cause === null ? null : state.step,
    cause,
    milliseconds: now() - startedAt,
  }
  await recordRun(database, newId(), result)
  return result
}

/** Throws at the step that fails. */
async function goThrough(
  ports: SyntheticPorts,
  customer: Caller,
  request: RequestMeta,
  state: { step: Step; orderId: string | null },
): Promise<void> {
  const { orders, myPages } = ports
  const line = { itemId: syntheticItemId, qty: 1 }
  const placed = given(await orders.place(customer, { lines: [line], contact, withPaymentToken: false }, request))
  const { orderId, orderStatus } = placed.order
  state.orderId = orderId
  if (orderStatus !== 'payApproved') throw new Error(`it was placed and is ${orderStatus}`)
  state.step = 'cancel'
  given(await orders.cancel(customer, orderId, null, request))
  state.step = 'settle'
  const settled = await becomes(ports, async () => {
    const order = given(await orders.get(customer, orderId))
    return { isSo: order.orderStatus === 'payCanceled', is: order.orderStatus, seq: order.seq }
  })
  state.step = 'show'
  await becomes(ports, async () => {
    const row = await myPages.get(customer, orderId)
    const seq = row.ok ? row.value.order.seq : 0
    return { isSo: seq >= settled.seq, is: `at event ${seq} of ${settled.seq}`, seq }
  })
}

const contact = {
  customerName: 'Synthetic order',
  deliveryAddress: 'It is delivered to nobody',
  deliveryPhoneNumber: '+82 2-000-0000',
}

type Look = { isSo: boolean; is: string; seq: number }

/** Look until it is so. Throws when it is not in time. */
async function becomes({ now, sleep }: SyntheticPorts, look: () => Promise<Look>): Promise<Look> {
  const until = now() + settleMsMax / 2
  for (;;) {
    const seen = await look()
    if (seen.isSo) return seen
    if (now() >= until) throw new Error(`after ${settleMsMax / 2} ms it is ${seen.is}`)
    await sleep(lookMs)
  }
}

function given<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new Error(`it was refused: ${result.rejection.code}`)
}
