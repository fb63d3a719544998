// The staff's pages under /admin: plain forms, each answered by a new page. Nothing here needs a script.
import { Hono } from 'hono'
import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import { orderStatuses } from '../contract/order.ts'
import type { Rejection } from '../contract/rejections.ts'
import type { OrderRpc, WorklistFilter } from '../contract/rpc.ts'
import { forbiddenPage, notFoundPage, pageStatusOf, seeOther } from '../web/error-pages.tsx'
import { renderPage } from '../web/page.tsx'
import type { WorklistPorts } from './event-handler.ts'
import { parseRefund, type Refund, type RefundInput, refundInputOf } from './refund-form.tsx'
import { orderPage, worklistPage } from './views.tsx'
import { cancelOrder, listWorklist, takeOrder } from './worklist.ts'

export type AdminPorts = WorklistPorts & Pick<OrderRpc, 'history' | 'refundPart'>

export const worklistPageSize = 25

/** The page that a request asks for, for staff, and to look at for ops. Faults are thrown. */
export async function adminPage(
  ports: AdminPorts,
  caller: Caller,
  request: Request,
  requestId: string,
): Promise<Response> {
  if (!mayCall(caller.role, 'listWorklist')) return forbiddenPage(caller, 'the staff of the store')
  const meta = { requestId, idempotencyKey: null }
  // The form has a key of its own: sent twice, it is one refund.
  const requestRefund = (orderId: string, { amount, reason, idempotencyKey }: Refund) =>
    ports.refundPart(caller, orderId, amount, reason, { requestId, idempotencyKey })
  const app = new Hono({ strict: false })
  app.get('/admin', (c) => showWorklist(ports, caller, filterOf(c.req.query()), c.req.query('cursor') ?? null))
  app.get('/admin/orders/:orderId{ord_[0-9a-z]+}', (c) => {
    const done = flashMessages.get(c.req.query('done') ?? '') ?? null
    return showOrder(ports, caller, c.req.param('orderId'), { done, refusal: null })
  })
  app.post('/admin/orders/:orderId{ord_[0-9a-z]+}/take', async (c) => {
    const orderId = c.req.param('orderId')
    const taken = await takeOrder(ports, caller, orderId, meta)
    if (taken.ok) return seeOther(`/admin/orders/${orderId}?done=taken`)
    return showOrder(ports, caller, orderId, { done: null, refusal: { rejection: taken.rejection } })
  })
  app.post('/admin/orders/:orderId{ord_[0-9a-z]+}/cancel', async (c) => {
    const orderId = c.req.param('orderId')
    const { reason } = await c.req.parseBody()
    const input = typeof reason === 'string' ? reason : ''
    const canceled = await cancelOrder(ports, caller, orderId, input, meta)
    if (canceled.ok) return seeOther(`/admin/orders/${orderId}?done=canceled`)
    const { rejection } = canceled
    const refusal = rejection.field === 'reason' ? { rejection, cancelReason: input } : { rejection }
    return showOrder(ports, caller, orderId, { done: null, refusal })
  })
  app.post('/admin/orders/:orderId{ord_[0-9a-z]+}/refund', async (c) => {
    const orderId = c.req.param('orderId')
    const input = refundInputOf(await c.req.parseBody())
    const parsed = parseRefund(input)
    const result = parsed.ok ? await requestRefund(orderId, parsed.value) : parsed
    if (result.ok) return seeOther(`/admin/orders/${orderId}?done=refunding`)
    const { rejection } = result
    // The request under the form's key has its answer. The corrected form is another request, with a new key.
    const refund = { ...input, key: crypto.randomUUID() }
    return showOrder(ports, caller, orderId, { done: null, refusal: { rejection, refund } })
  })
  app.notFound(() => notFoundPage(caller, 'There is no such page.'))
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
  if (!page.ok) return notFoundPage(caller, page.rejection.detail)
  return renderPage(worklistPage(caller, filter, page.value))
}

/** The filter in the query. An unknown status is ignored. */
function filterOf({ orderStatus, needsAttention }: Record<string, string>): WorklistFilter {
  return {
    orderStatus: orderStatuses.find((known) => known === orderStatus) ?? null,
    flaggedOnly: needsAttention === 'true',
  }
}

type Refusal = { rejection: Rejection; cancelReason?: string; refund?: RefundInput }
type Shown = { done: string | null; refusal: Refusal | null }

async function showOrder(ports: AdminPorts, caller: Caller, orderId: string, shown: Shown): Promise<Response> {
  const history = await ports.history(caller, orderId, null)
  if (!history.ok) return notFoundPage(caller, history.rejection.detail)
  const { order, events } = history.value
  const { done, refusal } = shown
  const view = {
    order,
    events,
    done,
    refusal: refusal && {
      text: refusal.rejection.detail,
      cancelReason: refusal.cancelReason ?? null,
      refund: refusal.refund ?? null,
    },
  }
  return renderPage(orderPage(caller, view), refusal === null ? 200 : pageStatusOf(refusal.rejection))
}

const flashMessages = new Map([
  ['taken', 'The order is taken. Its delivery starts by itself.'],
  ['refunding', 'The money is on its way back to the customer.'],
  ['canceled', 'The order is canceled. What was paid is returned by itself.'],
])
