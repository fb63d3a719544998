// The figures by which the shop is watched: their names, what each says, and how contexts hand them to operations.

/**
 * `type`, `unit`, `help`: as in OpenMetrics 1.0. `labels`: the names of the labels, in the order of their values. A
 * counter's name ends in `_total`; a histogram's three kinds of series share its name without their endings.
 */
export type FigureDefinition = {
  type: 'counter' | 'gauge' | 'histogram'
  unit?: 'seconds' | 'messages'
  labels: readonly string[]
  help: string
}

const duration = { type: 'histogram', unit: 'seconds', help: 'How long a call to pay took, with its provider' } as const

export const figureDefinitions = {
  homeappliance_orders_placed_total: { type: 'counter', labels: [], help: 'Orders that the gateway has placed' },
  homeappliance_orders_of_day: {
    type: 'gauge',
    labels: ['state'],
    help: 'Orders placed today that are paid, delivered or canceled so far, counted up to 100,000',
  },
  homeappliance_payments_total: { type: 'counter', labels: ['outcome'], help: 'Calls to pay, by what came of them' },
  homeappliance_payment_duration_seconds_bucket: { ...duration, labels: ['le'] },
  homeappliance_payment_duration_seconds_sum: { ...duration, labels: [] },
  homeappliance_payment_duration_seconds_count: { ...duration, labels: [] },
  homeappliance_breaker_open: {
    type: 'gauge',
    labels: ['gate'],
    help: 'Whether the breaker of a gate to the payment provider is not closed',
  },
  homeappliance_calls_total: {
    type: 'counter',
    labels: ['context', 'outcome'],
    help: 'Calls of the gateway to a core context: answered, or failed (no answer, or a refusal of status 5xx)',
  },
  homeappliance_outbox_age_seconds: {
    type: 'gauge',
    unit: 'seconds',
    labels: ['subscriber'],
    help: 'Age of the oldest event that could not be sent to the queue of a subscriber, of the last three minutes',
  },
  homeappliance_projection_lag_seconds: {
    type: 'gauge',
    unit: 'seconds',
    labels: ['subscriber'],
    help: 'How long events have been missing at a subscriber that did not answer a poll, of the last three minutes',
  },
  homeappliance_queue_backlog_messages: {
    type: 'gauge',
    unit: 'messages',
    labels: ['subscriber', 'queue'],
    help: 'Messages that wait in a queue of a subscriber',
  },
  homeappliance_queue_oldest_message_seconds: {
    type: 'gauge',
    unit: 'seconds',
    labels: ['subscriber', 'queue'],
    help: 'Age of the oldest message that waits in a queue of a subscriber',
  },
  homeappliance_dead_letters: {
    type: 'gauge',
    labels: ['subscriber'],
    help: 'Open dead letters of a subscriber, counted up to 1,000 in all',
  },
  homeappliance_orders_needing_attention: {
    type: 'gauge',
    labels: ['cause'],
    help: 'Paid orders that are flagged, counted up to 1,000 in all',
  },
  homeappliance_synthetic_order_failed: {
    type: 'gauge',
    labels: [],
    help: 'Whether the last synthetic order failed; absent while none is placed',
  },
} as const satisfies Record<string, FigureDefinition>

export type FigureName = keyof typeof figureDefinitions
export const figureNames = Object.keys(figureDefinitions) as FigureName[]

/** `labels`: the values of its labels, as its definition lists them. Seconds, or a plain number. */
export type Figure = { name: FigureName; labels: readonly string[]; value: number }

/**
 * What a Worker has counted since its last sample, by series (see `seriesOf`): `counts` add up, and of `peaks` the
 * greatest of a minute counts.
 */
export type FigureSample = { counts: Record<string, number>; peaks: Record<string, number> }

/** The figures that a context reads from its own store. The gateway has no binding to it. */
export interface FiguresRpc {
  figures(): Promise<Figure[]>
}

/** Operations takes what Workers without a store count. */
export interface CollectorRpc {
  collect(sample: FigureSample): Promise<void>
}

/** The outcomes of `homeappliance_payments_total`. Those that failed are not the customer's fault. */
export const payOutcomes = ['paid', 'action', 'declined', 'refused', 'deferred', 'unknown', 'unavailable'] as const
export type PayFigure = (typeof payOutcomes)[number]
export const failedPayOutcomes: readonly PayFigure[] = ['deferred', 'unknown', 'unavailable']

/** The contexts without which the shop takes no money: their availability is the service level objective. */
export const coreContexts = ['order', 'payment'] as const

const separator = '|'

/** The name of one series: the figure, and the values of its labels. */
export function seriesOf(name: FigureName, labels: readonly string[]): string {
  return [name, ...labels].join(separator)
}

/** The figure of a series; null when this release does not know it, or when it has other labels. */
export function figureOf(series: string, value: number): Figure | null {
  const [first, ...labels] = series.split(separator)
  const name = figureNames.find((known) => known === first)
  if (name === undefined || labels.length !== figureDefinitions[name].labels.length) return null
  return { name, labels, value }
}
