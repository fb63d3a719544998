// The shapes of a decision.
import { expect, it } from 'vitest'
import { events, refuse, unchanged } from '../../../src/order/decision.ts'

it('has its events in order', () => {
  const list = [
    { type: 'OrderTaken', data: {} },
    { type: 'CancelOrderTaken', data: {} },
  ] as const
  expect(events(...list)).toEqual({ ok: true, events: list })
})

it('records nothing when the order is unchanged', () => expect(unchanged).toEqual(events()))

it('names the field at fault of a refusal, and leaves the property out when there is none', () => {
  expect(refuse('amount_mismatch', { en: 'Too much.', ko: '너무 많습니다.' }, 'amount')).toEqual({
    ok: false,
    rejection: {
      code: 'amount_mismatch',
      detail: 'Too much.',
      translations: { ko: '너무 많습니다.' },
      field: 'amount',
    },
  })
  expect(refuse('order_not_paid', { en: 'Not paid.', ko: '결제 전입니다.' })).toStrictEqual({
    ok: false,
    rejection: { code: 'order_not_paid', detail: 'Not paid.', translations: { ko: '결제 전입니다.' } },
  })
})
