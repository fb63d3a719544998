// The couriers' pages under /courier: plain forms, each answered by a new page. Nothing here needs a script.
import { Hono } from 'hono'
import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import { type DeliveryRow, deliveryStatuses } from '../contract/rpc.ts'
import { forbiddenPage, notFoundPage, pageStatusOf, seeOther } from '../web/error-pages.tsx'
import { renderPage } from '../web/page.tsx'
import { complete, getFor, listFor } from './deliveries.ts'
import type { DeliveryPorts } from './event-handler.ts'
import { type DeliveryView, deliveriesPage, deliveryPage } from './views.tsx'

export const deliveriesPageSize = 25

/** The page that a request asks for, for couriers and the staff. Faults are thrown. */
export async function courierPage(
  ports: DeliveryPorts,
  caller: Caller,
  request: Request,
  requestId: string,
): Promise<Response> {
  if (!mayCall(caller.role, 'listDeliveries')) return forbiddenPage(caller, 'the couriers and the staff of the store')
  const meta = { requestId, idempotencyKey: null }
  const app = new Hono({ strict: false })
  app.get('/courier', (c) =>
    showDeliveries(ports, caller, statusOf(c.req.query('status')), c.req.query('cursor') ?? null),
  )
  app.get('/courier/deliveries/:orderId{ord_[0-9a-z]+}', (c) => {
    const flash = flashMessages.get(c.req.query('done') ?? '') ?? null
    return showDelivery(ports, caller, c.req.param('orderId'), flash, 200)
  })
  app.post('/courier/deliveries/:orderId{ord_[0-9a-z]+}/complete', async (c) => {
    const orderId = c.req.param('orderId')
    const completed = await complete(ports, caller, orderId, meta)
    if (completed.ok) return seeOther(`/courier/deliveries/${orderId}?done=completed`)
    const flash = { tone: 'bad', text: completed.rejection.detail } as const
    return showDelivery(ports, caller, orderId, flash, pageStatusOf(completed.rejection))
  })
  app.notFound(() => notFoundPage(caller, 'There is no such page.'))
  app.onError((fault) => {
    throw fault
  })
  return app.fetch(request)
}

async function showDeliveries(
  ports: DeliveryPorts,
  caller: Caller,
  status: DeliveryRow['status'],
  cursor: string | null,
): Promise<Response> {
  const page = await listFor(ports, caller, status, { limit: deliveriesPageSize, cursor })
  if (!page.ok) return notFoundPage(caller, page.rejection.detail)
  return renderPage(deliveriesPage(caller, status, page.value))
}

async function showDelivery(
  ports: DeliveryPorts,
  caller: Caller,
  orderId: string,
  flash: DeliveryView['flash'],
  status: number,
): Promise<Response> {
  const delivery = await getFor(ports, caller, orderId)
  if (!delivery.ok) return notFoundPage(caller, delivery.rejection.detail)
  return renderPage(deliveryPage(caller, { delivery: delivery.value, flash }), status)
}

/** The status in the query. By default, and for an unknown one, what is on the road: that is the courier's work. */
function statusOf(query: string | undefined): DeliveryRow['status'] {
  return deliveryStatuses.find((known) => known === query) ?? 'started'
}

const flashMessages = new Map<string, DeliveryView['flash']>([
  ['completed', { tone: 'good', text: 'Handed over. The customer sees it on the page of the order.' }],
])
