// The data of a customer as a whole: what an export holds of it, and its erasure. An order's own is in its object.
import * as z from 'zod'
import type { Caller } from './caller.ts'
import { roles } from './caller.ts'
import type { RequestMeta } from './idempotency.ts'
import { languages } from './language.ts'
import type { Result } from './result.ts'

/**
 * What identity holds of a person. `language` and `timeZone`: null where the browser has the say. `country`: where the
 * account was made; null where nobody knows.
 */
export const accountDataSchema = z.object({
  name: z.string(),
  email: z.string(),
  isEmailVerified: z.boolean(),
  role: z.enum(roles),
  createdAt: z.string(),
  language: z.enum(languages).nullable(),
  timeZone: z.string().nullable(),
  country: z.string().nullable().optional(),
  /** Where they are signed in. Empty text: not known. */
  sessions: z.array(z.object({ createdAt: z.string(), userAgent: z.string(), ipAddress: z.string() })),
})
export type AccountData = z.infer<typeof accountDataSchema>

/**
 * The erasure of a customer. `erasedOrders`: the orders whose personal data is erased. `leftOrders`: those that are
 * not yet, and are tried again. `erasedAt`: when none was left and the account was gone; null until then.
 */
export const customerErasureSchema = z.object({
  customerId: z.string(),
  requestedAt: z.iso.datetime(),
  requestedBy: z.object({ id: z.string(), role: z.enum(roles) }),
  reason: z.string().nullable(),
  erasedOrders: z.int(),
  leftOrders: z.int(),
  erasedAt: z.iso.datetime().nullable(),
})
export type CustomerErasure = z.infer<typeof customerErasureSchema>

/** What the staff noted about an order. */
export type OrderNote = { at: string; text: string }

/** Of ordermanagement. For the export. */
export interface OrderNotesRpc {
  notes(caller: Caller, orderId: string): Promise<Result<OrderNote[]>>
}

/** Of operations: for the customer, about themselves, and for ops. */
export interface CustomersRpc {
  /** Begin the erasure, or go on with it. Refused while an order is open. `reason`: null from the customer. */
  eraseCustomer(
    caller: Caller,
    customerId: string,
    reason: string | null,
    request: RequestMeta,
  ): Promise<Result<CustomerErasure>>
  /** For ops only. */
  customerErasure(caller: Caller, customerId: string): Promise<Result<CustomerErasure>>
  /** May the caller have an export? Then the account, null where the shop has none. That ops asked is in the audit. */
  exportCustomer(caller: Caller, customerId: string, request: RequestMeta): Promise<Result<AccountData | null>>
}

/** Of a context that holds something of customers besides their orders. For operations. */
export interface CustomerDataRpc {
  /** Erase it, for good. Said twice, it is done once. */
  eraseCustomer(customerId: string): Promise<void>
}

/** Of identity. For operations. */
export interface AccountDataRpc extends CustomerDataRpc {
  accountData(customerId: string): Promise<AccountData | null>
}
