// The ports of a payment. Workers pass in a Durable Object's storage and the gate; tests and the simulation pass in
// SQLite in Node, a virtual clock and a provider that loses answers.
import type { OrderCommandsRpc } from '../../contract/rpc.ts'
import type { Log } from '../../platform/log.ts'
import type { Storage } from '../../platform/storage.ts'
import type { SettledRefund } from '../domain/refund.ts'
import type { ProviderCalls } from '../providers/provider.ts'

export type PaymentPorts = {
  orderId: string
  storage: Storage
  /** The provider of that name; null when it is not configured. */
  provider: (name: string) => ProviderCalls | null
  orders: OrderCommandsRpc
  /** Epoch milliseconds. */
  now: () => number
  /** Uniform in [0, 1). */
  random: () => number
  newRefundId: () => string
  /** Record in the audit that the store has settled a refund by hand: once, however often it is told. */
  recordSettlement: (refund: SettledRefund) => Promise<void>
  log: Log
}

export type PaymentSettings = {
  /** The provider of new attempts, and of those that earlier releases stored without a name. */
  providerName: string
  unnamedProvider: string
  testToken: string | null
  /** How long an order waits for its payment after it was placed: the same as in the order context. */
  unpaidMs: number
  /** The first pause before something is tried again; it doubles up to a limit. */
  retryMs: number
  /** After this long without an outcome an intent counts as `unknown`. It is longer than the gate's time-out. */
  recoverAfterMs: number
  /** How long after the last send a charge could still arrive at a provider that does not know it. */
  lateArrivalMs: number
}
