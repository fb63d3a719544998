// The texts of settling a refund by hand.
import { catalog } from '../contract/language.ts'

export const settlementTexts = catalog({
  en: {
    settle: (money: string) => `Settle the refund of ${money} by hand`,
    hint:
      'The payment provider refuses this refund. Once it is settled here the provider is not asked again: give the ' +
      'money back after that. It is noted in the order’s history and in the audit.',
    way: 'How the customer gets the money',
    reference: 'Reference in your books',
    referenceHint: 'Such as the number of the transfer; no account numbers. Only the store reads it.',
    checkedAtProvider: 'I have looked at the payment provider’s dashboard: the refund is not there.',
    submit: 'Settle it by hand',
    settledBy: (way: string, reference: string) => `Settled by hand: ${way} (${reference})`,
    noWay: 'Choose how the customer gets the money.',
    notChecked: 'Look at the payment provider’s dashboard first, so that the money does not go back twice.',
  },
  ko: {
    settle: (money) => `환불 직접 처리 (${money})`,
    hint:
      '결제사가 이 환불을 거절하고 있습니다. 여기서 처리하면 결제사에 다시 요청하지 않습니다. 처리한 뒤에 고객에게 ' +
      '환불해 주세요. 주문 내역과 감사 기록에 남습니다.',
    way: '환불 방법',
    reference: '장부 번호',
    referenceHint: '이체 번호 등. 계좌 번호는 쓰지 마세요. 매장에서만 볼 수 있습니다.',
    checkedAtProvider: '결제사 대시보드에서 이 환불이 없는 것을 확인했습니다.',
    submit: '직접 처리',
    settledBy: (way, reference) => `직접 처리함: ${way} (${reference})`,
    noWay: '환불 방법을 선택해 주세요.',
    notChecked: '이중으로 환불되지 않도록 먼저 결제사 대시보드를 확인해 주세요.',
  },
})
