// The payment service: checks which verified caller may make which call, answers it, and takes the provider's webhooks.
import { type Call, mayCall, ownsResource } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import { type Idempotency, idempotencyOf } from '../contract/idempotency.ts'
import { orderIdSchema } from '../contract/ids.ts'
import { readerOf } from '../contract/language.ts'
import type { CheckoutWay, GateState, PaymentView, SealedPayOutcome } from '../contract/payment.ts'
import type { PaymentRpc } from '../contract/payment-rpc.ts'
import { accepted, type Result } from '../contract/result.ts'
import type { OrderCommandsRpc } from '../contract/rpc.ts'
import type { MaybeSealed } from '../contract/sealed.ts'
import { referenceLengthMax } from '../contract/settlement.ts'
import { asLine } from '../contract/text.ts'
import type { Log } from '../platform/log.ts'
import { openOutcome } from '../platform/personal-data.ts'
import type { Vault } from '../platform/vault.ts'
import type { SettlementRequest } from './actor/settle-refund.ts'
import type { NextAttempt } from './domain/claim.ts'
import { answerOfOrder, refusals } from './domain/pay-response.ts'
import type { PaymentState } from './domain/payment-state.ts'
import { settlementRefusals } from './domain/settlement.ts'
import { chargeKey } from './providers/charge-key.ts'
import type { Gate } from './providers/gate.ts'
import type { CheckoutQuery, DisputeOutcome, PageQuery, PaymentProvider, Rejected } from './providers/provider.ts'
import { joinRecords, type RecordPorts, recordsOf } from './reconciliation/records.ts'
import { reportDispute } from './reconciliation/report-dispute.ts'

/** The payment of an order, in its own object. */
export type PaymentOfOrder = {
  pay(
    order: MaybeSealed,
    token: string | null,
    idempotency: Idempotency | null,
    returnUrl: string | null,
    traceparent?: string,
  ): Promise<Result<SealedPayOutcome>>
  lookUp(traceparent?: string): Promise<void>
  next(): Promise<NextAttempt>
  view(): Promise<PaymentView>
  news(): Promise<void>
  requestRefunds(order: MaybeSealed): Promise<void>
  settle(request: SettlementRequest): Promise<Result<PaymentView>>
  state(): Promise<PaymentState>
}

export type PaymentServicePorts = RecordPorts & {
  orders: OrderCommandsRpc
  vault: Pick<Vault, 'open'>
  payment: (orderId: string) => PaymentOfOrder
  /** The order of a refund that a webhook names. */
  orderOfRefund: (provider: string, refundId: string) => ReturnType<Gate['orderOfRefund']>
  openPage: (provider: string, page: PageQuery) => ReturnType<Gate['openPage']>
  dispute: (provider: string, disputeId: string) => Promise<DisputeOutcome | Rejected>
  /** The state of every gate to a provider, by its name. */
  gates: () => Promise<Record<string, GateState>>
  /** The provider of that name; null when it is not configured. */
  provider: (name: string) => Pick<PaymentProvider, 'verifyWebhook' | 'checkout'> | null
  now: () => number
  log: Log
}

/** The longest payment token taken from a customer. */
const tokenPattern = /^[\x21-\x7e]{1,255}$/

export function paymentService(ports: PaymentServicePorts): PaymentRpc {
  return {
    async pay(caller, orderId, token, request, known, returnUrl = null) {
      const seen = await visible(ports, 'pay', caller, orderId, known)
      if (!seen.ok) return seen
      const order = seen.value
      const idempotency = await idempotencyOf(request, { orderId, pay: token })
      const settled = idempotency === null ? answerOfOrder(order) : null
      if (settled !== null) return openOutcome(ports.vault, settled)
      if (token !== null && !tokenPattern.test(token)) return refusals.tokenInvalid
      const paid = await ports.payment(orderId).pay(order, token, idempotency, returnUrl, caller.traceparent)
      return openOutcome(ports.vault, paid)
    },

    async checkout(caller, orderId, returnUrl, hasReturned) {
      const seen = await visible(ports, 'pay', caller, orderId)
      if (!seen.ok) return seen
      if (answerOfOrder(seen.value) !== null) return accepted({ way: null, action: null })
      const payment = ports.payment(orderId)
      if (hasReturned) await payment.lookUp(caller.traceparent)
      const { attempt, action } = await payment.next()
      if (attempt === null) return accepted({ way: null, action })
      return accepted({ way: wayFor(ports, queryOf(seen.value, attempt, returnUrl)), action })
    },

    async openPage(caller, orderId, returnUrl) {
      const seen = await visible(ports, 'pay', caller, orderId)
      if (!seen.ok) return seen
      const order = seen.value
      const { attempt } = answerOfOrder(order) === null ? await ports.payment(orderId).next() : { attempt: null }
      if (attempt === null) return accepted({ url: null })
      const query = queryOf(order, attempt, returnUrl)
      const way = wayFor(ports, query)
      if (way?.kind !== 'toss' || !way.hasPage) return accepted({ url: null })
      const orderName = { en: `Order ${orderId}`, ko: `주문 ${orderId}` }[readerOf(caller).language]
      const page = await ports.openPage(ports.providers[0] ?? '', { ...query, orderName })
      if (page.status === 'opened') return accepted({ url: page.url })
      const { traceparent } = caller
      if (page.status === 'refused') ports.log('provider_page_refused', { orderId, traceparent, reason: page.reason })
      return refusals.gateClosed
    },

    async get(caller, orderId) {
      const seen = await visible(ports, 'readPayment', caller, orderId)
      if (!seen.ok) return seen
      return accepted(shownTo(caller, await ports.payment(orderId).view()))
    },

    async settleRefund(caller, orderId, refundId, { way, checkedAtProvider, ...input }, requestId) {
      const seen = await visible(ports, 'settleRefund', caller, orderId)
      if (!seen.ok) return seen
      const reference = asLine(input.reference, referenceLengthMax)
      if (reference === null) return settlementRefusals.referenceMissing
      return ports.payment(orderId).settle({ refundId, way, reference, checkedAtProvider, caller, requestId })
    },

    async providerRecord(caller, orderId) {
      const seen = await visible(ports, 'readProviderRecord', caller, orderId)
      if (!seen.ok) return seen
      const outcome = await recordsOf(ports, orderId, await ports.payment(orderId).state())
      return outcome.status === 'read' ? accepted(joinRecords(outcome.records)) : refusals.gateClosed
    },

    async gates(caller) {
      if (!mayCall(caller.role, 'readGates')) return refusals.notFor(caller.role)
      return accepted(Object.entries(await ports.gates()).map(([gate, state]) => ({ gate, ...state })))
    },

    webhook: (...args) => receiveWebhook(ports, ...args),
  }
}

