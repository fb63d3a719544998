// The couriers' pages under /courier: plain forms, each answered by a new page. With a script, what is pressed without
// a connection waits for one.
import { type Context, Hono } from 'hono'
import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import { type DeliveryRow, deliveryStatuses } from '../contract/delivery.ts'
import { detailIn, readerOf } from '../contract/language.ts'
import type { Rejection } from '../contract/rejections.ts'
import type { Flash } from '../web/components.tsx'
import { draftNotice, draftOf } from '../web/draft.ts'
import { forbiddenPage, noPage, notFoundPage, pageStatusOf, seeOther } from '../web/error-pages.tsx'
import { keepNotice, takeNotice } from '../web/flash.ts'
import { methodsOf } from '../web/methods.ts'
import { renderPage } from '../web/page.tsx'
import { type Action, actions, submit } from './actions.ts'
import { getFor, listFor, listOnTheRoadFor, type OnTheRoad } from './deliveries.ts'
import { deliveryPage } from './delivery-page.tsx'
import type { DeliveryPorts } from './event-handler.ts'
import type { DoorForm } from './forms.tsx'
import { texts } from './texts.ts'
import { deliveriesPage, onTheRoadPage, overviewPage } from './views.tsx'

export const deliveriesPageSize = 25

/** Of those delivered, the overview shows the newest few. */
const deliveredMax = 5

/** The page that a request asks for, for couriers and the staff. Faults are thrown. */
export async function courierPage(
  ports: DeliveryPorts,
  caller: Caller,
  request: Request,
  requestId: string,
): Promise<Response> {
  if (!mayCall(caller.role, 'listDeliveries'))
    return forbiddenPage(caller, { en: 'the couriers and the staff of the store', ko: '배송 기사와 매장 직원' })
  const app = new Hono({ strict: false })
  app.get('/courier', (c) => showList(ports, caller, c.req.query()))
  app.get('/courier/deliveries/:orderId{ord_[0-9a-z]+}', (c) => {
    const { notice, headers } = takeNotice(c.req.raw)
    const known = Object.values(actions).find((name) => name === notice) ?? null
    return showDelivery(ports, caller, c.req.param('orderId'), { flash: null, notice: known }, 200, headers)
  })
  // Where a person comes back to after a form that was sent signed out.
  const showDraft = (c: Context) => {
    const orderId = c.req.param('orderId') ?? ''
    const draft = draftOf(c.req.raw)
    if (draft === null) return seeOther(`/courier/deliveries/${orderId}`)
    return showDelivery(ports, caller, orderId, { flash: draftNotice(readerOf(caller)), typed: draft })
  }
  app.get('/courier/deliveries/:orderId{ord_[0-9a-z]+}/:form{set-out|complete}', showDraft)
  app.get('/courier/deliveries/:orderId{ord_[0-9a-z]+}/:form{attempts|restarts}/:attempt{[0-9]+}', showDraft)
  const take = (action: Action) => (c: Context) => takeForm(ports, caller, c, action, requestId)
  app.post('/courier/deliveries/:orderId{ord_[0-9a-z]+}/set-out', take('set-out'))
  app.post('/courier/deliveries/:orderId{ord_[0-9a-z]+}/complete', take('complete'))
  app.post('/courier/deliveries/:orderId{ord_[0-9a-z]+}/attempts/:attempt{[0-9]+}', take('attempts'))
  app.post('/courier/deliveries/:orderId{ord_[0-9a-z]+}/restarts/:attempt{[0-9]+}', take('restarts'))
  app.notFound((c) => noPage(caller, methodsOf(app.routes)(c.req.path)))
  app.onError((fault) => {
    throw fault
  })
  return app.fetch(request)
}

