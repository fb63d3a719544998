// The customer's pages under /mypage: plain forms, each answered by a new page. Nothing here needs a script.
import { Hono } from 'hono'
import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import { accepted, type Result } from '../contract/result.ts'
import type { OrderRpc } from '../contract/rpc.ts'
import { describeFault } from '../platform/log.ts'
import { type PayPorts, payOrder } from '../platform/pay-order.ts'
import { draftNotice, draftOf } from '../web/draft.ts'
import { forbiddenPage, noPage, notFoundPage, pageStatusOf, seeOther } from '../web/error-pages.tsx'
import { methodsOf } from '../web/methods.ts'
import { renderPage } from '../web/page.tsx'
import type { MyPagePorts } from './event-handler.ts'
import { getOwn, listOwn } from './projection.ts'
import { type OrderView, orderPage, ordersPage } from './views.tsx'

export type CustomerPagePorts = MyPagePorts & PayPorts & { orders: Pick<OrderRpc, 'history' | 'cancel'> }

export const myPageSize = 25

/**
 * The page that a request asks for, for a customer. Faults are thrown, but for those of the history and the payment.
 */
export async function customerPage(
  ports: CustomerPagePorts,
  caller: Caller,
  request: Request,
  requestId: string,
): Promise<Response> {
  if (!mayCall(caller.role, 'listMyPages')) return forbiddenPage(caller, 'customers: it shows their own orders')
  const meta = { requestId, idempotencyKey: null }
  const app = new Hono({ strict: false })
  app.get('/mypage', (c) => showOrders(ports, caller, c.req.query('cursor') ?? null))
  app.get('/mypage/orders/:orderId{ord_[0-9a-z]+}', (c) => {
    const flash = flashMessages.get(c.req.query('done') ?? '') ?? null
    return showOrder(ports, caller, c.req.param('orderId'), { flash, draft: null }, 200)
  })
  // Where a person comes back to after a form that was sent signed out.
  app.get('/mypage/orders/:orderId{ord_[0-9a-z]+}/:form{pay|cancel}', (c) => {
    const { orderId, form } = c.req.param()
    const draft = draftOf(c.req.raw)
    if (draft === null) return seeOther(`/mypage/orders/${orderId}`)
    const typed = { form: form === 'pay' ? 'pay' : 'cancel', paymentToken: draft['paymentToken'] ?? '' } as const
    return showOrder(ports, caller, orderId, { flash: draftNotice, draft: typed }, 200)
  })
  app.post('/mypage/orders/:orderId{ord_[0-9a-z]+}/pay', async (c) => {
    const orderId = c.req.param('orderId')
    const { paymentToken } = await c.req.parseBody()
    const token = typeof paymentToken === 'string' ? paymentToken.trim() : ''
    const paid = await payOrder(ports, caller, orderId, token === '' ? null : token, meta)
    if (paid.ok) return seeOther(`/mypage/orders/${orderId}?done=${paid.value.outcome}`)
    const flash = { tone: 'bad', text: paid.rejection.detail } as const
    return showOrder(ports, caller, orderId, { flash, draft: null }, pageStatusOf(paid.rejection))
  })
  app.post('/mypage/orders/:orderId{ord_[0-9a-z]+}/cancel', async (c) => {
    const orderId = c.req.param('orderId')
    const canceled = await ports.orders.cancel(caller, orderId, null, meta)
    if (canceled.ok) return seeOther(`/mypage/orders/${orderId}?done=canceled`)
    const flash = { tone: 'bad', text: canceled.rejection.detail } as const
    return showOrder(ports, caller, orderId, { flash, draft: null }, pageStatusOf(canceled.rejection))
  })
  app.notFound((c) => noPage(caller, methodsOf(app.routes)(c.req.path)))
  app.onError((fault) => {
    throw fault
  })
  return app.fetch(request)
}

async function showOrders(ports: CustomerPagePorts, caller: Caller, cursor: string | null): Promise<Response> {
  const page = await listOwn(ports, caller, { limit: myPageSize, cursor })
  if (!page.ok) return notFoundPage(caller, page.rejection.detail)
  return renderPage(ordersPage(caller, page.value))
}

async function showOrder(
  ports: CustomerPagePorts,
  caller: Caller,
  orderId: string,
  shown: Pick<OrderView, 'flash' | 'draft'>,
  status: number,
): Promise<Response> {
  const found = await read(ports, caller, orderId)
  if (!found.ok) return notFoundPage(caller, found.rejection.detail)
  return renderPage(orderPage(caller, { ...found.value, ...shown }), status)
}

/** The order with its history. While the order does not answer: the order of the projection, without a history. */
async function read(
  ports: CustomerPagePorts,
  caller: Caller,
  orderId: string,
): Promise<Result<Pick<OrderView, 'order' | 'events'>>> {
  try {
    return await ports.orders.history(caller, orderId, null)
  } catch (fault) {
    ports.log('history_unavailable', { orderId, fault: describeFault(fault) })
    const row = await getOwn(ports, caller, orderId)
    return row.ok ? accepted({ order: row.value.order, events: null }) : row
  }
}

const flashMessages = new Map<string, OrderView['flash']>([
  ['placed', { tone: 'good', text: 'Thank you: your order is placed. The store packs it as soon as it is paid.' }],
  ['paid', { tone: 'good', text: 'Thank you: your order is paid.' }],
  ['pending', { tone: 'warn', text: 'The payment provider has not answered yet. The shop is finding out.' }],
  ['canceled', { tone: 'good', text: 'Your order is canceled. What you paid is returned by itself.' }],
])
