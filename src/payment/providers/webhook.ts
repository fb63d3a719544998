// What the adapters look at in a webhook, whoever sent it.
import { orderIdSchema } from '../../contract/ids.ts'
import type { Webhook } from './provider.ts'

/** The value of a header, however its name is written. */
export function headerOf({ headers }: Webhook, name: string): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
}

/** The text, if it is an order's id of ours: a provider's account may serve other shops too. */
export function orderIdIn(text: unknown): string | null {
  const orderId = orderIdSchema.safeParse(text)
  return orderId.success ? orderId.data : null
}
