// Paying in a browser: the page that takes the card, the way over the bank, and the return from the provider.
import type { Caller } from '../contract/caller.ts'
import type { RequestMeta } from '../contract/idempotency.ts'
import { shortNumber } from '../contract/ids.ts'
import { detailIn, type Reader, readerOf } from '../contract/language.ts'
import type { Checkout, PayOutcome } from '../contract/payment.ts'
import type { PaymentRpc } from '../contract/payment-rpc.ts'
import type { Rejection } from '../contract/rejections.ts'
import { accepted, type Result } from '../contract/result.ts'
import type { OrderRpc } from '../contract/rpc.ts'
import { describeFault } from '../platform/log.ts'
import { type PayPorts, payOrder, returnUrlOf } from '../platform/pay-order.ts'
import type { Flash } from '../web/components.tsx'
import { draftNotice, draftOf } from '../web/draft.ts'
import { notFoundPage, pageStatusOf, refusalPage, seeOther } from '../web/error-pages.tsx'
import { keepNotice, takeNotice } from '../web/flash.ts'
import { shownTo } from '../web/links.ts'
import { renderPage } from '../web/page.tsx'
import { declineWords } from '../web/payment-words.ts'
import type { MyPagePorts } from './event-handler.ts'
import { authenticationPage, payPage, providerPage } from './pay-page.tsx'
import { payTexts } from './pay-texts.ts'
import { changesByItself, paymentOutcome } from './payment-outcome.ts'
import { getOwn } from './projection.ts'
import { texts } from './texts.ts'
import type { OrderView } from './views.tsx'

export type PayingPorts = MyPagePorts &
  PayPorts & { orders: Pick<OrderRpc, 'history'>; payments: Pick<PaymentRpc, 'checkout' | 'openPage'> }

/**
 * The page that takes the card. An order that is not to be paid shows its own page instead. `code`: why the provider
 * has sent the customer back without a payment.
 */
export async function showPay(
  ports: PayingPorts,
  caller: Caller,
  request: Request,
  orderId: string,
  code: string | null = null,
): Promise<Response> {
  const found = await readOrder(ports, caller, orderId)
  if (!found.ok) return notFoundPage(caller, found.rejection)
  const { order, payableUntil } = found.value
  const reader = readerOf(caller)
  const { notice, headers } = takeNotice(request)
  const orderPage = `/mypage/orders/${orderId}`
  if (order.orderStatus !== 'orderStarted') {
    return seeOther(orderPage, notice === null ? [] : [keepNotice(request, orderPage, notice)])
  }
  const { origin } = new URL(request.url)
  const returnUrl = returnUrlOf(origin, orderId)
  const asked = await checkoutOf(ports, caller, orderId, returnUrl)
  const checkout = asked ?? { way: null, action: null }
  const placed = notice === 'placed' ? ({ tone: 'plain', text: texts[reader.language].notices.placed } as const) : null
  const flash = draftOf(request) === null ? placed : draftNotice(reader)
  // An attempt that is under way is told as the order has it, whatever the address says.
  const isUnderWay = changesByItself.includes(order.payment.status)
  const outcome = code === null || isUnderWay ? paymentOutcome(order, payableUntil, reader) : notCompleted(code, reader)
  return renderPage(payPage(caller, { order, checkout, outcome, returnUrl, flash }), 200, headers)
}

function notCompleted(code: string, { language }: Reader): Flash {
  return { tone: 'bad', text: payTexts[language].notCompleted(declineWords(code, language)) }
}

/** Leads to the page of the provider that waits for the customer. */
export async function showAuthentication(ports: PayingPorts, caller: Caller, request: Request, orderId: string) {
  const found = await readOrder(ports, caller, orderId)
  if (!found.ok) return notFoundPage(caller, found.rejection)
  const { origin } = new URL(request.url)
  const checkout = await checkoutOf(ports, caller, orderId, returnUrlOf(origin, orderId))
  if (!checkout?.action) return seeOther(`/mypage/orders/${orderId}`)
  const { url } = checkout.action
  return renderPage(authenticationPage(caller, found.value.order, checkout.action), 200, [['refresh', `0; url=${url}`]])
}

/** Opens a page of the provider, and leads to it: a redirect of a form to another site is against a page's policy. */
export async function toProviderPage(ports: PayingPorts, caller: Caller, request: Request, orderId: string) {
  const { origin } = new URL(request.url)
  const opened = await ports.payments.openPage(caller, orderId, returnUrlOf(origin, orderId))
  if (!opened.ok) return refusedPayment(caller, orderId, opened.rejection)
  const { url } = opened.value
  if (url === null) return seeOther(`/mypage/orders/${orderId}/pay`)
  return renderPage(providerPage(caller, orderId, url), 200, [['refresh', `0; url=${url}`]])
}

