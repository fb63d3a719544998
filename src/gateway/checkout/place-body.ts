// The body of POST /orders: the old shop's flat form, or a list of lines. Both become one request to the order context.
import { z } from '@hono/zod-openapi'
import type { Caller } from '../../contract/caller.ts'
import { fingerprintOf } from '../../contract/idempotency.ts'
import { readerOf, told } from '../../contract/language.ts'
import type { Rejection } from '../../contract/rejections.ts'
import type { PlaceOrderRequest } from '../../contract/rpc.ts'
import { line, outsideId, whole } from '../http/body.ts'
import { fault } from '../http/input-faults.ts'
import { type PhoneSettings, readPhoneNumber } from './phone-number.ts'

export const qtyMax = 999
const linesMax = 20
const priceMax = 1_000_000_000_000

export const paymentTokenSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\x21-\x7e]*$/, fault({ en: 'must be printable ASCII', ko: '출력 가능한 ASCII 문자여야 합니다' }))

/** Any text that can be a phone number. It is read where the shop's country is known. */
const phoneNumber = z
  .string()
  // Marks of the writing direction, which come along when a number is copied.
  .overwrite((typed) => typed.replaceAll(/\p{Cf}/gu, ''))
  .pipe(line(40))

const besideLines = fault({ en: 'cannot stand beside "lines"', ko: '"lines"와 함께 쓸 수 없습니다' })

const lineSchema = z.strictObject({
  itemId: outsideId(),
  qty: whole(1, qtyMax),
  itemName: line(200).optional(),
  itemPrice: whole(0, priceMax).optional(),
})

export const placeBody = z
  .strictObject({
    customerName: line(100),
    deliveryAddress: line(500),
    deliveryPhoneNumber: phoneNumber,
    itemId: outsideId().optional(),
    qty: whole(1, qtyMax).optional(),
    itemName: line(200).optional().openapi({ description: 'checked against the catalog' }),
    itemPrice: whole(0, priceMax).optional().openapi({ description: 'the unit price, checked against the catalog' }),
    lines: z.array(lineSchema).min(1).max(linesMax).optional(),
    customerId: outsideId().optional().openapi({ description: 'checked against the token' }),
    orderStatus: z
      .literal('orderStarted', fault({ en: 'must be "orderStarted"', ko: '"orderStarted"여야 합니다' }))
      .optional(),
    paymentToken: paymentTokenSchema.optional().openapi({ description: 'pay in the same call' }),
  })
  .superRefine((body, context) => {
    const missing = (field: string) =>
      context.addIssue({ code: 'custom', path: [field], message: fault({ en: 'is required', ko: '필수 항목입니다' }) })
    if (body.lines === undefined) {
      if (body.itemId === undefined) missing('itemId')
      if (body.qty === undefined) missing('qty')
      return
    }
    for (const field of ['itemId', 'qty', 'itemName', 'itemPrice'] as const) {
      if (body[field] === undefined) continue
      context.addIssue({ code: 'custom', path: [field], message: besideLines })
    }
  })
  .openapi('PlaceOrder')

export type PlaceBody = z.infer<typeof placeBody>

/** The request to the order context. `customerId` is checked, not trusted: the order belongs to the caller. */
export async function placeRequest(
  body: PlaceBody,
  caller: Caller,
  settings: PhoneSettings,
): Promise<PlaceOrderRequest | Rejection> {
  if (body.customerId !== undefined && body.customerId !== caller.subject) {
    return {
      code: 'customer_mismatch',
      ...told({ en: 'The order would not be yours.', ko: '본인의 주문이 아닙니다.' }),
      field: 'customerId',
    }
  }
  const { deliveryPhoneNumber, paymentToken } = body
  const deliveryPhone = readPhoneNumber(deliveryPhoneNumber, settings)
  if ('reason' in deliveryPhone) {
    const { en, ko } = deliveryPhone.reason
    const why = told({ en: `The phone number ${en}.`, ko: `연락처를 확인해 주세요: ${ko}.` })
    return { code: 'invalid_request', ...why, field: 'deliveryPhoneNumber' }
  }
  return {
    lines: body.lines?.map(lineOf) ?? [lineOf(body)],
    contact: {
      customerName: body.customerName,
      deliveryAddress: body.deliveryAddress,
      deliveryPhoneNumber,
      deliveryPhone,
      language: readerOf(caller).language,
    },
    withPaymentToken: paymentToken !== undefined,
    ...(paymentToken !== undefined && { paymentFingerprint: await fingerprintOf(paymentToken) }),
  }
}

type LineInput = {
  itemId?: string | undefined
  qty?: number | undefined
  itemName?: string | undefined
  itemPrice?: number | undefined
}

function lineOf(input: LineInput): PlaceOrderRequest['lines'][number] {
  if (input.itemId === undefined || input.qty === undefined) throw new Error('the schema lets no such line through')
  return {
    itemId: input.itemId,
    qty: input.qty,
    ...(input.itemName === undefined ? {} : { itemName: input.itemName }),
    ...(input.itemPrice === undefined ? {} : { itemPrice: input.itemPrice }),
  }
}

/** In the flat form the fields of the one line are at the top level. */
export function fieldInBody(body: PlaceBody, rejection: Rejection): Rejection {
  if (body.lines !== undefined || rejection.field === undefined) return rejection
  return { ...rejection, field: rejection.field.replace(/^lines\.0\./, '') }
}
