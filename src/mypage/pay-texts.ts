// The texts of paying an order.
import { catalog } from '../contract/language.ts'

export const payTexts = catalog({
  en: {
    title: 'Pay your order',
    backToOrder: 'Back to the order',
    pay: (amount: string) => `Pay ${amount}`,
    otherCard: 'Pay with another card',
    atProvider: (provider: string) => `Pay on a page of ${provider}`,
    needsScript: 'The payment provider takes a payment only in a browser that runs scripts.',
    notNow: 'The order cannot be paid here just now.',
    tooOften: 'The payment was declined too often: this order cannot be paid any more.',
    toBank: 'On to your bank',
    actionRequired: 'Your bank asks you to confirm this payment. Nothing is charged before.',
    timeUntil: 'You have time until',
    goOn: 'Go on and confirm',
    notCompleted: (why: string) => `The payment was not made: ${why}. You can try again.`,
  },
  ko: {
    title: '주문 결제',
    backToOrder: '주문으로 돌아가기',
    pay: (amount) => `${amount} 결제하기`,
    otherCard: '다른 카드로 결제하기',
    atProvider: (provider) => `${provider} 페이지에서 결제하기`,
    needsScript: '이 결제사의 결제는 스크립트가 실행되는 브라우저에서만 할 수 있습니다.',
    notNow: '지금은 이 주문을 결제할 수 없습니다.',
    tooOften: '결제가 여러 번 거절되어 이 주문은 더 이상 결제할 수 없습니다.',
    toBank: '은행 인증으로 이동',
    actionRequired: '은행에서 결제 확인을 요청합니다. 확인하기 전에는 결제되지 않습니다.',
    timeUntil: '확인 기한:',
    goOn: '계속해서 확인하기',
    notCompleted: (why) => `결제가 이루어지지 않았습니다: ${why}. 다시 시도할 수 있습니다.`,
  },
})
