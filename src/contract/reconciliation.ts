// Reconciliation: what the orders, the payments and the provider's books say of a day's money, held against each other.
import * as z from 'zod'
import type { Caller } from './caller.ts'
import { moneySchema } from './money.ts'
import type { Result } from './result.ts'
import type { Page, PageRequest, PaymentView } from './rpc.ts'

export const differenceKinds = [
  'entryNotOurs',
  'orderMissing',
  'chargeUnknown',
  'chargeMissing',
  'chargeAmountDiffers',
  'orderNotTold',
  'paymentOpen',
  'refundNotOwed',
  'refundNotMade',
  'refundNotRecorded',
  'refundUnknown',
  'refundMissing',
  'refundAboveCharge',
] as const
export type DifferenceKind = (typeof differenceKinds)[number]

/** `call`: the call of this shop that repairs it; null where only a person can, as `advice` says. */
export const differenceSchema = z.object({
  differenceId: z.string(),
  kind: z.enum(differenceKinds),
  orderId: z.string().nullable(),
  amount: moneySchema,
  says: z.string(),
  call: z
    .object({
      method: z.enum(['POST', 'PATCH']),
      path: z.string(),
      body: z.record(z.string(), z.string()).nullable(),
    })
    .nullable(),
  advice: z.string(),
})
export type Difference = z.infer<typeof differenceSchema>

/**
 * `reading` the provider's books, `comparing` each order, or `done`. `underWay`: orders whose money moved just now;
 * they are looked at again with the day after. `ordersLeft` is null while it is not known.
 */
export const reconciliationSchema = z.object({
  day: z.iso.date(),
  status: z.enum(['reading', 'comparing', 'done']),
  entries: z.int(),
  orders: z.int(),
  ordersLeft: z.int().nullable(),
  underWay: z.int(),
  differences: z.int(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
})
export type Reconciliation = z.infer<typeof reconciliationSchema>

/** For ops alone. A day is an ISO date in UTC. */
export interface ReconciliationRpc {
  /**
   * Go on with the day's reconciliation by a bounded piece of work; begin it when there is none or the last is done.
   * Refused `payment_overloaded` when the provider's books cannot be had just now: what was done stays done.
   */
  reconcile(caller: Caller, day: string): Promise<Result<Reconciliation>>
  /** The day's reconciliation with a page of its differences; null when there is none. */
  reconciliation(
    caller: Caller,
    day: string,
    page: PageRequest,
  ): Promise<Result<{ reconciliation: Reconciliation; differences: Page<Difference> } | null>>
  reconciliations(caller: Caller, page: PageRequest): Promise<Result<Page<Reconciliation>>>
  /** Make the order's payment take over what the provider and the order say, and do what follows from it. */
  inquire(caller: Caller, orderId: string): Promise<Result<PaymentView>>
}
