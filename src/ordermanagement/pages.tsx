// The staff's pages under /admin: plain forms, each answered by a new page. Nothing here needs a script.
import { Hono } from 'hono'
import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import { readerOf } from '../contract/language.ts'
import type { Result } from '../contract/result.ts'
import type { OrderRpc } from '../contract/rpc.ts'
import { type Draft, draftNotice, draftOf } from '../web/draft.ts'
import { forbiddenPage, noPage, seeOther } from '../web/error-pages.tsx'
import { keepNotice, takeNotice } from '../web/flash.ts'
import { methodsOf } from '../web/methods.ts'
import { bulkMax, takeOrders } from './bulk.ts'
import { claimOrder, releaseOrder } from './claims.ts'
import { addNote, type NoteInput } from './notes.ts'
import { parseRefund, type Refund, refundInputOf } from './refund-form.tsx'
import { refusalText } from './refusal-text.ts'
import { refusals } from './refusals.ts'
import { parseSettlement, settlementTypedOf } from './settlement-form.tsx'
import { downloadWorklist, showWorklist } from './show-list.ts'
import { type Input, type OrderPagePorts, showOrder, showSlip } from './show-order.ts'
import { shownIn } from './tabs.ts'
import { texts } from './texts.ts'
import { cancelOrder, takeOrder } from './worklist.ts'

type TypedInto = NonNullable<Input['typed']>

export type AdminPorts = OrderPagePorts & Pick<OrderRpc, 'refundPart'>

/** The page that a request asks for, for staff, and to look at for ops. Faults are thrown. */
export async function adminPage(
  ports: AdminPorts,
  caller: Caller,
  request: Request,
  requestId: string,
): Promise<Response> {
  if (!mayCall(caller.role, 'listWorklist')) {
    return forbiddenPage(caller, { en: 'the staff of the store', ko: '매장 직원' })
  }
  const app = new Hono({ strict: false })
  addLists(app, ports, caller, requestId)
  addOrder(app, ports, caller)
  addForms(app, ports, caller, requestId)
  app.notFound((c) => noPage(caller, methodsOf(app.routes)(c.req.path)))
  app.onError((fault) => {
    throw fault
  })
  return app.fetch(request)
}

function addLists(app: Hono, ports: AdminPorts, caller: Caller, requestId: string): void {
  app.get('/admin', (c) =>
    showWorklist(ports, caller, shownIn(c.req.query()), { cursor: c.req.query('cursor') ?? null }),
  )
  app.get('/admin/orders.csv', (c) => downloadWorklist(ports, caller, shownIn(c.req.query())))
  // Where a person comes back to after a form that was sent signed out.
  app.get('/admin/take', () => seeOther('/admin'))
  app.post('/admin/take', async (c) => {
    const t = texts[readerOf(caller).language]
    const { orderId } = await c.req.parseBody({ all: true })
    const orderIds = [orderId ?? []].flat().filter((id) => typeof id === 'string')
    const toPack = shownIn({})
    if (!mayCall(caller.role, 'workOnOrder')) {
      const error = refusalText(refusals.staffOnly.rejection, readerOf(caller))
      return showWorklist(ports, caller, toPack, { error, status: 403 })
    }
    if (orderIds.length === 0) return showWorklist(ports, caller, toPack, { error: t.noneChosen, status: 422 })
    if (orderIds.length > bulkMax) {
      return showWorklist(ports, caller, toPack, { error: t.tooManyChosen(bulkMax), status: 422 })
    }
    return showWorklist(ports, caller, toPack, { outcomes: await takeOrders(ports, caller, orderIds, requestId) })
  })
}

function addOrder(app: Hono, ports: AdminPorts, caller: Caller): void {
  app.get('/admin/orders/:orderId{ord_[0-9a-z]+}', (c) => {
    const { notice, headers } = takeNotice(c.req.raw)
    const asOf = /^[1-9]\d{0,5}$/.test(c.req.query('asOf') ?? '') ? Number(c.req.query('asOf')) : null
    const asksProvider = c.req.query('provider') === 'ask'
    return showOrder(ports, caller, c.req.param('orderId'), { notice, asOf, asksProvider }, headers)
  })
  app.get('/admin/orders/:orderId{ord_[0-9a-z]+}/slip', (c) => showSlip(ports, caller, c.req.param('orderId')))
  // Where a person comes back to after a form that was sent signed out.
  app.get('/admin/orders/:orderId{ord_[0-9a-z]+}/:form{take|claim|release|cancel|refund|settlement|notes}', (c) => {
    const { orderId, form } = c.req.param()
    const draft = draftOf(c.req.raw)
    if (draft === null) return seeOther(`/admin/orders/${orderId}`)
    return showOrder(ports, caller, orderId, { flash: draftNotice(readerOf(caller)), typed: typedIn(form, draft) })
  })
}

