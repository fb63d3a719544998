// Loads what an order's page shows, for a clerk: the order, its payments, its notes, and the result of the last form.
import type { Caller } from '../contract/caller.ts'
import { readerOf } from '../contract/language.ts'
import { type OrderSummary, wasCharged } from '../contract/order.ts'
import type { PaymentRpc } from '../contract/payment-rpc.ts'
import type { Rejection } from '../contract/rejections.ts'
import type { OrderRpc } from '../contract/rpc.ts'
import { describeFault } from '../platform/log.ts'
import { notFoundPage, pageStatusOf } from '../web/error-pages.tsx'
import { renderPage } from '../web/page.tsx'
import { listNotes } from './notes.ts'
import { orderTexts } from './order-texts.ts'
import { type OrderView, orderPage } from './order-view.tsx'
import type { PaymentFacts } from './payments-view.tsx'
import { refusalText } from './refusal-text.ts'
import { slipPage } from './slip.tsx'
import { findOrder } from './store.ts'
import type { Typed } from './work-forms.tsx'
import type { WorkPorts } from './worklist.ts'

export type OrderPagePorts = WorkPorts &
  Pick<OrderRpc, 'history'> & { payments: Pick<PaymentRpc, 'get' | 'providerRecord' | 'settleRefund'> }

export type Input = {
  notice?: string | null
  flash?: OrderView['flash']
  rejection?: Rejection
  typed?: Partial<Omit<Typed, 'error'>>
  /** The step to show the order after; null: the last one. */
  asOf?: number | null
  asksProvider?: boolean
}

/** The order, with why its last form was refused: beside what was typed, when that was at fault, or else at the top. */
export async function showOrder(
  ports: OrderPagePorts,
  caller: Caller,
  orderId: string,
  { notice = null, flash = null, rejection, typed = {}, asOf = null, asksProvider = false }: Input,
  headers: [string, string][] = [],
): Promise<Response> {
  const history = await ports.history(caller, orderId, null)
  if (!history.ok) return notFoundPage(caller, history.rejection)
  const now = history.value
  const isPast = asOf !== null && asOf < now.order.seq
  const past = isPast ? await ports.history(caller, orderId, asOf) : history
  if (!past.ok) return notFoundPage(caller, past.rejection)
  const [entry, notes, payments] = await Promise.all([
    findOrder(ports.shards, orderId),
    listNotes(ports.shards, orderId),
    isPast ? null : paymentsOf(ports, caller, orderId, asksProvider),
  ])
  const reader = readerOf(caller)
  const error = rejection === undefined ? null : refusalText(rejection, reader)
  const isTyped = Object.values(typed).some((input) => input !== null)
  const view: OrderView = {
    order: past.value.order,
    events: past.value.events,
    asOf: isPast ? { seq: asOf, of: now.order.seq } : null,
    clerk: entry?.clerk ?? null,
    notes,
    payments,
    flash: error !== null && !isTyped ? { tone: 'bad', text: error } : (flash ?? noticeOf(notice, now.order, caller)),
    typed: { cancelReason: null, refund: null, settlement: null, note: null, ...typed, error },
  }
  return renderPage(orderPage(caller, view), rejection ? pageStatusOf(rejection) : 200, headers)
}

export async function showSlip(ports: OrderPagePorts, caller: Caller, orderId: string): Promise<Response> {
  const history = await ports.history(caller, orderId, null)
  if (!history.ok) return notFoundPage(caller, history.rejection)
  return renderPage(slipPage(caller, history.value.order))
}

/** The page can do without them: a fault is logged. The provider is asked on request only, since it is far away. */
async function paymentsOf(
  { payments, log }: OrderPagePorts,
  caller: Caller,
  orderId: string,
  asksProvider: boolean,
): Promise<PaymentFacts | null> {
  const orNull = (cause: unknown) => {
    log('payments_unavailable', { orderId, traceparent: caller.traceparent, fault: describeFault(cause) })
    return null
  }
  const view = await payments.get(caller, orderId).catch(orNull)
  if (view === null || !view.ok) return null
  if (!asksProvider) return { view: view.value, provider: 'notAsked' }
  const record = await payments.providerRecord(caller, orderId).catch(orNull)
  return { view: view.value, provider: record?.ok ? record.value : 'unavailable' }
}

/** What the form before has done, as far as the order agrees. */
function noticeOf(notice: string | null, order: OrderSummary, caller: Caller) {
  const { orderStatus, cancel, payment } = order
  const t = orderTexts[readerOf(caller).language].notices
  const isTaken = ['orderTaken', 'deliveryStarted', 'deliveryCompleted'].includes(orderStatus)
  const good = (text: string) => ({ tone: 'good', text }) as const
  if (notice === 'taken' && isTaken) return good(t.taken)
  if (notice === 'canceled' && cancel) return good(wasCharged(order) ? `${t.canceled} ${t.moneyBack}` : t.canceled)
  if (notice === 'refunding' && payment.partRefunds.length > 0) return good(t.refunding)
  if (notice === 'settled') return good(t.settled)
  if (notice === 'claimed' || notice === 'released' || notice === 'noted') return good(t[notice])
  return null
}
