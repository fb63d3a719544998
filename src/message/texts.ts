// The texts of the messages.
import { catalog } from '../contract/language.ts'

/** `number`: the order's short number. */
type About = { name: string; number: string; goods: string }

export const texts = catalog({
  en: {
    received: ({ name, number, goods }: About) => `Dear ${name}, we have received your order ${number}: ${goods}.`,
    total: (money: string) => `The total is ${money}.`,
    paid: ({ name, number, goods }: About, money: string) =>
      `Dear ${name}, we have received your payment of ${money} for your order ${number}: ${goods}. Thank you.`,
    paidTooLate: ({ name, number }: About, money: string) =>
      `Dear ${name}, your payment of ${money} came after your order ${number} was canceled. It is returned to you.`,
    packed: ({ name, number, goods }: About) => `Dear ${name}, your order ${number} is being packed: ${goods}.`,
    deliveryStarted: ({ name, number, goods }: About, address: string) =>
      `Dear ${name}, your order ${number} is on its way: ${goods}. Shipping to: ${address}.`,
    attemptFailed: ({ name, number, goods }: About, why: string) =>
      `Dear ${name}, your order ${number} could not be handed over: ${goods}. The reason: ${why}.`,
    delivered: ({ name, number, goods }: About) => `Dear ${name}, your order ${number} was delivered: ${goods}.`,
    orderCanceled: {
      customerRequest: ({ name, number, goods }: About) =>
        `Dear ${name}, as you asked, your order ${number} is canceled: ${goods}.`,
      staffDecision: ({ name, number, goods }: About) =>
        `Dear ${name}, the store canceled your order ${number}: ${goods}.`,
      paymentTimeout: ({ name, number, goods }: About) =>
        `Dear ${name}, your order ${number} was not paid in time, and is canceled: ${goods}.`,
    },
    reason: (reason: string) => `The reason: “${reason}”.`,
    calledBack: 'The delivery is called back.',
    underWay: 'If a payment is still under way, it is returned to you.',
    bankDecides: 'Your bank is deciding on the payment: what it does not return to you, the store does.',
    toBeReturned: (money: string) => `${money} is returned to you.`,
    deliveryCanceled: ({ name, number, goods }: About, address: string) =>
      `Dear ${name}, the delivery of your order ${number} was canceled: ${goods}. It was shipping to: ${address}.`,
    refunded: ({ name, number, goods }: About, money: string) =>
      `Dear ${name}, ${money} for your canceled order ${number} was returned to you: ${goods}.`,
    partRefunded: ({ name, number, goods }: About, money: string) =>
      `Dear ${name}, ${money} of your order ${number} was returned to you: ${goods}.`,
  },
  ko: {
    received: ({ name, number, goods }) => `${name} 님, 주문(${number})이 접수되었습니다: ${goods}.`,
    total: (money) => `주문 금액은 ${money}입니다.`,
    paid: ({ name, number, goods }, money) =>
      `${name} 님, 주문(${number})의 결제가 완료되었습니다: ${goods}. 결제 금액은 ${money}입니다.`,
    paidTooLate: ({ name, number }, money) =>
      `${name} 님, 주문(${number})이 취소된 뒤에 결제가 완료되었습니다. 환불될 금액은 ${money}입니다.`,
    packed: ({ name, number, goods }) => `${name} 님, 주문(${number})을 포장하고 있습니다: ${goods}.`,
    deliveryStarted: ({ name, number, goods }, address) =>
      `${name} 님, 주문(${number})의 배송이 시작되었습니다: ${goods}. 배송지: ${address}.`,
    attemptFailed: ({ name, number, goods }, why) =>
      `${name} 님, 주문(${number})을 전달하지 못했습니다: ${goods}. 사유: ${why}.`,
    delivered: ({ name, number, goods }) => `${name} 님, 주문(${number})이 배송 완료되었습니다: ${goods}.`,
    orderCanceled: {
      customerRequest: ({ name, number, goods }) =>
        `${name} 님, 요청하신 대로 주문(${number})이 취소되었습니다: ${goods}.`,
      staffDecision: ({ name, number, goods }) =>
        `${name} 님, 매장 사정으로 주문(${number})이 취소되었습니다: ${goods}.`,
      paymentTimeout: ({ name, number, goods }) =>
        `${name} 님, 기한 안에 결제되지 않아 주문(${number})이 취소되었습니다: ${goods}.`,
    },
    reason: (reason) => `사유: “${reason}”.`,
    calledBack: '배송 중인 상품은 회수됩니다.',
    underWay: '진행 중인 결제가 있다면 환불됩니다.',
    bankDecides: '은행에서 결제를 심사하고 있습니다. 은행이 돌려드리지 않는 금액은 매장에서 환불해 드립니다.',
    toBeReturned: (money) => `환불될 금액은 ${money}입니다.`,
    deliveryCanceled: ({ name, number, goods }, address) =>
      `${name} 님, 주문(${number})의 배송이 취소되었습니다: ${goods}. 배송지: ${address}.`,
    refunded: ({ name, number, goods }, money) =>
      `${name} 님, 취소된 주문(${number})의 환불이 완료되었습니다: ${goods}. 환불 금액은 ${money}입니다.`,
    partRefunded: ({ name, number, goods }, money) =>
      `${name} 님, 주문(${number})의 일부 금액이 환불되었습니다: ${goods}. 환불 금액은 ${money}입니다.`,
  },
})
