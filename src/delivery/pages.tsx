// The couriers' pages under /courier: plain forms, each answered by a new page. Nothing here needs a script.
import { Hono } from 'hono'
import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import { type DeliveryRow, deliveryStatuses } from '../contract/delivery.ts'
import { detailIn, readerOf } from '../contract/language.ts'
import type { Flash } from '../web/components.tsx'
import { draftNotice, draftOf } from '../web/draft.ts'
import { forbiddenPage, noPage, notFoundPage, pageStatusOf, seeOther } from '../web/error-pages.tsx'
import { keepNotice, takeNotice } from '../web/flash.ts'
import { methodsOf } from '../web/methods.ts'
import { renderPage } from '../web/page.tsx'
import { complete, getFor, listFor } from './deliveries.ts'
import type { DeliveryPorts } from './event-handler.ts'
import { deliveriesPage, deliveryPage, overviewPage } from './views.tsx'

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
  const meta = { requestId, idempotencyKey: null }
  const app = new Hono({ strict: false })
  app.get('/courier', (c) => {
    const status = deliveryStatuses.find((known) => known === c.req.query('status'))
    if (status === undefined) return showOverview(ports, caller)
    return showDeliveries(ports, caller, status, c.req.query('cursor') ?? null)
  })
  app.get('/courier/deliveries/:orderId{ord_[0-9a-z]+}', (c) => {
    const { notice, headers } = takeNotice(c.req.raw)
    const flashOf = ({ status }: DeliveryRow) => (notice === 'completed' && status === 'completed' ? handedOver : null)
    return showDelivery(ports, caller, c.req.param('orderId'), flashOf, 200, headers)
  })
  // Where a person comes back to after a form that was sent signed out.
  app.get('/courier/deliveries/:orderId{ord_[0-9a-z]+}/complete', (c) => {
    const orderId = c.req.param('orderId')
    if (draftOf(c.req.raw) === null) return seeOther(`/courier/deliveries/${orderId}`)
    return showDelivery(ports, caller, orderId, () => draftNotice(readerOf(caller)))
  })
  app.post('/courier/deliveries/:orderId{ord_[0-9a-z]+}/complete', async (c) => {
    const orderId = c.req.param('orderId')
    const completed = await complete(ports, caller, orderId, meta)
    const path = `/courier/deliveries/${orderId}`
    if (completed.ok) return seeOther(path, [keepNotice(c.req.raw, path, 'completed')])
    const refusal = { tone: 'bad', text: detailIn(completed.rejection, readerOf(caller).language) } as const
    return showDelivery(ports, caller, orderId, () => refusal, pageStatusOf(completed.rejection))
  })
  app.notFound((c) => noPage(caller, methodsOf(app.routes)(c.req.path)))
  app.onError((fault) => {
    throw fault
  })
  return app.fetch(request)
}

async function showOverview(ports: DeliveryPorts, caller: Caller): Promise<Response> {
  const [onTheRoad, delivered] = await Promise.all([
    listFor(ports, caller, 'started', { limit: deliveriesPageSize, cursor: null }),
    listFor(ports, caller, 'completed', { limit: deliveredMax, cursor: null }),
  ])
  if (!onTheRoad.ok) return notFoundPage(caller, onTheRoad.rejection)
  if (!delivered.ok) return notFoundPage(caller, delivered.rejection)
  return renderPage(overviewPage(caller, onTheRoad.value, delivered.value))
}

async function showDeliveries(
  ports: DeliveryPorts,
  caller: Caller,
  status: DeliveryRow['status'],
  cursor: string | null,
): Promise<Response> {
  const page = await listFor(ports, caller, status, { limit: deliveriesPageSize, cursor })
  if (!page.ok) return notFoundPage(caller, page.rejection)
  return renderPage(deliveriesPage(caller, status, page.value))
}

async function showDelivery(
  ports: DeliveryPorts,
  caller: Caller,
  orderId: string,
  flashOf: (delivery: DeliveryRow) => Flash | null,
  status = 200,
  headers: [string, string][] = [],
): Promise<Response> {
  const delivery = await getFor(ports, caller, orderId)
  if (!delivery.ok) return notFoundPage(caller, delivery.rejection)
  return renderPage(deliveryPage(caller, delivery.value, flashOf(delivery.value)), status, headers)
}

const handedOver: Flash = { tone: 'good', text: 'Handed over. The customer sees it on the page of the order.' }
