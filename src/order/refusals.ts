// Why an order refuses a command, in the words of each language.
import { failedAttemptsMax } from '../contract/handover.ts'
import { cancelReasonWanted } from '../contract/text.ts'
import { type Decision, refuse } from './decision.ts'

export const refusals = {
  reasonMissing: refuse('invalid_request', cancelReasonWanted, 'reason'),
  notFound: refuse('order_not_found', { en: 'There is no such order.', ko: '그런 주문이 없습니다.' }),
  keyReused: refuse('idempotency_key_reused', {
    en: 'This Idempotency-Key was used for a different order.',
    ko: '이 Idempotency-Key는 다른 주문에 이미 사용되었습니다.',
  }),
  amountMismatch: refuse('amount_mismatch', {
    en: 'The amount is not the amount of this order.',
    ko: '금액이 이 주문의 금액과 다릅니다.',
  }),
  alreadyPaid: refuse('order_already_paid', { en: 'The order has been paid already.', ko: '이미 결제된 주문입니다.' }),
  alreadyCanceled: refuse('order_already_canceled', { en: 'The order has been canceled.', ko: '취소된 주문입니다.' }),
  alreadyDelivered: refuse('order_already_delivered', {
    en: 'The order has been delivered and can no longer be canceled.',
    ko: '이미 배송되어 취소할 수 없는 주문입니다.',
  }),
  notPaid: refuse('order_not_paid', { en: 'The order has not been paid.', ko: '결제되지 않은 주문입니다.' }),
  notTaken: refuse('order_not_taken', {
    en: 'The store has not accepted the order yet.',
    ko: '매장에서 아직 접수하지 않은 주문입니다.',
  }),
  notCanceled: refuse('order_not_canceled', {
    en: 'The order has not been canceled.',
    ko: '취소되지 않은 주문입니다.',
  }),
  cancelNotTaken: refuse('cancel_not_taken', {
    en: 'The store has not acknowledged the cancel yet.',
    ko: '매장에서 아직 취소를 확인하지 않았습니다.',
  }),
  deliveryNotStarted: refuse('delivery_not_started', {
    en: 'No such delivery of this order has started.',
    ko: '이 주문에는 그런 배송이 시작되지 않았습니다.',
  }),
  otherDelivery: refuse('delivery_already_started', {
    en: 'Another delivery of this order has started already.',
    ko: '이 주문의 다른 배송이 이미 시작되었습니다.',
  }),
  goodsAtStore: refuse('delivery_not_started', {
    en: 'The goods are back at the store, which has to send them out first.',
    ko: '상품이 매장에 돌아와 있습니다. 먼저 매장에서 다시 보내야 합니다.',
  }),
  deliveryOnItsWay: refuse('delivery_already_started', {
    en: 'The delivery is on its way already.',
    ko: '이미 배송 중입니다.',
  }),
  otherAttempt: refuse('delivery_attempt_recorded', {
    en: 'Something else was recorded of this attempt.',
    ko: '이 방문은 이미 다른 내용으로 기록되었습니다.',
  }),
  tooManyAttempts: refuse(
    'invalid_request',
    {
      en: `At most ${failedAttemptsMax} attempts are recorded.`,
      ko: `방문은 최대 ${failedAttemptsMax}번까지 기록됩니다.`,
    },
    'attempt',
  ),
  delivered: refuse('order_already_delivered', {
    en: 'The order has been delivered.',
    ko: '이미 배송이 완료된 주문입니다.',
  }),
  stillOpen: refuse('order_still_open', {
    en: 'The order is not finished, or its payment is disputed: its personal data is still needed.',
    ko: '아직 끝나지 않았거나 결제 이의가 진행 중인 주문입니다. 개인정보가 아직 필요합니다.',
  }),
  attemptNoteMissing: refuse(
    'invalid_request',
    { en: 'This reason needs a note in words.', ko: '이 사유는 메모를 적어 주세요.' },
    'note',
  ),
  receiverMissing: refuse(
    'invalid_request',
    {
      en: 'Tell the neighbor’s name, or where the goods are.',
      ko: '이웃의 이름이나 상품을 둔 곳을 적어 주세요.',
    },
    'handover.note',
  ),
} satisfies Record<string, Decision>
