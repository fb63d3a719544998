// The API as one: the routes behind the gateway's main path, and the type that its typed client is made of.
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Door } from './authenticate.ts'
import type { Gateway } from './env.ts'
import { accountRoutes } from './routes/accounts.ts'
import { catalogRoutes } from './routes/catalog.ts'
import { deliveryRoutes } from './routes/deliveries.ts'
import { gateRoutes } from './routes/gates.ts'
import { healthRoutes } from './routes/health.ts'
import { messageRoutes } from './routes/messages.ts'
import { myPageRoutes } from './routes/mypages.ts'
import { operationsRoutes } from './routes/operations.ts'
import { worklistRoutes } from './routes/ordermgmts.ts'
import { orderRoutes } from './routes/orders.ts'
import { paymentRoutes } from './routes/payments.ts'
import { reconciliationRoutes } from './routes/reconciliations.ts'

export function apiRoutes(app: OpenAPIHono<Gateway>, behind: Door): void {
  catalogRoutes(app)
  orderRoutes(app, behind)
  // Before /payments/{orderId}, which would take it for an order.
  gateRoutes(app, behind)
  paymentRoutes(app, behind)
  worklistRoutes(app, behind)
  deliveryRoutes(app, behind)
  messageRoutes(app, behind)
  myPageRoutes(app, behind)
  operationsRoutes(app, behind)
  reconciliationRoutes(app, behind)
  accountRoutes(app, behind)
  healthRoutes(app)
}

type SchemaOf<Routes> = Routes extends (...args: never) => OpenAPIHono<Gateway, infer Schema> ? Schema : never

/** What `hc<Api>(origin)` of Hono gives its callers: every path, input and answer, as the routes have them. */
export type Api = OpenAPIHono<
  Gateway,
  SchemaOf<typeof catalogRoutes> &
    SchemaOf<typeof orderRoutes> &
    SchemaOf<typeof gateRoutes> &
    SchemaOf<typeof paymentRoutes> &
    SchemaOf<typeof worklistRoutes> &
    SchemaOf<typeof deliveryRoutes> &
    SchemaOf<typeof messageRoutes> &
    SchemaOf<typeof myPageRoutes> &
    SchemaOf<typeof operationsRoutes> &
    SchemaOf<typeof reconciliationRoutes> &
    SchemaOf<typeof accountRoutes> &
    SchemaOf<typeof healthRoutes>
>
