// The text of each message, in both languages.
import { describe, expect, test } from 'vitest'
import { messagesAfter } from '../../../src/actor/outbox.ts'
import type { OrderCommand } from '../../../src/contract/commands.ts'
import type { Language } from '../../../src/contract/language.ts'
import type { OrderSummary } from '../../../src/contract/order.ts'
import { dueAfter } from '../../../src/message/compose.ts'
import { wordingOf } from '../../../src/message/wording.ts'
import { summarize } from '../../../src/order/summary.ts'
import { openOrder } from '../../../src/platform/personal-data.ts'
import { commands as c, kangsOrder, orderId, tell, toldOf, won } from '../../support/orders.ts'
import { testVault } from '../../support/vault.ts'

const byStore = { type: 'CancelOrder', reason: 'staffDecision', note: 'sold out' } as const
const paid = [c.PlaceOrder, c.RecordPayApproved]
const started = [...paid, c.TakeOrder, c.RecordDeliveryStarted]

/** What the customer is told by the story. */
function textsOf(language: Language | null, ...story: OrderCommand[]): string[] {
  const contact = { ...kangsOrder.contact, ...(language && { language }) }
  const { events } = tell(
    ...story.map((command) => (command.type === 'PlaceOrder' ? { ...command, contact } : command)),
  )
  return messagesAfter(0, toldOf(events), 'message').flatMap(({ data: { event, order } }) => {
    const due = dueAfter(event, order)
    return due === null ? [] : wordingOf(openOrder(testVault, order), due).text
  })
}

const lastOf = (...story: OrderCommand[]) => textsOf(null, ...story).at(-1)

function orderAfter(...story: OrderCommand[]): OrderSummary {
  const order = summarize(orderId, tell(...story).state)
  if (order === null) throw new Error('the order was not placed')
  return order
}

describe('in both languages', () => {
  const inBoth = (...story: OrderCommand[]) => [textsOf('en', ...story), textsOf('ko', ...story)]

  test('an order that is delivered', () => {
    expect(inBoth(...started, c.RecordDeliveryCompleted)).toMatchInlineSnapshot(`
      [
        [
          "Dear Kang, we have received your order 0123-4567: 3 × Air conditional. The total is ₩4,500.",
          "Dear Kang, we have received your payment of ₩4,500 for your order 0123-4567: 3 × Air conditional. Thank you.",
          "Dear Kang, your order 0123-4567 is being packed: 3 × Air conditional.",
          "Dear Kang, your order 0123-4567 is on its way: 3 × Air conditional. Shipping to: Gangnam.",
          "Dear Kang, your order 0123-4567 was delivered: 3 × Air conditional.",
        ],
        [
          "Kang 님, 주문(0123-4567)이 접수되었습니다: 3 × Air conditional. 주문 금액은 ₩4,500입니다.",
          "Kang 님, 주문(0123-4567)의 결제가 완료되었습니다: 3 × Air conditional. 결제 금액은 ₩4,500입니다.",
          "Kang 님, 주문(0123-4567)을 포장하고 있습니다: 3 × Air conditional.",
          "Kang 님, 주문(0123-4567)의 배송이 시작되었습니다: 3 × Air conditional. 배송지: Gangnam.",
          "Kang 님, 주문(0123-4567)이 배송 완료되었습니다: 3 × Air conditional.",
        ],
      ]
    `)
  })

  test('an order that is called back on its way, after a part refund', () => {
    const called = [byStore, c.TakeCancelOrder, { ...c.RecordPayCanceled, amount: won(4000) }, c.RecordDeliveryCanceled]
    const texts = inBoth(...started, c.RefundPart, c.RecordPartRefunded, ...called)
    expect(texts.map((told) => told.slice(4))).toMatchInlineSnapshot(`
      [
        [
          "Dear Kang, ₩500 of your order 0123-4567 was returned to you: 3 × Air conditional. The reason: “a scratch”.",
          "Dear Kang, the store canceled your order 0123-4567: 3 × Air conditional. The reason: “sold out”. The delivery is called back. ₩4,000 is returned to you.",
          "Dear Kang, ₩4,000 for your canceled order 0123-4567 was returned to you: 3 × Air conditional.",
          "Dear Kang, the delivery of your order 0123-4567 was canceled: 3 × Air conditional. It was shipping to: Gangnam.",
        ],
        [
          "Kang 님, 주문(0123-4567)의 일부 금액이 환불되었습니다: 3 × Air conditional. 환불 금액은 ₩500입니다. 사유: “a scratch”.",
          "Kang 님, 매장 사정으로 주문(0123-4567)이 취소되었습니다: 3 × Air conditional. 사유: “sold out”. 배송 중인 상품은 회수됩니다. 환불될 금액은 ₩4,000입니다.",
          "Kang 님, 취소된 주문(0123-4567)의 환불이 완료되었습니다: 3 × Air conditional. 환불 금액은 ₩4,000입니다.",
          "Kang 님, 주문(0123-4567)의 배송이 취소되었습니다: 3 × Air conditional. 배송지: Gangnam.",
        ],
      ]
    `)
  })

  test('attempts to deliver that failed', () => {
    const again = { ...c.RecordDeliveryAttemptFailed, next: 'retry' } as const
    const back = { ...c.RecordDeliveryAttemptFailed, attempt: 2, reason: 'other', note: 'a flood' } as const
    expect(inBoth(...started, again, back).map((told) => told.slice(4))).toMatchInlineSnapshot(`
      [
        [
          "Dear Kang, your order 0123-4567 could not be handed over: 3 × Air conditional. The reason: nobody was at home. The courier tries again.",
          "Dear Kang, your order 0123-4567 could not be handed over: 3 × Air conditional. The reason: another reason (a flood). The goods go back to the store, which decides what comes next.",
        ],
        [
          "Kang 님, 주문(0123-4567)을 전달하지 못했습니다: 3 × Air conditional. 사유: 집에 아무도 안 계셨습니다. 다시 방문할 예정입니다.",
          "Kang 님, 주문(0123-4567)을 전달하지 못했습니다: 3 × Air conditional. 사유: 그 밖의 사유 (a flood). 상품이 매장으로 돌아가며, 매장에서 다음 처리를 정합니다.",
        ],
      ]
    `)
  })

  test('a cancel by the customer', () => {
    expect(inBoth(...paid, c.CancelOrder).map((told) => told.at(-1))).toMatchInlineSnapshot(`
      [
        "Dear Kang, as you asked, your order 0123-4567 is canceled: 3 × Air conditional. ₩4,500 is returned to you.",
        "Kang 님, 요청하신 대로 주문(0123-4567)이 취소되었습니다: 3 × Air conditional. 환불될 금액은 ₩4,500입니다.",
      ]
    `)
  })

  test('an order that is not paid in time, and a payment that comes too late', () => {
    const timedOut = { type: 'CancelOrder', reason: 'paymentTimeout', note: null } as const
    expect(inBoth(c.PlaceOrder, timedOut, c.RecordPayApproved).map((told) => told.slice(1))).toMatchInlineSnapshot(`
      [
        [
          "Dear Kang, your order 0123-4567 was not paid in time, and is canceled: 3 × Air conditional. If a payment is still under way, it is returned to you.",
          "Dear Kang, your payment of ₩4,500 came after your order 0123-4567 was canceled. It is returned to you.",
        ],
        [
          "Kang 님, 기한 안에 결제되지 않아 주문(0123-4567)이 취소되었습니다: 3 × Air conditional. 진행 중인 결제가 있다면 환불됩니다.",
          "Kang 님, 주문(0123-4567)이 취소된 뒤에 결제가 완료되었습니다. 환불될 금액은 ₩4,500입니다.",
        ],
      ]
    `)
  })
})

