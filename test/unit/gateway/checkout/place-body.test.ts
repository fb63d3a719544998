// The body of POST /orders: the flat form and the list of lines, what they become, and what is refused where.
import { describe, expect, test } from 'vitest'
import { fieldInBody, placeBody, placeRequest, qtyMax } from '../../../../src/gateway/checkout/place-body.ts'
import { callers } from '../../../support/callers.ts'

const contact = { customerName: 'Kang', deliveryAddress: 'Gangnam', deliveryPhoneNumber: '010-0123-4567' }
const flat = { ...contact, itemId: '7', qty: 2 }
const asked = (body: object) => placeRequest(placeBody.parse(body), callers.customer, { PHONE_COUNTRY: 'KR' })
const faultsOf = (body: object) =>
  placeBody.safeParse(body).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []

describe('the request to the order', () => {
  test('is the same from the flat form as from one line', async () => {
    const line = { itemId: '7', qty: 2, itemPrice: 59_000 }
    const fromLines = await asked({ ...contact, lines: [line] })
    expect(await asked({ ...flat, itemPrice: '59000' })).toEqual(fromLines)
    const deliveryPhone = { e164: '+821001234567', display: '010-0123-4567' }
    const read = { ...contact, deliveryPhone, language: 'en' }
    expect(fromLines).toEqual({ lines: [line], contact: read, withPaymentToken: false })
  })

  test('has the phone number as it was typed and as it is dialled, or is refused with the reason', async () => {
    const copied = '\u202a（０２） 123\u20134567\u202c'
    expect(await asked({ ...flat, deliveryPhoneNumber: copied })).toMatchObject({
      contact: {
        deliveryPhoneNumber: '（０２） 123\u20134567',
        deliveryPhone: { e164: '+8221234567', display: '02-123-4567' },
      },
    })
    expect(await asked({ ...flat, deliveryPhoneNumber: '010-01' })).toMatchObject({
      code: 'invalid_request',
      field: 'deliveryPhoneNumber',
      detail: expect.stringMatching(/^The phone number is not in use/),
    })
  })

  test('knows the payment token by its hash alone', async () => {
    const one = await asked({ ...flat, paymentToken: 'tok_approved' })
    const other = await asked({ ...flat, paymentToken: 'tok_declined' })
    expect(one).toMatchObject({ withPaymentToken: true, paymentFingerprint: expect.any(String) })
    expect(one).not.toEqual(other)
    expect(JSON.stringify(one)).not.toContain('tok_')
  })

  test('is its caller’s own: another customer’s id is refused, the own one is no difference', async () => {
    expect(await asked({ ...flat, customerId: callers.customer.subject })).toEqual(await asked(flat))
    expect(await asked({ ...flat, customerId: 'usr_other' })).toMatchObject({
      code: 'customer_mismatch',
      field: 'customerId',
    })
  })
})

describe('the schema', () => {
  test('takes the old shop’s numbers and digits', () => {
    expect(placeBody.parse({ ...flat, itemId: 7, qty: '2' })).toMatchObject({ itemId: '7', qty: 2 })
  })

  test.each<[string, object, string[]]>([
    ['neither form', contact, ['itemId: is required', 'qty: is required']],
    ['both forms', { ...flat, lines: [{ itemId: '7', qty: 1 }] }, ['itemId', 'qty'].map(besideLines)],
    ['no line', { ...contact, lines: [] }, [expect.stringContaining('lines: ')]],
    [
      'a line too many',
      { ...contact, lines: Array(21).fill({ itemId: '7', qty: 1 }) },
      [expect.stringContaining('lines: ')],
    ],
    ['no quantity', { ...flat, qty: 0 }, ['qty: must be at least 1']],
    ['too many of it', { ...flat, qty: qtyMax + 1 }, [`qty: must be at most ${qtyMax}`]],
    [
      'too long a phone number',
      { ...flat, deliveryPhoneNumber: '0'.repeat(41) },
      [expect.stringContaining('deliveryPhoneNumber: ')],
    ],
    ['a token with a space', { ...flat, paymentToken: 'a b' }, ['paymentToken: must be printable ASCII']],
    ['another status', { ...flat, orderStatus: 'payApproved' }, ['orderStatus: must be "orderStarted"']],
  ])('refuses %s', (_, body, faults) => expect(faultsOf(body)).toEqual(faults))

  test('refuses what it does not know, in a line too', () => {
    expect(placeBody.safeParse({ ...flat, isFree: true }).success).toBe(false)
    expect(placeBody.safeParse({ ...contact, lines: [{ itemId: '7', qty: 1, isFree: true }] }).success).toBe(false)
  })
})

function besideLines(field: string): string {
  return `${field}: cannot stand beside "lines"`
}

test.each([
  [flat, 'lines.0.itemPrice', 'itemPrice'],
  [flat, 'Idempotency-Key', 'Idempotency-Key'],
  [{ ...contact, lines: [{ itemId: '7', qty: 2 }] }, 'lines.0.itemPrice', 'lines.0.itemPrice'],
])('%# a refusal names its field as the body does', (body, field, shown) => {
  const rejection = { code: 'price_changed', detail: '', field } as const
  expect(fieldInBody(placeBody.parse(body), rejection)).toEqual({ ...rejection, field: shown })
  const { field: _, ...whole } = rejection
  expect(fieldInBody(placeBody.parse(body), whole)).toEqual(whole)
})