function addForms(app: Hono, ports: AdminPorts, caller: Caller, requestId: string): void {
  const meta = { requestId, idempotencyKey: null }
  // The form has a key of its own: sent twice, it is one refund.
  const requestRefund = (orderId: string, { amount, reason, idempotencyKey }: Refund) =>
    ports.refundPart(caller, orderId, amount, reason, { requestId, idempotencyKey })
  const answer = (form: Request, orderId: string, result: Result<unknown>, notice: string, typed: TypedInto = {}) =>
    result.ok
      ? orderAfter(form, orderId, notice)
      : showOrder(ports, caller, orderId, { rejection: result.rejection, typed })
  app.post('/admin/orders/:orderId{ord_[0-9a-z]+}/take', async (c) => {
    const orderId = c.req.param('orderId')
    return answer(c.req.raw, orderId, await takeOrder(ports, caller, orderId, meta), 'taken')
  })
  app.post('/admin/orders/:orderId{ord_[0-9a-z]+}/claim', async (c) => {
    const orderId = c.req.param('orderId')
    const from = textIn(await c.req.parseBody(), 'from')
    const claimed = await claimOrder(ports, caller, orderId, from === '' ? null : from, meta.requestId)
    return answer(c.req.raw, orderId, claimed, 'claimed')
  })
  app.post('/admin/orders/:orderId{ord_[0-9a-z]+}/release', async (c) => {
    const orderId = c.req.param('orderId')
    return answer(c.req.raw, orderId, await releaseOrder(ports, caller, orderId), 'released')
  })
  app.post('/admin/orders/:orderId{ord_[0-9a-z]+}/cancel', async (c) => {
    const orderId = c.req.param('orderId')
    const reason = textIn(await c.req.parseBody(), 'reason')
    const canceled = await cancelOrder(ports, caller, orderId, reason, meta)
    return answer(c.req.raw, orderId, canceled, 'canceled', typedAt(canceled, 'reason', { cancelReason: reason }))
  })
  app.post('/admin/orders/:orderId{ord_[0-9a-z]+}/refund', async (c) => {
    const orderId = c.req.param('orderId')
    const input = refundInputOf(await c.req.parseBody())
    const parsed = parseRefund(input)
    const result = parsed.ok ? await requestRefund(orderId, parsed.value) : parsed
    // The request under the form's key has its answer. The corrected form is another request, with a new key.
    return answer(c.req.raw, orderId, result, 'refunding', { refund: { ...input, key: crypto.randomUUID() } })
  })
  app.post('/admin/orders/:orderId{ord_[0-9a-z]+}/settlement', async (c) => {
    const orderId = c.req.param('orderId')
    const input = settlementTypedOf(await c.req.parseBody())
    const parsed = parseSettlement(input)
    const result = parsed.ok
      ? await ports.payments.settleRefund(caller, orderId, input.refundId, parsed.value, requestId)
      : parsed
    const isInput = !result.ok && result.rejection.code === 'invalid_request'
    return answer(c.req.raw, orderId, result, 'settled', isInput ? { settlement: input } : {})
  })
  app.post('/admin/orders/:orderId{ord_[0-9a-z]+}/notes', async (c) => {
    const orderId = c.req.param('orderId')
    const note = noteInputOf(await c.req.parseBody())
    const added = await addNote(ports, caller, orderId, note)
    return answer(c.req.raw, orderId, added, 'noted', typedAt(added, 'note', { note }))
  })
}

/** What was typed, when the field of that name was at fault. */
function typedAt(result: Result<unknown>, field: string, typed: TypedInto): TypedInto {
  return !result.ok && result.rejection.field === field ? typed : {}
}

function typedIn(form: string, draft: Draft): TypedInto {
  if (form === 'cancel') return { cancelReason: draft['reason'] ?? '' }
  if (form === 'settlement') return { settlement: settlementTypedOf(draft) }
  if (form === 'refund') return { refund: refundInputOf(draft) }
  return form === 'notes' ? { note: noteInputOf(draft) } : {}
}

function noteInputOf(form: Record<string, unknown>): NoteInput {
  const key = textIn(form, 'key')
  return { text: textIn(form, 'note'), key: key === '' ? crypto.randomUUID() : key }
}

function textIn(form: Record<string, unknown>, name: string): string {
  const value = form[name]
  return typeof value === 'string' ? value : ''
}

/** The redirect after an accepted form to the order's page, which shows the notice. */
function orderAfter(form: Request, orderId: string, notice: string): Response {
  const path = `/admin/orders/${orderId}`
  return seeOther(path, [keepNotice(form, path, notice)])
}
