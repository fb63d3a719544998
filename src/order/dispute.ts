// The rules of disputes: each is recorded once, and closed as won or lost. Until then no refund is made.
import type { OrderCommand } from '../contract/commands.ts'
import { type Dispute, disputesMax, holdsRefunds, lostBy } from '../contract/dispute.ts'
import type { OrderEvent, RecordedEvent } from '../contract/events.ts'
import { sameMoney, totalOf } from '../contract/money.ts'
import { isDone } from '../contract/order.ts'
import { type Decision, events, refuse, unchanged } from './decision.ts'
import type { Paid, PlacedState } from './state.ts'

type Command<T extends OrderCommand['type']> = Extract<OrderCommand, { type: T }>
type Closed = Extract<OrderEvent, { type: 'PaymentDisputeWon' | 'PaymentDisputeLost' }>
type DisputeEvent = Extract<RecordedEvent, { type: 'PaymentDisputed' | 'PaymentDisputeWon' | 'PaymentDisputeLost' }>

/** A dispute may come in any state of a paid order. One that is open is recorded again when its facts change. */
export function dispute(state: PlacedState, command: Command<'RecordPaymentDisputed'>): Decision {
  const paid = paidOf(state)
  if (paid === null)
    return refuse('order_not_paid', { en: 'The order has not been paid.', ko: '결제되지 않은 주문입니다.' })
  const { type: _, ...data } = command
  if (data.amount.currency !== paid.amount.currency)
    return refuse('amount_mismatch', { en: 'The currency is another one.', ko: '통화가 다릅니다.' })
  const known = paid.disputes.find(({ disputeId }) => disputeId === data.disputeId)
  if (known === undefined && paid.disputes.length >= disputesMax) {
    return refuse('invalid_request', {
      en: `An order has at most ${disputesMax} disputes.`,
      ko: `한 주문의 이의 제기는 최대 ${disputesMax}건입니다.`,
    })
  }
  const isNews = known === undefined || (known.status === 'open' && !isSame(known, data))
  return isNews ? events({ type: 'PaymentDisputed', data }) : unchanged
}

/** A provider may decide again: then the newest decision counts. */
export function closeDispute(
  state: PlacedState,
  command: Command<'RecordPaymentDisputeWon' | 'RecordPaymentDisputeLost'>,
): Decision {
  const { disputeId } = command
  const known = paidOf(state)?.disputes.find((row) => row.disputeId === disputeId)
  if (known === undefined)
    return refuse('dispute_not_found', {
      en: 'The order has no such dispute.',
      ko: '이 주문에는 그런 이의 제기가 없습니다.',
    })
  const closed: Closed =
    command.type === 'RecordPaymentDisputeWon'
      ? { type: 'PaymentDisputeWon', data: { disputeId } }
      : { type: 'PaymentDisputeLost', data: { disputeId, amount: command.amount } }
  return known.status === statusAfter(closed) ? unchanged : events(closed)
}

/** The payment after an event of a dispute. A part refund that was due goes when the lost dispute took its money. */
export function afterDispute(paid: Paid, event: DisputeEvent): Paid {
  const { disputeId } = event.data
  const known = paid.disputes.find((row) => row.disputeId === disputeId)
  const facts = event.type === 'PaymentDisputed' ? event.data : known && { ...known, ...event.data }
  if (facts === undefined) return paid
  const changed: Dispute = { ...facts, status: statusAfter(event), at: event.at }
  const disputes = known ? paid.disputes.map((row) => (row === known ? changed : row)) : [...paid.disputes, changed]
  return { ...paid, disputes, parts: affordable({ ...paid, disputes }) }
}

export function isDisputed(state: PlacedState): boolean {
  return holdsRefunds(paidOf(state)?.disputes ?? [])
}

/** The parts without those that are due and do not fit into what is left. */
export function affordable({ amount, parts, disputes }: Pick<Paid, 'amount' | 'parts' | 'disputes'>): Paid['parts'] {
  let left = amount.amount - lostBy(disputes) - totalOf(parts.filter(isDone))
  return parts.filter((part) => {
    if (isDone(part)) return true
    const fits = part.amount.amount <= left
    if (fits) left -= part.amount.amount
    return fits
  })
}

function statusAfter({ type }: Pick<DisputeEvent, 'type'>): Dispute['status'] {
  switch (type) {
    case 'PaymentDisputed':
      return 'open'
    case 'PaymentDisputeWon':
      return 'won'
    case 'PaymentDisputeLost':
      return 'lost'
  }
}

function isSame(known: Dispute, facts: Omit<Dispute, 'status' | 'at'>): boolean {
  const { amount, reason, evidenceDueBy } = facts
  return sameMoney(known.amount, amount) && known.reason === reason && known.evidenceDueBy === evidenceDueBy
}

function paidOf(state: PlacedState): Paid | null {
  return 'paid' in state ? state.paid : null
}
