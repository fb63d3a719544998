// The customer's pages under /mypage: plain forms, each answered by a new page. Nothing here needs a script.
import { Hono } from 'hono'
import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import { detailIn, type Reader, readerOf } from '../contract/language.ts'
import { type OrderSummary, wasCharged, wasPaid } from '../contract/order.ts'
import type { OrderRpc } from '../contract/rpc.ts'
import { searchLengthMax, shortened } from '../contract/text.ts'
import { payOrder, returnUrlOf } from '../platform/pay-order.ts'
import type { Flash } from '../web/components.tsx'
import { draftNotice, draftOf } from '../web/draft.ts'
import { forbiddenPage, noPage, notFoundPage, pageStatusOf, seeOther } from '../web/error-pages.tsx'
import { takeNotice } from '../web/flash.ts'
import { methodsOf } from '../web/methods.ts'
import { renderPage } from '../web/page.tsx'
import { ordersPage } from './orders-page.tsx'
import {
  afterPaying,
  afterReturn,
  checkoutOf,
  orderAfter,
  type PayingPorts,
  readOrder,
  showAuthentication,
  showPay,
  toProviderPage,
} from './paying.ts'
import { listOwn, searchOwn } from './projection.ts'
import { receiptPage, type Seller } from './receipt.tsx'
import { followedMax } from './store.ts'
import { texts } from './texts.ts'
import { type OrderView, orderPage } from './views.tsx'

export type CustomerPagePorts = PayingPorts & {
  /** Throws when its variables are wrong. */
  seller: () => Seller
  orders: Pick<OrderRpc, 'history' | 'cancel'>
}

export const myPageSize = followedMax

/**
 * The page that a request asks for, for a customer. Faults are thrown, but for those of the history and the payment.
 */
export async function customerPage(
  ports: CustomerPagePorts,
  caller: Caller,
  request: Request,
  requestId: string,
): Promise<Response> {
  if (!mayCall(caller.role, 'listMyPages'))
    return forbiddenPage(caller, { en: 'customers: it shows their own orders', ko: '고객' })
  const meta = { requestId, idempotencyKey: null }
  const app = new Hono({ strict: false })
  app.get('/mypage', (c) => {
    const search = shortened((c.req.query('q') ?? '').trim(), searchLengthMax)
    return search === '' ? showOrders(ports, caller, c.req.query('cursor') ?? null) : showFound(ports, caller, search)
  })
  app.get('/mypage/orders/:orderId{ord_[0-9a-z]+}', (c) => {
    const { notice, headers } = takeNotice(c.req.raw)
    return showOrder(ports, caller, c.req.param('orderId'), { notice }, 200, headers)
  })
  app.get('/mypage/orders/:orderId{ord_[0-9a-z]+}/receipt', (c) => showReceipt(ports, caller, c.req.param('orderId')))
  // Where a person comes back to after a form that was sent signed out.
  app.get('/mypage/orders/:orderId{ord_[0-9a-z]+}/cancel', (c) => {
    const { orderId } = c.req.param()
    if (draftOf(c.req.raw) === null) return seeOther(`/mypage/orders/${orderId}`)
    return showOrder(ports, caller, orderId, { flash: draftNotice(readerOf(caller)), isCanceling: true }, 200)
  })
  app.get('/mypage/orders/:orderId{ord_[0-9a-z]+}/pay', (c) =>
    showPay(ports, caller, c.req.raw, c.req.param('orderId')),
  )
  app.get('/mypage/orders/:orderId{ord_[0-9a-z]+}/authentication', (c) => {
    return showAuthentication(ports, caller, c.req.raw, c.req.param('orderId'))
  })
  app.get('/mypage/orders/:orderId{ord_[0-9a-z]+}/return', (c) => {
    return afterReturn(ports, caller, c.req.raw, c.req.param('orderId'), meta)
  })
  app.post('/mypage/orders/:orderId{ord_[0-9a-z]+}/pay', async (c) => {
    const orderId = c.req.param('orderId')
    const { paymentToken } = await c.req.parseBody()
    const token = typeof paymentToken === 'string' ? paymentToken.trim() : ''
    const returnUrl = returnUrlOf(new URL(c.req.url).origin, orderId)
    const paid = await payOrder(ports, caller, orderId, token === '' ? null : token, meta, returnUrl)
    if (paid.ok) return afterPaying(c.req.raw, orderId, paid.value)
    return showOrder(ports, caller, orderId, { refusal: paid.rejection }, pageStatusOf(paid.rejection))
  })
  app.post('/mypage/orders/:orderId{ord_[0-9a-z]+}/provider-page', (c) => {
    return toProviderPage(ports, caller, c.req.raw, c.req.param('orderId'))
  })
  app.post('/mypage/orders/:orderId{ord_[0-9a-z]+}/cancel', async (c) => {
    const orderId = c.req.param('orderId')
    const canceled = await ports.orders.cancel(caller, orderId, null, meta)
    if (canceled.ok) return orderAfter(c.req.raw, orderId, 'canceled')
    const flash = { tone: 'bad', text: detailIn(canceled.rejection, readerOf(caller).language) } as const
    return showOrder(ports, caller, orderId, { flash }, pageStatusOf(canceled.rejection))
  })
  app.notFound((c) => noPage(caller, methodsOf(app.routes)(c.req.path)))
  app.onError((fault) => {
    throw fault
  })
  return app.fetch(request)
}

