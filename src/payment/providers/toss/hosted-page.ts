// Toss's hosted page, for customers without scripts: https://docs.tosspayments.com/en/api-guide#create-payment. They
// come back from it as from the widget, with a payment key that is confirmed then.
import * as z from 'zod'
import type { PageOutcome, PageQuery } from '../provider.ts'
import { post, problemSchema, type TossSettings } from './api.ts'

const openedSchema = z.object({ checkout: z.object({ url: z.url({ protocol: /^https?$/ }) }) })

/**
 * Moves no money. Each call opens a page anew: under one idempotency key Toss would replay a page that the customer has
 * left, or that has expired. Pages of one order id cannot both be confirmed.
 */
export async function openPage(settings: TossSettings, page: PageQuery, signal: AbortSignal): Promise<PageOutcome> {
  const { key, orderName, amount, returnUrl } = page
  const body = { method: 'CARD', amount: amount.amount, orderId: key, orderName }
  const urls = { successUrl: returnUrl, failUrl: returnUrl }
  const answer = await post(settings, '/v1/payments', crypto.randomUUID(), { ...body, ...urls }, signal)
  if (answer.status === 200) {
    const opened = openedSchema.safeParse(answer.body)
    return opened.success ? { status: 'opened', url: opened.data.checkout.url } : { status: 'unknown' }
  }
  const problem = problemSchema.safeParse(answer.body)
  if (!problem.success || answer.status >= 500 || answer.status === 429) return { status: 'unknown' }
  return { status: 'refused', reason: problem.data.code }
}
