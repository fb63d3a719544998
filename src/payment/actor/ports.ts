// What a payment needs from the world around it. Workers give it a Durable Object's storage and the gate; tests and
// the simulation give it SQLite in Node, a virtual clock and a provider that loses answers.
import type { OrderCommandsRpc } from '../../contract/rpc.ts'
import type { Log } from '../../platform/log.ts'
import type { Storage } from '../../platform/storage.ts'
import type { ProviderCalls } from '../providers/provider.ts'

export type PaymentPorts = {
  orderId: string
  storage: Storage
  provider: ProviderCalls
  orders: OrderCommandsRpc
  /** Epoch milliseconds. */
  now: () => number
  /** Uniform in [0, 1). */
  random: () => number
  newRefundId: () => string
  log: Log
}

export type PaymentSettings = {
  providerName: string
  testToken: string | null
  /** The first pause before something is tried again; it doubles up to a limit. */
  retryMs: number
  /** How long an intent may stand without an outcome before it counts as `unknown`: longer than the gate's time-out. */
  recoverAfterMs: number
  /** How long after it was last sent a charge could still arrive at a provider that has not heard of it. */
  lateArrivalMs: number
}
