// The refusals of the worklist, in every language.
import { told } from '../contract/language.ts'
import { refused } from '../contract/result.ts'
import type { Clerk } from '../contract/rpc.ts'
import { cancelReasonWanted, refundReasonWanted } from '../contract/text.ts'
import type { WorklistEntry } from './store.ts'

export const refusals = {
  staffOnly: refused({
    code: 'forbidden',
    ...told({ en: 'This is for the staff of the store.', ko: '매장 직원만 할 수 있습니다.' }),
  }),
  notOnWorklist: refused({
    code: 'order_not_found',
    ...told({ en: 'There is no such order on the worklist.', ko: '작업 목록에 이 주문이 없습니다.' }),
  }),
  reasonMissing: refused({ code: 'invalid_request', ...told(cancelReasonWanted), field: 'reason' }),
  refundReasonMissing: refused({ code: 'invalid_request', ...told(refundReasonWanted), field: 'reason' }),
  noFormKey: refused({
    code: 'invalid_request',
    ...told({
      en: 'This form was sent without its own key: please send it again.',
      ko: '양식의 고유 키가 빠졌습니다. 다시 보내 주세요.',
    }),
  }),
  searchTooLong: (charactersMax: number) =>
    refused({
      code: 'invalid_request',
      ...told({
        en: `A search is at most ${charactersMax} characters long.`,
        ko: `검색어는 ${charactersMax}자까지 쓸 수 있습니다.`,
      }),
      field: 'q',
    }),
  searchGoesAlone: refused({
    code: 'invalid_request',
    ...told({
      en: 'A search looks at all orders: send "q" without "orderStatus" and "needsAttention".',
      ko: '검색은 모든 주문에서 찾습니다. "q"는 "orderStatus", "needsAttention" 없이 보내 주세요.',
    }),
    field: 'q',
  }),
  otherCursor: refused({
    code: 'invalid_request',
    ...told({
      en: '"cursor" must be the cursor of the page before.',
      ko: '"cursor"에는 바로 앞 페이지의 cursor를 넣어 주세요.',
    }),
    field: 'cursor',
  }),
  /** Another clerk has the order in hand. A page tells the time in the reader's zone. */
  claimed: ({ id, name, since }: Clerk) =>
    refused({
      code: 'order_claimed',
      ...told({
        en: `${name} has had this order in hand since ${since}.`,
        ko: `${name} 님이 ${since}부터 이 주문을 맡고 있습니다.`,
      }),
      taken: { by: id, name, at: since },
    }),
  /** The order can no longer be claimed. */
  notToPack: ({ order: { cancel }, clerk }: WorklistEntry) => (cancel === null ? packed(clerk) : canceled),
} as const

function packed(clerk: Clerk | null) {
  return refused({
    code: 'order_already_taken',
    ...told({ en: 'The order has been packed already.', ko: '이미 포장한 주문입니다.' }),
    ...(clerk && { taken: { by: clerk.id, name: clerk.name, at: clerk.since } }),
  })
}

const canceled = refused({
  code: 'order_already_canceled',
  ...told({ en: 'The order has been canceled.', ko: '취소된 주문입니다.' }),
})