test('an order that states no language is told of in English', () => {
  expect(textsOf(null, c.PlaceOrder)).toEqual(textsOf('en', c.PlaceOrder))
})

test('goods are named in the language of the message, and by their own name where they have no other', () => {
  const order = orderAfter(...started)
  const inKorean = (line: OrderSummary['lines'][number]) =>
    wordingOf({ ...order, lines: [line], contact: { ...kangsOrder.contact, language: 'ko' } }, { kind: 'packed' }).text
  const [line] = order.lines
  if (line === undefined) throw new Error('the order has no line')
  expect(inKorean({ ...line, translations: { ko: { itemName: '에어컨' } } })).toContain(': 3 × 에어컨.')
  expect(inKorean({ ...line, translations: { en: { itemName: 'Cooler' } } })).toContain(': 3 × Air conditional.')
})

test('every line of the order is named', () => {
  const order = orderAfter(...started)
  const [line] = order.lines
  if (line === undefined) throw new Error('the order has no line')
  const lines = [line, { ...line, itemName: 'Fan', qty: 1 }]
  expect(wordingOf({ ...order, lines }, { kind: 'deliveryStarted' }).text).toContain(': 3 × Air conditional, 1 × Fan.')
})

test('the sum that goes back is what part refunds and disputes have left', () => {
  const lost = { ...c.RecordPaymentDisputeLost, amount: won(4500) }
  expect(lastOf(...paid, c.RefundPart, c.RecordPartRefunded, byStore)).toContain('₩4,000 is returned to you.')
  expect(lastOf(...paid, c.RecordPaymentDisputed, byStore)).toMatch(/what it does not return to you, the store does.$/)
  expect(lastOf(...paid, c.RecordPaymentDisputed, lost, byStore)).toMatch(/The reason: “sold out”.$/)
})

test('no text is made with a gap: the contact, the cancel, the attempt and the refund must be there', () => {
  const order = orderAfter(...started)
  expect(() => wordingOf({ ...order, contact: null }, { kind: 'paid' })).toThrow('came without its contact')
  expect(() => wordingOf(order, { kind: 'orderCanceled' })).toThrow('came without its cancel')
  expect(() => wordingOf(order, { kind: 'attemptFailed', attempt: 1 })).toThrow('came without its failed attempt 1')
  expect(() => wordingOf(order, { kind: 'partRefunded', refundId: 'rfd_2' })).toThrow(
    'came without its part refund rfd_2',
  )
})
