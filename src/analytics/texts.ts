// The texts of the page of the shop's figures.
import { catalog, type Language } from '../contract/language.ts'
import type { cancelReasons } from '../contract/order.ts'

type CancelReason = (typeof cancelReasons)[number]

export const texts = catalog({
  en: {
    figures: 'Figures',
    about: (zone: string) => `Orders by the day on which they were placed (${zone}), as they stand now.`,
    from: 'From',
    to: 'To',
    show: 'Show',
    sales: 'Sales by day',
    chart: (currency: string) => `Sales in ${currency}, a bar for each day. The table below has the amounts.`,
    day: 'Day',
    orders: 'Orders',
    canceled: 'Canceled',
    sold: 'Sales',
    returned: 'Returned',
    allDays: 'All days',
    items: 'Best-sold items',
    item: 'Item',
    pieces: 'Pieces',
    canceledPieces: 'Canceled pieces',
    firstItems: (count: number) => `The first ${count}.`,
    deliveries: 'From placed to delivered',
    delivered: 'Delivered',
    median: 'Half of them within',
    p90: 'Nine of ten within',
    cancellations: 'Why orders were canceled',
    ofOrders: (canceled: number, orders: number) => `${canceled} of ${orders} orders.`,
    reason: 'Reason',
    neverPaid: 'Never paid',
    nothingSold: 'Nothing was sold in these days.',
    nothingDelivered: 'No order of these days has been delivered yet.',
    nothingCanceled: 'No order of these days was canceled.',
  },
  ko: {
    figures: '통계',
    about: (zone) => `주문일(${zone}) 기준이며, 현재 상태로 집계합니다.`,
    from: '시작일',
    to: '종료일',
    show: '조회',
    sales: '일별 매출',
    chart: (currency) => `${currency} 매출을 날짜별 막대로 보여 줍니다. 금액은 아래 표에 있습니다.`,
    day: '날짜',
    orders: '주문',
    canceled: '취소',
    sold: '매출',
    returned: '환불',
    allDays: '전체',
    items: '많이 팔린 상품',
    item: '상품',
    pieces: '수량',
    canceledPieces: '취소 수량',
    firstItems: (count) => `상위 ${count}개입니다.`,
    deliveries: '주문부터 배송 완료까지',
    delivered: '배송 완료',
    median: '절반의 소요 시간',
    p90: '90%의 소요 시간',
    cancellations: '취소 사유',
    ofOrders: (canceled, orders) => `주문 ${orders}건 중 ${canceled}건입니다.`,
    reason: '사유',
    neverPaid: '미결제',
    nothingSold: '이 기간에는 판매가 없습니다.',
    nothingDelivered: '이 기간의 주문 중 배송 완료된 것이 없습니다.',
    nothingCanceled: '이 기간의 주문 중 취소된 것이 없습니다.',
  },
})

export const reasonWords: Record<Language, Record<CancelReason, string>> = {
  en: {
    customerRequest: 'The customer canceled',
    staffDecision: 'The store canceled',
    paymentTimeout: 'Not paid in time',
  },
  ko: { customerRequest: '고객 취소', staffDecision: '매장 취소', paymentTimeout: '결제 기한 초과' },
}

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** A time as people say it: in minutes, then in hours, then in days. */
export function durationText(seconds: number, language: Language): string {
  const [unit, length] =
    seconds < 2 * hour
      ? (['minute', minute] as const)
      : seconds < 2 * day
        ? (['hour', hour] as const)
        : (['day', day] as const)
  const format = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 1 } as const
  return new Intl.NumberFormat(language, format).format(seconds / length)
}