/**
 * The customer is back from the provider. Its address is not believed: a token is charged or refused by the provider,
 * and without one the provider is asked. The order's page tells what became of it.
 */
export async function afterReturn(
  ports: PayingPorts,
  caller: Caller,
  request: Request,
  orderId: string,
  meta: RequestMeta,
): Promise<Response> {
  const { origin, searchParams } = new URL(request.url)
  const returnUrl = returnUrlOf(origin, orderId)
  const reason = searchParams.get('code')
  if (reason !== null) return await showPay(ports, caller, request, orderId, reason)
  const token = searchParams.get('paymentToken') ?? searchParams.get('paymentKey')
  if (token !== null && !(await isOfOrder(ports, caller, orderId, searchParams)))
    return await showPay(ports, caller, request, orderId, 'amount_mismatch')
  if (token === null) {
    const asked = await ports.payments.checkout(caller, orderId, returnUrl, true)
    return asked.ok ? orderAfter(request, orderId, 'paid') : notFoundPage(caller, asked.rejection)
  }
  const paid = await payOrder(ports, caller, orderId, token, meta, returnUrl)
  if (paid.ok) return afterPaying(request, orderId, paid.value)
  const { code } = paid.rejection
  // The order has these, and its page tells them.
  if (code === 'payment_overloaded' || code === 'payment_declined') return seeOther(`/mypage/orders/${orderId}`)
  return refusedPayment(caller, orderId, paid.rejection)
}

function refusedPayment(caller: Caller, orderId: string, rejection: Rejection): Promise<Response> {
  const { language } = readerOf(caller)
  const t = payTexts[language]
  const text = detailIn(rejection, language)
  const next = { href: `/mypage/orders/${orderId}`, text: t.backToOrder }
  const heading = t.title(shortNumber(orderId))
  return refusalPage({ heading, text, status: pageStatusOf(rejection), next, ...shownTo(caller) })
}

/** Whether the order and the amount that Toss returns are ours: else nothing is confirmed. */
async function isOfOrder(ports: PayingPorts, caller: Caller, orderId: string, returned: URLSearchParams) {
  const [amount, payment] = [returned.get('amount'), returned.get('orderId')]
  if (amount === null && payment === null) return true
  const found = await readOrder(ports, caller, orderId)
  if (!found.ok) return true
  return Number(amount) === found.value.order.total.amount && payment?.startsWith(`${orderId}-`) === true
}

/** Where the customer goes after an accepted payment: to the bank that asks for it, else to the order. */
export function afterPaying(form: Request, orderId: string, { outcome, action }: PayOutcome): Response {
  if (action !== undefined) return seeOther(`/mypage/orders/${orderId}/authentication`)
  return orderAfter(form, orderId, outcome)
}

/** The redirect after an accepted form to the order's page, which shows the notice. */
export function orderAfter(form: Request, orderId: string, notice: string): Response {
  const path = `/mypage/orders/${orderId}`
  return seeOther(path, [keepNotice(form, path, notice)])
}

/** How the order is paid by a page; null while payment does not answer. */
export async function checkoutOf(
  { payments, log }: PayingPorts,
  caller: Caller,
  orderId: string,
  returnUrl: string,
): Promise<Checkout | null> {
  try {
    const checkout = await payments.checkout(caller, orderId, returnUrl, false)
    return checkout.ok ? checkout.value : null
  } catch (fault) {
    log('payment_unavailable', { orderId, traceparent: caller.traceparent, fault: describeFault(fault) })
    return null
  }
}

/** The order with its history. While the order does not answer: the order of the projection, without a history. */
export async function readOrder(
  ports: PayingPorts,
  caller: Caller,
  orderId: string,
): Promise<Result<Pick<OrderView, 'order' | 'events' | 'payableUntil'>>> {
  try {
    const history = await ports.orders.history(caller, orderId, null)
    return history.ok ? accepted({ ...history.value, payableUntil: history.value.payableUntil ?? null }) : history
  } catch (fault) {
    ports.log('history_unavailable', { orderId, traceparent: caller.traceparent, fault: describeFault(fault) })
    const row = await getOwn(ports, caller, orderId)
    return row.ok ? accepted({ order: row.value.order, events: null, payableUntil: null }) : row
  }
}
