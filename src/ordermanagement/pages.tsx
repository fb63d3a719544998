// The staff's pages under /admin: plain forms, each answered by a new page. Nothing here needs a script.
import { Hono } from 'hono'
import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import { detailIn, readerOf } from '../contract/language.ts'
import { type OrderSummary, orderStatuses } from '../contract/order.ts'
import type { Rejection } from '../contract/rejections.ts'
import type { OrderRpc, WorklistFilter } from '../contract/rpc.ts'
import { draftNotice, draftOf } from '../web/draft.ts'
import { forbiddenPage, noPage, notFoundPage, pageStatusOf, seeOther } from '../web/error-pages.tsx'
import { keepNotice, takeNotice } from '../web/flash.ts'
import { methodsOf } from '../web/methods.ts'
import { renderPage } from '../web/page.tsx'
import { parseRefund, type Refund, refundInputOf } from './refund-form.tsx'
import { type OrderView, orderPage, worklistPage } from './views.tsx'
import { cancelOrder, listWorklist, takeOrder, type WorkPorts } from './worklist.ts'

export type AdminPorts = WorkPorts & Pick<OrderRpc, 'history' | 'refundPart'>

export const worklistPageSize = 25

/** The page that a request asks for, for staff, and to look at for ops. Faults are thrown. */
export async function adminPage(
  ports: AdminPorts,
  caller: Caller,
  request: Request,
  requestId: string,
): Promise<Response> {
  if (!mayCall(caller.role, 'listWorklist'))
    return forbiddenPage(caller, { en: 'the staff of the store', ko: '매장 직원' })
  const meta = { requestId, idempotencyKey: null }
  // The form has a key of its own: sent twice, it is one refund.
  const requestRefund = (orderId: string, { amount, reason, idempotencyKey }: Refund) =>
    ports.refundPart(caller, orderId, amount, reason, { requestId, idempotencyKey })
  const app = new Hono({ strict: false })
  app.get('/admin', (c) => showWorklist(ports, caller, filterOf(c.req.query()), c.req.query('cursor') ?? null))
  app.get('/admin/orders/:orderId{ord_[0-9a-z]+}', (c) => {
    const { notice, headers } = takeNotice(c.req.raw)
    return showOrder(ports, caller, c.req.param('orderId'), { notice }, headers)
  })
  // Where a person comes back to after a form that was sent signed out.
  app.get('/admin/orders/:orderId{ord_[0-9a-z]+}/:form{take|cancel|refund}', (c) => {
    const { orderId, form } = c.req.param()
    const draft = draftOf(c.req.raw)
    if (draft === null) return seeOther(`/admin/orders/${orderId}`)
    const typed = {
      cancelReason: form === 'cancel' ? (draft['reason'] ?? '') : null,
      refund: form === 'refund' ? refundInputOf(draft) : null,
    }
    return showOrder(ports, caller, orderId, { flash: draftNotice(readerOf(caller)), typed })
  })
  app.post('/admin/orders/:orderId{ord_[0-9a-z]+}/take', async (c) => {
    const orderId = c.req.param('orderId')
    const taken = await takeOrder(ports, caller, orderId, meta)
    if (taken.ok) return orderAfter(c.req.raw, orderId, 'taken')
    return showOrder(ports, caller, orderId, { rejection: taken.rejection })
  })
  app.post('/admin/orders/:orderId{ord_[0-9a-z]+}/cancel', async (c) => {
    const orderId = c.req.param('orderId')
    const { reason } = await c.req.parseBody()
    const input = typeof reason === 'string' ? reason : ''
    const canceled = await cancelOrder(ports, caller, orderId, input, meta)
    if (canceled.ok) return orderAfter(c.req.raw, orderId, 'canceled')
    const { rejection } = canceled
    const typed = { cancelReason: rejection.field === 'reason' ? input : null, refund: null }
    return showOrder(ports, caller, orderId, { rejection, typed })
  })
  app.post('/admin/orders/:orderId{ord_[0-9a-z]+}/refund', async (c) => {
    const orderId = c.req.param('orderId')
    const input = refundInputOf(await c.req.parseBody())
    const parsed = parseRefund(input)
    const result = parsed.ok ? await requestRefund(orderId, parsed.value) : parsed
    if (result.ok) return orderAfter(c.req.raw, orderId, 'refunding')
    const { rejection } = result
    // The request under the form's key has its answer. The corrected form is another request, with a new key.
    const refund = { ...input, key: crypto.randomUUID() }
    return showOrder(ports, caller, orderId, { rejection, typed: { cancelReason: null, refund } })
  })
  app.notFound((c) => noPage(caller, methodsOf(app.routes)(c.req.path)))
  app.onError((fault) => {
    throw fault
  })
  return app.fetch(request)
}

async function showWorklist(
  ports: AdminPorts,
  caller: Caller,
  filter: WorklistFilter,
  cursor: string | null,
): Promise<Response> {
  const page = await listWorklist(ports, caller, filter, { limit: worklistPageSize, cursor })
  if (!page.ok) return notFoundPage(caller, page.rejection)
  return renderPage(worklistPage(caller, filter, page.value))
}

/** The filter in the query. An unknown status is ignored. */
function filterOf({ orderStatus, needsAttention }: Record<string, string>): WorklistFilter {
  return {
    orderStatus: orderStatuses.find((known) => known === orderStatus) ?? null,
    flaggedOnly: needsAttention === 'true',
  }
}

/** The redirect after an accepted form to the order's page, which shows the notice. */
function orderAfter(form: Request, orderId: string, notice: string): Response {
  const path = `/admin/orders/${orderId}`
  return seeOther(path, [keepNotice(form, path, notice)])
}

type Shown = {
  notice?: string | null
  flash?: OrderView['flash']
  rejection?: Rejection
  typed?: Omit<OrderView['typed'], 'error'>
}

const nothingTyped = { cancelReason: null, refund: null }

/** The order, with why its last form was refused: beside what was typed, when that was at fault, or else at the top. */
async function showOrder(
  ports: AdminPorts,
  caller: Caller,
  orderId: string,
  { notice = null, flash = null, rejection, typed = nothingTyped }: Shown,
  headers: [string, string][] = [],
): Promise<Response> {
  const history = await ports.history(caller, orderId, null)
  if (!history.ok) return notFoundPage(caller, history.rejection)
  const told = noticeOf(notice, history.value.order)
  const isTyped = typed.cancelReason !== null || typed.refund !== null
  const view = {
    ...history.value,
    flash:
      rejection && !isTyped
        ? ({ tone: 'bad', text: detailIn(rejection, readerOf(caller).language) } as const)
        : (flash ?? told),
    typed: { ...typed, error: rejection ? detailIn(rejection, readerOf(caller).language) : null },
  }
  return renderPage(orderPage(caller, view), rejection ? pageStatusOf(rejection) : 200, headers)
}

/** What the form before has done, as far as the order agrees. */
function noticeOf(notice: string | null, { orderStatus, cancel, payment }: OrderSummary): OrderView['flash'] {
  const isTaken = ['orderTaken', 'deliveryStarted', 'deliveryCompleted'].includes(orderStatus)
  const good = (text: string) => ({ tone: 'good', text }) as const
  if (notice === 'taken' && isTaken) return good('The order is taken. Its delivery starts by itself.')
  if (notice === 'canceled' && cancel) return good('The order is canceled. What was paid is returned by itself.')
  if (notice === 'refunding' && payment.partRefunds.length > 0) {
    return good('The money is on its way back to the customer.')
  }
  return null
}
