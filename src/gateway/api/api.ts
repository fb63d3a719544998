// All routes of the API, and the type of its typed client.
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Guard } from '../auth/guard.ts'
import type { Gateway } from '../env.ts'
import { accountRoutes } from './accounts.ts'
import { alertRoutes } from './alerts.ts'
import { analyticsRoutes } from './analytics.ts'
import { archiveRoutes } from './archive.ts'
import { catalogRoutes } from './catalog.ts'
import { customerRoutes } from './customers.ts'
import { deliveryRoutes } from './deliveries.ts'
import { deliveryReportRoutes } from './delivery-reports.ts'
import { gateRoutes } from './gates.ts'
import { healthRoutes } from './health.ts'
import { messageRoutes } from './messages.ts'
import { myPageRoutes } from './mypages.ts'
import { operationsRoutes } from './operations.ts'
import { worklistRoutes } from './ordermgmts.ts'
import { orderRoutes } from './orders.ts'
import { paymentRoutes } from './payments.ts'
import { rebuildRoutes } from './rebuilds.ts'
import { reconciliationRoutes } from './reconciliations.ts'
import { refundRoutes } from './refunds.ts'
import { syntheticRoutes } from './synthetic-orders.ts'

export function apiRoutes(app: OpenAPIHono<Gateway>, guard: Guard): void {
  catalogRoutes(app)
  orderRoutes(app, guard)
  // Before /payments/{orderId}, which would match it.
  gateRoutes(app, guard)
  paymentRoutes(app, guard)
  refundRoutes(app, guard)
  worklistRoutes(app, guard)
  deliveryRoutes(app, guard)
  deliveryReportRoutes(app, guard)
  messageRoutes(app, guard)
  myPageRoutes(app, guard)
  analyticsRoutes(app, guard)
  operationsRoutes(app, guard)
  alertRoutes(app, guard)
  reconciliationRoutes(app, guard)
  archiveRoutes(app, guard)
  rebuildRoutes(app, guard)
  customerRoutes(app, guard)
  syntheticRoutes(app, guard)
  accountRoutes(app, guard)
  healthRoutes(app)
}

type SchemaOf<Routes> = Routes extends (...args: never) => OpenAPIHono<Gateway, infer Schema> ? Schema : never

/** The type for Hono's `hc<Api>(origin)`: every path, input and answer of the routes. */
export type Api = OpenAPIHono<
  Gateway,
  SchemaOf<typeof catalogRoutes> &
    SchemaOf<typeof orderRoutes> &
    SchemaOf<typeof gateRoutes> &
    SchemaOf<typeof paymentRoutes> &
    SchemaOf<typeof refundRoutes> &
    SchemaOf<typeof worklistRoutes> &
    SchemaOf<typeof deliveryRoutes> &
    SchemaOf<typeof deliveryReportRoutes> &
    SchemaOf<typeof messageRoutes> &
    SchemaOf<typeof myPageRoutes> &
    SchemaOf<typeof analyticsRoutes> &
    SchemaOf<typeof operationsRoutes> &
    SchemaOf<typeof alertRoutes> &
    SchemaOf<typeof reconciliationRoutes> &
    SchemaOf<typeof archiveRoutes> &
    SchemaOf<typeof rebuildRoutes> &
    SchemaOf<typeof customerRoutes> &
    SchemaOf<typeof syntheticRoutes> &
    SchemaOf<typeof accountRoutes> &
    SchemaOf<typeof healthRoutes>
>