async function showOrders(ports: CustomerPagePorts, caller: Caller, cursor: string | null): Promise<Response> {
  const page = await listOwn(ports, caller, { limit: myPageSize, cursor })
  if (!page.ok) return notFoundPage(caller, page.rejection)
  return renderPage(ordersPage(caller, page.value, { isNewest: cursor === null }))
}

async function showFound(ports: CustomerPagePorts, caller: Caller, search: string): Promise<Response> {
  const found = await searchOwn(ports, caller, search)
  if (!found.ok) return notFoundPage(caller, found.rejection)
  return renderPage(ordersPage(caller, { items: found.value, cursor: null }, { isNewest: false, search }))
}

/** Of an order that was charged. Any other has none: its page says how it stands. */
async function showReceipt(ports: CustomerPagePorts, caller: Caller, orderId: string): Promise<Response> {
  const found = await readOrder(ports, caller, orderId)
  if (!found.ok) return notFoundPage(caller, found.rejection)
  const { order, events } = found.value
  if (!wasCharged(order)) return seeOther(`/mypage/orders/${orderId}`)
  const paidAt = events?.find(({ type }) => type === 'PayApproved')?.at ?? null
  return renderPage(receiptPage(caller, order, paidAt, ports.seller()))
}

type Shown = Partial<Pick<OrderView, 'flash' | 'refusal' | 'isCanceling'>> & { notice?: string | null }

async function showOrder(
  ports: CustomerPagePorts,
  caller: Caller,
  orderId: string,
  { flash = null, refusal = null, isCanceling = false, notice = null }: Shown,
  status: number,
  headers: [string, string][] = [],
): Promise<Response> {
  const found = await readOrder(ports, caller, orderId)
  if (!found.ok) return notFoundPage(caller, found.rejection)
  const { order } = found.value
  const checkout = order.orderStatus === 'orderStarted' ? await checkoutOf(ports, caller, orderId, '') : null
  const shown = flash ?? noticeOf(notice, order, readerOf(caller))
  const view = { ...found.value, checkout, flash: shown, refusal, isCanceling }
  return renderPage(orderPage(caller, view), status, headers)
}

/** What the form before has done, as far as the order agrees: only an order that is paid is thanked for. */
function noticeOf(notice: string | null, order: OrderSummary, { language }: Reader): Flash | null {
  const t = texts[language].notices
  switch (notice) {
    case 'placed':
    case 'paid':
      if (order.cancel !== null) return null
      if (wasPaid(order)) return { tone: 'good', text: wasCharged(order) ? t.paid : t.free }
      return notice === 'placed' ? { tone: 'plain', text: t.placed } : null
    case 'canceled':
      return order.cancel && { tone: 'good', text: `${t.canceled} ${moneyBackText(order, t)}`.trim() }
    default:
      return null
  }
}

function moneyBackText(order: OrderSummary, t: (typeof texts)['en']['notices']): string {
  if (!wasPaid(order)) return t.underWay
  return wasCharged(order) ? t.moneyBack : ''
}
