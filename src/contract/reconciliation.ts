// Reconciliation: a day's money in the orders, in the payments and in the provider's ledger, compared.
import * as z from 'zod'
import type { Caller } from './caller.ts'
import { extensible } from './extensible.ts'
import { moneySchema } from './money.ts'
import type { PaymentView } from './payment.ts'
import type { Result } from './result.ts'
import type { Page, PageRequest } from './rpc.ts'

/** More kinds may come. @extensible */
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
  'disputeUnknown',
  'disputeNotRecorded',
  'couldNotCompare',
] as const
export type DifferenceKind = (typeof differenceKinds)[number]

/** `call`: the call of this API that repairs the difference; null when only a person can, as `advice` says. */
export const differenceSchema = z.object({
  differenceId: z.string(),
  kind: z.enum(differenceKinds).meta(extensible),
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
 * `reading` the provider's ledger, `comparing` each order, or `done`. `underWay`: orders whose money moved just now;
 * the next day's reconciliation compares them again. `ordersLeft` is null while it is not known.
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
   * Continue the day's reconciliation by a bounded step; start one when there is none or the last is done. Refused with
   * `payment_overloaded` while the provider's ledger is not available: the steps that are done stay done.
   */
  reconcile(caller: Caller, day: string, requestId?: string): Promise<Result<Reconciliation>>
  /** The day's reconciliation with a page of its differences; null when there is none. */
  reconciliation(
    caller: Caller,
    day: string,
    page: PageRequest,
  ): Promise<Result<{ reconciliation: Reconciliation; differences: Page<Difference> } | null>>
  reconciliations(caller: Caller, page: PageRequest): Promise<Result<Page<Reconciliation>>>
  /** Repair the order's payment: adopt what the provider and the order report, and do the work that follows. */
  inquire(caller: Caller, orderId: string, requestId?: string): Promise<Result<PaymentView>>
}