async function receiveWebhook(
  ports: PaymentServicePorts,
  ...[name, headers, body, query = {}]: Parameters<PaymentRpc['webhook']>
): Promise<Result<null>> {
  const provider = ports.provider(name)
  if (provider === null) return refusals.badSignature
  const bytes = Uint8Array.from(typeof body === 'string' ? new TextEncoder().encode(body) : body)
  const verdict = await provider.verifyWebhook({ headers, query, body: bytes }, ports.now())
  if (!verdict.genuine) return refusals.badSignature
  const { disputeId } = verdict
  if (disputeId !== undefined) return await recordDispute(ports, name, disputeId, headers['traceparent'])
  if (verdict.refundId !== undefined) return await tellOfRefund(ports, name, verdict.refundId)
  if (verdict.orderId !== null) await ports.payment(verdict.orderId).news()
  return accepted(null)
}

/** How a refund was settled is for the store to read, and that it was for the customer too. */
function shownTo(caller: Caller, view: PaymentView): PaymentView {
  if (caller.role !== 'customer') return view
  const refunds = view.refunds.map(({ settlement, ...refund }) => {
    return settlement === undefined ? refund : { ...refund, settlement: { ...settlement, reference: null, by: null } }
  })
  return { ...view, refunds }
}

function queryOf({ orderId, total }: MaybeSealed, attempt: number, returnUrl: string): CheckoutQuery {
  return { key: chargeKey(orderId, attempt), amount: total, returnUrl }
}

function wayFor(ports: PaymentServicePorts, query: CheckoutQuery): CheckoutWay | null {
  return ports.provider(ports.providers[0] ?? '')?.checkout(query) ?? null
}

/** A refund that names no order was made by hand: the payment of its charge looks it up. */
async function tellOfRefund(ports: PaymentServicePorts, provider: string, refundId: string): Promise<Result<null>> {
  const found = await ports.orderOfRefund(provider, refundId)
  if (found.status !== 'found') return refusals.gateClosed
  if (found.orderId !== null) await ports.payment(found.orderId).news()
  return accepted(null)
}

/** Answered only after the order has recorded it: until then the provider sends its webhook again. */
async function recordDispute(
  ports: PaymentServicePorts,
  provider: string,
  disputeId: string,
  traceparent: string | undefined,
): Promise<Result<null>> {
  const found = await ports.dispute(provider, disputeId)
  if (found.status === 'unknown' || found.status === 'rejected') return refusals.gateClosed
  if (found.status === 'absent' || found.orderId === null) return accepted(null)
  const order = await reportDispute(ports, found.orderId, found.dispute, traceparent)
  if (order !== null) await ports.payment(found.orderId).requestRefunds(order)
  return accepted(null)
}

/** The order, when the caller may make this call for it. To any other caller the order does not exist. */
async function visible(
  ports: PaymentServicePorts,
  call: Call,
  caller: Caller,
  orderId: string,
  known?: MaybeSealed,
): Promise<Result<MaybeSealed>> {
  if (!mayCall(caller.role, call)) return refusals.notFor(caller.role)
  if (!orderIdSchema.safeParse(orderId).success) return refusals.notFound
  const order = known?.orderId === orderId ? known : await ports.orders.read(orderId)
  return order !== null && ownsResource(caller, call, order.customerId) ? accepted(order) : refusals.notFound
}
