// What the effects of a payment work with: its rows, and calls to the order that may fail.
import { type Author, system } from '../../contract/caller.ts'
import type { OrderCommand } from '../../contract/commands.ts'
import type { Rejection } from '../../contract/rejections.ts'
import type { MaybeSealed } from '../../contract/sealed.ts'
import { describeFault } from '../../platform/log.ts'
import type { Attempt } from '../domain/attempt.ts'
import type { Pace } from '../domain/pace.ts'
import type { PaymentState } from '../domain/payment-state.ts'
import type { SettledRefund } from '../domain/refund.ts'
import type { ProviderCalls, Unknown } from '../providers/provider.ts'
import type { Rows } from './payment-store.ts'
import type { PaymentPorts, PaymentSettings } from './ports.ts'

/** What an effect works with. It reads the state again after each call, since other calls may have written. */
export type EffectContext = {
  ports: PaymentPorts
  settings: PaymentSettings
  /** The span of this run: that of the call, or of a trace that the alarm has begun. Old calls have none. */
  traceparent: string | undefined
  read(): PaymentState
  /** Write rows and the alarm in one transaction. */
  write(rows: Rows & { unsent?: number }): void
  /** Keep the attempt in memory until the next write. */
  hold(attempt: Attempt): void
  /** How many webhooks and inquiries came so far: the answer of a call may be older than one that came during it. */
  requests(): number
  /** The order has answered, and this is its state. */
  orderRead(order: MaybeSealed): void
  /** The order has just recorded this payment, and this is its state. */
  paid(order: MaybeSealed): void
}

/** A call within a span; undefined when it is not known. */
type Within = { ports: PaymentPorts; traceparent: string | undefined }

/** Send a command to the order; null when it does not answer. */
export async function sendToOrder(
  command: OrderCommand,
  causationId: string,
  context: EffectContext,
  by: Author = system('payment'),
) {
  const { ports, traceparent } = context
  const call = () => ports.orders.handle(ports.orderId, command, { by, causationId, traceparent })
  const outcome = await resultOf(command.type, call, context)
  if (outcome?.ok) context.orderRead(outcome.value.order)
  return outcome
}

/** Whether the audit has it. */
export async function recordSettlement(refund: SettledRefund, within: Within): Promise<boolean> {
  const record = async () => {
    await within.ports.recordSettlement(refund)
    return true
  }
  return (await resultOf('recordSettlement', record, within)) ?? false
}

/** Whether the order still waits for its payment; null when it does not answer. */
export async function orderIsOpen(context: EffectContext): Promise<boolean | null> {
  const answer = await orderNow(context)
  if (answer === null) return null
  if (answer.order) context.orderRead(answer.order)
  return answer.order?.orderStatus === 'orderStarted'
}

/** The order as it is now; `known` when it does not answer. */
export async function readOrder(within: Within, known: MaybeSealed): Promise<MaybeSealed> {
  return (await orderNow(within))?.order ?? known
}

/** The order as it is now; null when it does not answer. */
export async function orderNow(within: Within): Promise<{ order: MaybeSealed | null } | null> {
  const { orders, orderId } = within.ports
  return await resultOf('read', async () => ({ order: await orders.read(orderId) }), within)
}

/**
 * The outcome of a call to the provider of that name; `unknown` when it threw, or is not configured any more: money
 * never moves at another one instead, and the call is tried again.
 */
export async function outcomeAt<T>(
  name: string,
  what: string,
  call: (provider: ProviderCalls) => Promise<T>,
  within: Within,
): Promise<T | Unknown> {
  const { ports, traceparent } = within
  const provider = ports.provider(name)
  if (provider === null) {
    ports.log('provider_not_configured', { orderId: ports.orderId, traceparent, call: what, provider: name })
  }
  return (provider && (await resultOf(what, () => call(provider), within))) ?? { status: 'unknown' }
}

/** The result of a call; null when it threw. */
async function resultOf<T>(what: string, call: () => Promise<T>, { ports, traceparent }: Within): Promise<T | null> {
  try {
    return await call()
  } catch (fault) {
    ports.log('call_failed', { orderId: ports.orderId, traceparent, call: what, fault: describeFault(fault) })
    return null
  }
}

export function logRefusal({ type }: OrderCommand, { code }: Rejection, { ports, traceparent }: EffectContext): void {
  ports.log('report_refused', { orderId: ports.orderId, traceparent, command: type, code })
}

export function paceOf({ settings, ports }: EffectContext): Pace {
  return { retryMs: settings.retryMs, random: ports.random }
}
