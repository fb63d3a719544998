// The payment service: checks which verified caller may make which call, answers it, and takes the provider's webhooks.
import { type Call, mayCall, ownsResource } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import { type Idempotency, idempotencyOf } from '../contract/idempotency.ts'
import { orderIdSchema } from '../contract/ids.ts'
import type { OrderSummary } from '../contract/order.ts'
import { accepted, type Result } from '../contract/result.ts'
import type { GateState, OrderCommandsRpc, PaymentRpc, PaymentView, PayOutcome } from '../contract/rpc.ts'
import type { Log } from '../platform/log.ts'
import { answerOfOrder, refusals } from './domain/pay-response.ts'
import type { DisputeOutcome, PaymentProvider, RecordOutcome, Rejected } from './providers/provider.ts'
import { reportDispute } from './reconciliation/report-dispute.ts'

/** The payment of an order, in its own object. */
export type PaymentOfOrder = {
  pay(order: OrderSummary, token: string | null, idempotency: Idempotency | null): Promise<Result<PayOutcome>>
  view(): Promise<PaymentView>
  news(): Promise<void>
  requestRefunds(order: OrderSummary): Promise<void>
}

export type PaymentServicePorts = {
  orders: OrderCommandsRpc
  payment: (orderId: string) => PaymentOfOrder
  gate: (id: string) => {
    record(orderId: string): Promise<RecordOutcome>
    dispute(disputeId: string): Promise<DisputeOutcome | Rejected>
  }
  /** The state of every gate to the provider, by its name. */
  gates: () => Promise<Record<string, GateState>>
  provider: PaymentProvider
  now: () => number
  log: Log
}

/** The longest payment token taken from a customer. */
const tokenPattern = /^[\x21-\x7e]{1,255}$/

export function paymentService(ports: PaymentServicePorts): PaymentRpc {
  return {
    async pay(caller, orderId, token, request, known) {
      const seen = await visible(ports, 'pay', caller, orderId, known)
      if (!seen.ok) return seen
      const order = seen.value
      const idempotency = await idempotencyOf(request, { orderId, pay: token })
      const settled = idempotency === null ? answerOfOrder(order) : null
      if (settled !== null) return settled
      if (token !== null && !tokenPattern.test(token)) return refusals.tokenInvalid
      return await ports.payment(orderId).pay(order, token, idempotency)
    },

    async get(caller, orderId) {
      const seen = await visible(ports, 'readPayment', caller, orderId)
      if (!seen.ok) return seen
      return accepted(await ports.payment(orderId).view())
    },

    async providerRecord(caller, orderId) {
      const seen = await visible(ports, 'readProviderRecord', caller, orderId)
      if (!seen.ok) return seen
      const outcome = await ports.gate(orderId).record(orderId)
      return outcome.status === 'read' ? accepted(outcome.record) : refusals.gateClosed
    },

    async gates(caller) {
      if (!mayCall(caller.role, 'readGates')) return refusals.notFor(caller.role)
      return accepted(Object.entries(await ports.gates()).map(([gate, state]) => ({ gate, ...state })))
    },

    async webhook(provider, headers, body, query = {}) {
      if (provider !== ports.provider.name) return refusals.badSignature
      const bytes = Uint8Array.from(typeof body === 'string' ? new TextEncoder().encode(body) : body)
      const verdict = await ports.provider.verifyWebhook({ headers, query, body: bytes }, ports.now())
      if (!verdict.genuine) return refusals.badSignature
      if (verdict.disputeId !== undefined) return await recordDispute(ports, verdict.disputeId)
      if (verdict.orderId !== null) await ports.payment(verdict.orderId).news()
      return accepted(null)
    },
  }
}

/** Answered only after the order has recorded it: until then the provider sends its webhook again. */
async function recordDispute(ports: PaymentServicePorts, disputeId: string): Promise<Result<null>> {
  const found = await ports.gate(disputeId).dispute(disputeId)
  if (found.status === 'unknown' || found.status === 'rejected') return refusals.gateClosed
  if (found.status === 'absent' || found.orderId === null) return accepted(null)
  const order = await reportDispute(ports, found.orderId, found.dispute)
  if (order !== null) await ports.payment(found.orderId).requestRefunds(order)
  return accepted(null)
}

/** The order, when the caller may make this call for it. To any other caller the order does not exist. */
async function visible(
  ports: PaymentServicePorts,
  call: Call,
  caller: Caller,
  orderId: string,
  known?: OrderSummary,
): Promise<Result<OrderSummary>> {
  if (!mayCall(caller.role, call)) return refusals.notFor(caller.role)
  if (!orderIdSchema.safeParse(orderId).success) return refusals.notFound
  const order = known?.orderId === orderId ? known : await ports.orders.read(orderId)
  return order !== null && ownsResource(caller, call, order.customerId) ? accepted(order) : refusals.notFound
}
