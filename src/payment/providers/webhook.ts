// Reads the parts of a webhook that all adapters need: its body is bytes, whatever the headers say about it.
import { orderIdSchema } from '../../contract/ids.ts'
import { parseJson } from './http.ts'
import type { Webhook } from './provider.ts'

/** The value of a header; its name is matched without regard to case. */
export function headerOf({ headers }: Webhook, name: string): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
}

/** The JSON of the body; `null` when it is none. */
export function jsonOf({ body }: Webhook): unknown {
  return parseJson(new TextDecoder().decode(body))
}

/** The text when it is an order id of ours, else null: a provider's account may serve other shops too. */
export function orderIdIn(text: unknown): string | null {
  const orderId = orderIdSchema.safeParse(text)
  return orderId.success ? orderId.data : null
}