async function takeForm(
  ports: DeliveryPorts,
  caller: Caller,
  c: Context,
  action: Action,
  requestId: string,
): Promise<Response> {
  const { orderId = '', attempt = '' } = c.req.param()
  const fields = { ...c.req.query(), ...(await fieldsOf(c.req.raw)) }
  // A form kept in the browser is sent by the session of today: never as somebody else's than its sender's.
  if (fields['account'] !== undefined && fields['account'] !== caller.subject) return otherAccount(caller)
  const done = await submit(ports, caller, { orderId, action, attempt: Number(attempt), fields, requestId })
  const path = `/courier/deliveries/${orderId}`
  // The script shows the answer in place: no redirect, whose notice another request of the page might take.
  if (done.ok && fields['isKept'] !== undefined) {
    return showDelivery(ports, caller, orderId, { flash: null, notice: actions[action] })
  }
  if (done.ok) return seeOther(path, [keepNotice(c.req.raw, path, actions[action])])
  if (done.rejection.code === 'forbidden')
    return forbiddenPage(caller, { en: 'the staff of the store', ko: '매장 직원' })
  return showDelivery(ports, caller, orderId, { refusal: done.rejection, typed: fields }, pageStatusOf(done.rejection))
}

function otherAccount(caller: Caller): Promise<Response> {
  return forbiddenPage(caller, { en: 'the person who pressed the button', ko: '버튼을 누른 사람' })
}

async function fieldsOf(request: Request): Promise<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(await request.text()))
}

type Query = Readonly<Record<string, string>>

async function showList(ports: DeliveryPorts, caller: Caller, query: Query): Promise<Response> {
  const page = { limit: deliveriesPageSize, cursor: query['cursor'] ?? null }
  const status = deliveryStatuses.find((known) => known === query['status'])
  if (status !== undefined) {
    const rows = await listFor(ports, caller, status, page)
    return rows.ok ? renderPage(deliveriesPage(caller, status, rows.value)) : notFoundPage(caller, rows.rejection)
  }
  const list = (['mine', 'free'] as const).find((known) => known === query['list'])
  if (list === undefined) return showOverview(ports, caller)
  const rows = await listOnTheRoadFor(ports, caller, list, page)
  return rows.ok ? renderPage(onTheRoadPage(caller, list, rows.value)) : notFoundPage(caller, rows.rejection)
}

async function showOverview(ports: DeliveryPorts, caller: Caller): Promise<Response> {
  const onTheRoad = (list: OnTheRoad) =>
    listOnTheRoadFor(ports, caller, list, { limit: deliveriesPageSize, cursor: null })
  const [mine, free, delivered] = await Promise.all([
    onTheRoad('mine'),
    onTheRoad('free'),
    listFor(ports, caller, 'completed', { limit: deliveredMax, cursor: null }),
  ])
  for (const list of [mine, free, delivered]) if (!list.ok) return notFoundPage(caller, list.rejection)
  if (!mine.ok || !free.ok || !delivered.ok) throw new Error('a refused list was shown already')
  return renderPage(overviewPage(caller, mine.value, free.value, delivered.value))
}

type Shown = { refusal: Rejection; typed: Query } | (Omit<DoorForm, 'fault'> & { notice?: NoticeName | null })

async function showDelivery(
  ports: DeliveryPorts,
  caller: Caller,
  orderId: string,
  shown: Shown,
  status = 200,
  headers: [string, string][] = [],
): Promise<Response> {
  const delivery = await getFor(ports, caller, orderId)
  if (!delivery.ok) return notFoundPage(caller, delivery.rejection)
  const form = formOf(shown, caller)
  const notice = 'notice' in shown && shown.notice ? noticeOf(shown.notice, caller, delivery.value) : null
  return renderPage(deliveryPage(caller, delivery.value, notice === null ? form : { flash: notice }), status, headers)
}

type NoticeName = (typeof actions)[Action]

/** What a form did, if it still stands. */
function noticeOf(name: NoticeName, caller: Caller, delivery: DeliveryRow): Flash | null {
  const { status, courier, failedAttempt } = delivery
  const isTrue = {
    setOut: status === 'started' && courier?.courierId === caller.subject,
    completed: status === 'completed',
    attempts: status !== 'completed' && failedAttempt !== undefined,
    restarts: status === 'started' && failedAttempt !== undefined,
  }[name]
  return isTrue ? { tone: 'good', text: texts[readerOf(caller).language].notices[name] } : null
}

/** A refusal stands at the top, and beside the field that it names. */
function formOf(shown: Shown, caller: Caller): DoorForm {
  if (!('refusal' in shown)) return shown
  const { refusal, typed } = shown
  const text = detailIn(refusal, readerOf(caller).language)
  return { flash: { tone: 'bad', text }, typed, fault: { field: refusal.field ?? null, text } }
}
