// The form of a partial refund: what is read from it, what is refused, and what is shown again.
import { describe, expect, test } from 'vitest'
import { parseRefund, RefundForm, type RefundInput, refundInputOf } from '../../../src/ordermanagement/refund-form.tsx'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'

const input: RefundInput = { amount: '1,500', currency: 'KRW', reason: 'a scratch', key: 'key_1' }

describe('what was typed', () => {
  test('is trimmed, and what is no text counts as empty', () => {
    expect(refundInputOf({ amount: ' 5 ', currency: 'KRW', refundReason: new File([], 'x'), key: undefined })).toEqual({
      amount: '5',
      currency: 'KRW',
      reason: '',
      key: '',
    })
  })

  test('is an amount in the minor unit, a reason and the key of the form', () => {
    expect(parseRefund({ ...input, reason: ' a scratch ' })).toEqual({
      ok: true,
      value: { amount: { amount: 1500, currency: 'KRW' }, reason: 'a scratch', idempotencyKey: 'key_1' },
    })
  })

  test('is refused by the first field at fault', () => {
    const fieldOf = (changes: Partial<RefundInput>) => {
      const read = parseRefund({ ...input, ...changes })
      return read.ok ? 'accepted' : (read.rejection.field ?? 'the form')
    }
    expect(fieldOf({ amount: '', reason: '', key: '' })).toBe('amount')
    expect(fieldOf({ reason: '', key: '' })).toBe('reason')
    expect(fieldOf({ key: '' })).toBe('the form')
    expect(fieldOf({})).toBe('accepted')
  })
})

describe('the form', () => {
  async function formOf(input: RefundInput | null): Promise<string> {
    const book = new OrderBook()
    await tell(book, orderIdOf(1), '1', 'place', 'pay')
    const { order } = book.message(orderIdOf(1), 'PayApproved').data
    return String(await RefundForm({ order, input, error: null }))
  }
  const keyIn = (html: string) => /name="key" value="([^"]+)"/.exec(html)?.[1]

  test('is closed at first, and each has a key of its own', async () => {
    const [first, second] = [await formOf(null), await formOf(null)]
    expect(first).not.toContain('<details open')
    expect(keyIn(first)).toMatch(/^[0-9a-f-]{36}$/)
    expect(keyIn(second)).not.toBe(keyIn(first))
  })

  test('is open with what was typed, under the key given', async () => {
    const html = await formOf(input)
    expect(html).toContain('<details open')
    expect(keyIn(html)).toBe('key_1')
    for (const value of ['1,500', 'a scratch']) expect(html).toContain(`value="${value}"`)
  })
})
