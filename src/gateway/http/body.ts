// The order as the API shows it, and the schemas that bodies share.
import { z } from '@hono/zod-openapi'
import type { Role } from '../../contract/caller.ts'
import { contactSchema, type OrderSummary, orderSummarySchema } from '../../contract/order.ts'
import { hasNoHiddenCharacters, hasVisibleCharacter } from '../../contract/text.ts'
import { orderOnTheWay, seesWhole, wholeOrder, withContact } from '../../contract/view.ts'
import { fault } from './input-faults.ts'

const empty = fault({ en: 'must not be empty', ko: '비워 둘 수 없습니다' })
const hiding = fault({
  en: 'must not contain control characters, or others that hide',
  ko: '제어 문자나 보이지 않는 문자를 넣을 수 없습니다',
})
export const wholeNumber = fault({ en: 'must be a whole number', ko: '정수여야 합니다' })
const idForm = fault({
  en: 'must be 1 to 64 letters, digits, "_" or "-"',
  ko: '영문자, 숫자, "_", "-"로 된 1~64자여야 합니다',
})

export function atLeast(min: number): string {
  return fault({ en: `must be at least ${min}`, ko: `${min} 이상이어야 합니다` })
}

function atMost(max: number): string {
  return fault({ en: `must be at most ${max}`, ko: `${max} 이하여야 합니다` })
}

/** One line of text: trimmed, in Unicode form C, not empty, bounded, without hidden characters. */
export function line(charactersMax: number) {
  return (
    z
      .string()
      .trim()
      .normalize('NFC')
      .min(1, empty)
      .max(
        charactersMax,
        fault({ en: `must be at most ${charactersMax} characters`, ko: `${charactersMax}자 이하여야 합니다` }),
      )
      .regex(hasNoHiddenCharacters, hiding)
      .regex(hasVisibleCharacter, empty)
      // For the document: its generator takes one pattern only, and would write the regex flag into it.
      .openapi({ pattern: hasNoHiddenCharacters.source })
  )
}

/** A whole number. Digits in a string are accepted too, since forms send them. */
export function whole(min: number, max: number) {
  return z.preprocess(
    (value) => (typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value),
    z.int(wholeNumber).min(min, atLeast(min)).max(max, atMost(max)),
  )
}

/** An external id. A number is accepted too, since the old shop's clients send one. */
export function outsideId() {
  return z.preprocess(
    (value) => (typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value),
    z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, idForm),
  )
}

/** A JSON body, with an example for the API's document. */
export function json<T extends z.ZodType>(schema: T, example: z.input<T>) {
  return { content: { 'application/json': { schema, example } } }
}

export const orderSchema = orderSummarySchema
  .omit({ contact: true })
  .extend(contactSchema.shape)
  .openapi('Order', { description: 'an order as it stands after its event number `seq`' })

/**
 * The summary for a role that sees the whole order, with the contact's fields at the top level, as the business's
 * clients know it.
 */
export function orderBody(order: OrderSummary, role: Role): z.infer<typeof orderSchema> {
  return withContact(wholeOrder(order, role))
}

/** The same for every role: whole, or the part that it is shown. */
export function shownBody(order: OrderSummary, role: Role) {
  return seesWhole(role) ? orderBody(order, role) : withContact(orderOnTheWay(order))
}

export const pageQuery = z.object({
  limit: z.coerce
    .number()
    .int()
    .min(1, atLeast(1))
    .max(100, atMost(100))
    .default(20)
    .openapi({ description: 'rows on the page' }),
  cursor: z.string().max(2000).optional().openapi({ description: 'the `cursor` of the page before' }),
})

export function pageOf<T extends z.ZodType>(row: T) {
  return z.object({ items: z.array(row), cursor: z.string().nullable() })
}

export const orderIdParam = z.object({
  orderId: z
    .string()
    .max(64)
    .openapi({ param: { name: 'orderId', in: 'path' }, example: 'ord_7zq8k2m4x6c9v1b3n5a7s9d2fg' }),
})
