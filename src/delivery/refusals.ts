// The refusals of the couriers' calls.
import type { Caller } from '../contract/caller.ts'
import type { DeliveryRow } from '../contract/delivery.ts'
import { courierNoteLengthMax } from '../contract/handover.ts'
import { type Text, told } from '../contract/language.ts'
import type { RejectionCode } from '../contract/rejections.ts'
import { refused } from '../contract/result.ts'

/** The refusal for a courier whose delivery this is not; null for the one who has it, and while nobody has. */
export function takenByAnother({ courier }: DeliveryRow, { subject }: Caller) {
  if (!courier || courier.courierId === subject) return null
  const { courierId, name, since } = courier
  const detail = told({
    en: `${name} set out with this delivery. Take it over first, if you have the goods.`,
    ko: `${name} 기사가 맡은 배송입니다. 상품이 나에게 있으면 먼저 넘겨받아 주세요.`,
  })
  return refused({ code: 'delivery_already_taken', ...detail, taken: { by: courierId, name, at: since } })
}

export const refusals = {
  couriersOnly: refusal('forbidden', {
    en: 'This is for the couriers and the staff of the store.',
    ko: '배송 기사와 매장 직원만 할 수 있습니다.',
  }),
  notFound: refusal('delivery_not_found', {
    en: 'There is no delivery of such an order.',
    ko: '그런 주문의 배송이 없습니다.',
  }),
  atStore: refusal('delivery_not_started', {
    en: 'The goods are at the store, which has to send them out.',
    ko: '상품이 매장에 있습니다. 먼저 매장에서 보내야 합니다.',
  }),
  completed: refusal('order_already_delivered', {
    en: 'The order has been delivered.',
    ko: '이미 배송이 완료된 주문입니다.',
  }),
  canceled: refusal('order_already_canceled', { en: 'The order has been canceled.', ko: '취소된 주문입니다.' }),
  noteInvalid: invalid('note', {
    en: `A note is at most ${courierNoteLengthMax} characters, none of which is hidden.`,
    ko: `메모는 보이는 글자로 최대 ${courierNoteLengthMax}자입니다.`,
  }),
  receiverInvalid: invalid('to', { en: 'Choose who got the goods.', ko: '받은 사람을 골라 주세요.' }),
  reasonInvalid: invalid('reason', { en: 'Choose one of the reasons.', ko: '사유를 골라 주세요.' }),
  nextInvalid: invalid('next', { en: 'Choose what comes next.', ko: '다음 처리를 골라 주세요.' }),
  attemptInvalid: invalid('attempt', { en: 'There is no such attempt.', ko: '그런 방문 차례는 없습니다.' }),
}

function refusal(code: RejectionCode, text: Text, field?: string) {
  return refused({ code, ...told(text), ...(field !== undefined && { field }) })
}

function invalid(field: string, text: Text) {
  return refusal('invalid_request', text, field)
}
