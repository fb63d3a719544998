// The synthetic order: one that the shop places by itself, to see that orders go through. It is nobody's, costs
// nothing, stands on no worklist, is never delivered, and counts in no figure.
import * as z from 'zod'
import type { Caller } from './caller.ts'
import type { RequestMeta } from './idempotency.ts'
import type { OrderRecord } from './order.ts'
import type { Result } from './result.ts'
import type { Item, Page, PageRequest } from './rpc.ts'

/** No issuer gives a person this id. */
export const syntheticCustomer: Caller = { subject: 'homeappliance:synthetic', role: 'customer', name: 'synthetic' }

export function isSynthetic({ customerId }: Pick<OrderRecord, 'customerId'>): boolean {
  return customerId === syntheticCustomer.subject
}

export const syntheticItemId = 'homeappliance-synthetic'

/** The catalog has it for whoever asks for its id, and the order for nobody but the synthetic customer. */
export function syntheticItem(currency: string): Item {
  return {
    itemId: syntheticItemId,
    itemName: 'Synthetic order',
    description: 'The shop looks whether orders go through.',
    category: 'synthetic',
    price: { amount: 0, currency },
    isUnlisted: true,
  }
}

/**
 * What a synthetic order goes through: it is placed and approved; canceled; its cancel is taken and settled, through
 * the queues of two contexts; and mypage shows it so.
 */
export const syntheticSteps = ['place', 'cancel', 'settle', 'show'] as const

/** `failedStep` null: all is well. `cause`: why it failed. `milliseconds`: all in all. */
export const syntheticRunSchema = z.object({
  startedAt: z.iso.datetime(),
  orderId: z.string().nullable(),
  failedStep: z.enum(syntheticSteps).nullable(),
  cause: z.string().nullable(),
  milliseconds: z.int(),
})
export type SyntheticRun = z.infer<typeof syntheticRunSchema>

/** Of operations, for ops only. */
export interface SyntheticRpc {
  /** Place one now. */
  placeSynthetic(caller: Caller, request: RequestMeta): Promise<Result<SyntheticRun>>
  /** The last ones, newest first. */
  syntheticRuns(caller: Caller, page: PageRequest): Promise<Result<Page<SyntheticRun>>>
}
