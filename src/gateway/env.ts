// The gateway's bindings, and the variables that each request has.

import type { AccountsRpc } from '../contract/accounts.ts'
import type { AlertsRpc } from '../contract/alert.ts'
import type { AnalyticsRpc } from '../contract/analytics.ts'
import type { ArchiveRpc } from '../contract/archive.ts'
import type { Caller } from '../contract/caller.ts'
import type { CustomersRpc, OrderNotesRpc } from '../contract/customer-data.ts'
import type { CollectorRpc } from '../contract/figures.ts'
import type { LiveRequest, LiveRpc } from '../contract/live.ts'
import type { MessageDeliveryRpc } from '../contract/message-delivery.ts'
import type { OpsRpc } from '../contract/operations.ts'
import type { PaymentRpc } from '../contract/payment-rpc.ts'
import type { RebuildsRpc } from '../contract/rebuild.ts'
import type { ReconciliationRpc } from '../contract/reconciliation.ts'
import type {
  CatalogRpc,
  DeliveryRpc,
  HealthRpc,
  MessageRpc,
  MyPageRpc,
  OrderManagementRpc,
  OrderRpc,
  SandboxRpc,
} from '../contract/rpc.ts'

import type { SyntheticRpc } from '../contract/synthetic.ts'
import type { GatewayVars } from './config.ts'

/** Another Worker, called over HTTP. */
export type Site = { fetch(request: Request | string, init?: RequestInit): Promise<Response> }

/** The platform's rate limiter. A Worker that is deployed without one limits nothing. */
type Limiter = { limit: (counted: { key: string }) => Promise<{ success: boolean }> }

export type LimitEnv = {
  LIMIT_READ?: Limiter
  LIMIT_WRITE?: Limiter
  LIMIT_MONEY?: Limiter
  LIMIT_VISIT?: Limiter
  LIMIT_SIGN_IN?: Limiter
}

export interface GatewayEnv extends GatewayVars, LimitEnv {
  DOCS: Site
  IDENTITY: Site
  IDENTITY_HEALTH: HealthRpc
  ACCOUNTS: AccountsRpc
  CATALOG: CatalogRpc & HealthRpc
  ORDER_API: OrderRpc & HealthRpc
  PAYMENTS: PaymentRpc & HealthRpc
  RECONCILIATIONS: ReconciliationRpc
  SANDBOX_PAGES: SandboxRpc
  ORDERMANAGEMENT: OrderManagementRpc & OrderNotesRpc & HealthRpc
  DELIVERY: DeliveryRpc & HealthRpc
  MESSAGES: MessageRpc & MessageDeliveryRpc & HealthRpc
  MYPAGES: MyPageRpc & LiveRpc & HealthRpc
  ANALYTICS: AnalyticsRpc & HealthRpc
  OPERATIONS: OpsRpc & CustomersRpc & SyntheticRpc & RebuildsRpc & AlertsRpc & HealthRpc
  COLLECTOR: CollectorRpc
  ARCHIVE: ArchiveRpc & HealthRpc
}

/** The session of a call, and when its token ends. */
export type CallSession = Pick<LiveRequest, 'sessionId' | 'until'>

/** `traceparent`: the span of the call (see contract/traceparent.ts). */
export type Gateway = {
  Bindings: GatewayEnv
  Variables: { caller: Caller; session: CallSession; requestId: string; traceparent: string }
}
