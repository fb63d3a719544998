// The HTTP API of Toss Payments: its calls, the shapes of its answers, and its error codes.
import * as z from 'zod'
import type { Money } from '../../../contract/money.ts'
import { askJson, type Fetch } from '../http.ts'

export type TossSettings = {
  fetch: Fetch
  url: string
  secretKey: string
  webhookSecret: string
  /** Of the payment widget. Without it no page of the shop takes a payment. */
  clientKey: string | null
  /** The address of Toss's script. */
  scriptUrl: string
}

export const statusSchema = z.enum([
  'READY',
  'IN_PROGRESS',
  'WAITING_FOR_DEPOSIT',
  'DONE',
  'CANCELED',
  'PARTIAL_CANCELED',
  'ABORTED',
  'EXPIRED',
])
/** Only some cancels abroad take time: they have a status before `DONE`, or end as `ABORTED`. */
const cancelSchema = z.object({
  transactionKey: z.string(),
  cancelAmount: z.int(),
  cancelReason: z.string().nullish(),
  cancelStatus: z.string().nullish(),
})
export const paymentSchema = z.object({
  paymentKey: z.string(),
  status: statusSchema,
  currency: z.string(),
  totalAmount: z.int(),
  failure: z.object({ code: z.string() }).nullish(),
  cancels: z.array(cancelSchema).nullish(),
})
export const problemSchema = z.object({ code: z.string() })

/** Errors after which the payment may be confirmed all the same: it is looked up. */
export const mayHaveBeenConfirmed = new Set([
  'ALREADY_PROCESSED_PAYMENT',
  'DUPLICATED_ORDER_ID',
  'PROVIDER_ERROR',
  'IDEMPOTENT_REQUEST_PROCESSING',
])
/** A wrong API key is our error and not the customer's: once it is corrected the charge succeeds. */
export const apiKeyErrors = new Set(['UNAUTHORIZED_KEY', 'INVALID_API_KEY', 'INCORRECT_BASIC_AUTH_FORMAT'])

export function won(amount: number): Money {
  return { amount, currency: 'KRW' }
}

export function hasMoved(status: z.infer<typeof statusSchema>): boolean {
  return status === 'DONE' || status === 'CANCELED' || status === 'PARTIAL_CANCELED'
}

export function isNotFound(body: unknown): boolean {
  const problem = problemSchema.safeParse(body)
  return problem.success && problem.data.code === 'NOT_FOUND_PAYMENT'
}

export function get(settings: TossSettings, path: string, signal: AbortSignal) {
  return askJson(settings.fetch, settings.url + path, { headers: authorization(settings), signal })
}

export function post(settings: TossSettings, path: string, key: string, body: object, signal: AbortSignal) {
  const headers = { ...authorization(settings), 'content-type': 'application/json', 'idempotency-key': key }
  return askJson(settings.fetch, settings.url + path, { method: 'POST', headers, signal, body: JSON.stringify(body) })
}

/** The secret key is the user name, without a password. */
function authorization({ secretKey }: TossSettings) {
  return { authorization: `Basic ${btoa(`${secretKey}:`)}` }
}
