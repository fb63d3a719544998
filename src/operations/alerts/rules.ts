// The alerts of the shop as data. Each has an entry of the same name in docs/operations.md, with its drill.
import { coreContexts, type FigureName, failedPayOutcomes, payOutcomes } from '../../contract/figures.ts'
import type { Text } from '../../contract/language.ts'
import { attentionCauses } from '../../contract/order.ts'

/** The greatest of the series whose first label is one of `labels` (all without it) is above `threshold`. */
type Above = { kind: 'above'; figure: FigureName; labels?: readonly string[]; threshold: number }

/**
 * In each of the windows (seconds, the longest first) the share of the series `failed` in the series `all` is above
 * `threshold`, and in the longest at least `failedMin` have failed. Of both, the values of all labels, joined by a bar.
 */
type Share = {
  kind: 'share'
  figure: FigureName
  failed: readonly string[]
  all: readonly string[]
  windows: readonly number[]
  threshold: number
  failedMin: number
}

/** `forSeconds`: how long it must be so before the alert fires. `page` wakes somebody, `ticket` can wait. */
export type Rule = {
  name: string
  severity: 'page' | 'ticket'
  summary: Text
  forSeconds: number
  condition: Above | Share
}

const minutes = 60
const hours = 60 * minutes
const days = 24 * hours

/** The share of calls to a core context that may fail: its service level objective is 99.999 %. */
export const errorBudget = 0.000_01

/** Google SRE workbook, chapter 5, table 5-8: how many times too fast the budget is spent, and over which windows. */
const burns = [
  { suffix: 'Burn1h', rate: 14.4, windows: [hours, 5 * minutes], failedMin: 10, severity: 'page' },
  { suffix: 'Burn6h', rate: 6, windows: [6 * hours, 30 * minutes], failedMin: 20, severity: 'page' },
  { suffix: 'Burn3d', rate: 1, windows: [3 * days, 6 * hours], failedMin: 30, severity: 'ticket' },
] as const

export const rules: readonly Rule[] = [
  {
    name: 'paymentFailures',
    severity: 'page',
    summary: {
      en: 'More than a fifth of the payments of the last five minutes got no answer from the provider.',
      ko: '최근 5분간 결제의 20% 이상이 결제사로부터 응답을 받지 못했습니다.',
    },
    forSeconds: 0,
    condition: {
      kind: 'share',
      figure: 'homeappliance_payments_total',
      failed: failedPayOutcomes,
      all: payOutcomes,
      windows: [5 * minutes],
      threshold: 0.2,
      failedMin: 5,
    },
  },
  {
    name: 'breakerOpen',
    severity: 'page',
    summary: {
      en: 'A breaker before the payment provider has not been closed for a minute.',
      ko: '결제사 앞의 차단기가 1분 넘게 닫히지 않았습니다.',
    },
    forSeconds: 60,
    condition: { kind: 'above', figure: 'homeappliance_breaker_open', threshold: 0 },
  },
  {
    name: 'outboxOld',
    severity: 'page',
    summary: {
      en: 'An event could not be sent to the queue of a subscriber for more than a minute.',
      ko: '이벤트를 1분 넘게 구독자의 큐로 보내지 못했습니다.',
    },
    forSeconds: 0,
    condition: { kind: 'above', figure: 'homeappliance_outbox_age_seconds', threshold: 60 },
  },
  {
    name: 'queueOld',
    severity: 'page',
    summary: {
      en: 'A message has waited in the queue of a subscriber for more than two minutes.',
      ko: '메시지가 구독자의 큐에서 2분 넘게 기다리고 있습니다.',
    },
    forSeconds: 0,
    condition: { kind: 'above', figure: 'homeappliance_queue_oldest_message_seconds', threshold: 120 },
  },
  {
    name: 'deadLetters',
    severity: 'ticket',
    summary: { en: 'There are open dead letters.', ko: '처리되지 않은 데드 레터가 있습니다.' },
    forSeconds: 0,
    condition: { kind: 'above', figure: 'homeappliance_dead_letters', threshold: 0 },
  },
  {
    name: 'stuckOrders',
    severity: 'ticket',
    summary: { en: 'Paid orders need somebody of the store.', ko: '매장 직원의 확인이 필요한 결제된 주문이 있습니다.' },
    forSeconds: 0,
    condition: {
      kind: 'above',
      figure: 'homeappliance_orders_needing_attention',
      labels: attentionCauses.filter((cause) => cause !== 'notRefunded'),
      threshold: 0,
    },
  },
  {
    name: 'refundsRefused',
    severity: 'page',
    summary: {
      en: 'Refunds have been refused again and again, or have failed twice.',
      ko: '환불이 계속 거절되었거나 두 번 실패했습니다.',
    },
    forSeconds: 0,
    condition: {
      kind: 'above',
      figure: 'homeappliance_orders_needing_attention',
      labels: ['notRefunded'],
      threshold: 0,
    },
  },
  {
    name: 'syntheticOrder',
    severity: 'page',
    summary: { en: 'The last synthetic order failed.', ko: '마지막 점검용 주문이 실패했습니다.' },
    forSeconds: 0,
    condition: { kind: 'above', figure: 'homeappliance_synthetic_order_failed', threshold: 0 },
  },
  ...coreContexts.flatMap((context) =>
    burns.map(
      ({ suffix, rate, windows, failedMin, severity }): Rule => ({
        name: `${context}${suffix}`,
        severity,
        summary: {
          en: `Calls to ${context} fail more than ${rate} times as often as 99.999 % allows.`,
          ko: `${context} 호출이 99.999%가 허용하는 것보다 ${rate}배 넘게 자주 실패하고 있습니다.`,
        },
        forSeconds: 0,
        condition: {
          kind: 'share',
          figure: 'homeappliance_calls_total',
          failed: [`${context}|failed`],
          all: [`${context}|failed`, `${context}|answered`],
          windows,
          threshold: Number((rate * errorBudget).toPrecision(6)),
          failedMin,
        },
      }),
    ),
  ),
]

/** Every window of a rule, in seconds. */
export const windowsOfRules: readonly number[] = [
  ...new Set(rules.flatMap(({ condition }) => (condition.kind === 'share' ? condition.windows : []))),
]
