// An order's events as a timeline in plain words: what happened, when, and by whom.
import type { Author } from '../contract/caller.ts'
import type { Dispute } from '../contract/dispute.ts'
import type { RecordedEvent } from '../contract/events.ts'
import { formatMoney, type Money } from '../contract/money.ts'
import type { Cancel } from '../contract/order.ts'
import { When } from './components.tsx'
import { attemptSentence, handoverSentence, restartSentence } from './delivery-words.ts'
import { attentionWord } from './orders.tsx'
import { declineWords, deferralWords, disputeWords, refundFailureWords } from './payment-words.ts'

type DisputeFacts = Pick<Dispute, 'amount' | 'reason' | 'evidenceDueBy'>

/** The oldest event first. `withIds` shows the id of each event's author, for the staff. */
export function Timeline({ events, withIds = false }: { events: readonly RecordedEvent[]; withIds?: boolean }) {
  return (
    <ol class="story">
      {events.map((event) => (
        <li>
          <div>{sentenceOf(event)}</div>
          <div class="soft small">
            <When at={event.at} /> · {authorWords[event.by.kind]}
            {withIds && (
              <>
                {' '}
                <code>{event.by.id}</code>
              </>
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}

/** One event in plain words. */
export function sentenceOf(event: RecordedEvent): string {
  switch (event.type) {
    case 'OrderPlaced':
      return 'The order was placed.'
    case 'PayDeferred':
      return `The payment was put off: ${deferralWords(event.data.reason)}.`
    case 'PayUnknown':
      return 'The payment provider has not answered yet; the shop is finding out.'
    case 'PayDeclined':
      return `The payment was declined: ${declineWords(event.data.reason)}.`
    case 'PayApproved':
      return event.data.amount.amount > 0 ? `${formatMoney(event.data.amount)} was paid.` : 'There was nothing to pay.'
    case 'OrderTaken':
      return 'The store accepted and packed the order.'
    case 'DeliveryStarted':
      return 'The courier set out with the order.'
    case 'DeliveryCompleted':
      return handoverSentence(event.data.handover, 'en')
    case 'DeliveryAttemptFailed':
      return attemptSentence(event.data, 'en')
    case 'DeliveryRestarted':
      return restartSentence('en')
    case 'OrderCanceled':
      return cancelSentence(event.data)
    case 'CancelOrderTaken':
      return 'The store acknowledged the cancel.'
    case 'PayCanceled':
      return event.data.amount.amount > 0
        ? `${formatMoney(event.data.amount)} was returned.`
        : 'Nothing was left to return.'
    case 'DeliveryCanceled':
      return 'The delivery was called back.'
    case 'PartRefundRequested':
      return `The store gives ${formatMoney(event.data.amount)} back: ${event.data.reason}`
    case 'PartRefunded':
      return `${formatMoney(event.data.amount)} was returned.`
    case 'RefundFailed':
      return failedRefundSentence(event.data)
    case 'PaymentDisputed':
      return disputeSentence(event.data)
    case 'PaymentDisputeWon':
      return 'The dispute was decided for the store: the payment stands.'
    case 'PaymentDisputeLost':
      return lostDisputeSentence(event.data)
    case 'OrderFlagged':
      return `The order has waited too long (${attentionWord(event.data.cause)}), and the store is asked to look.`
    default:
      return sentenceOfNewer(event)
  }
}

/** An event of a newer release, while this one is replaced. */
function sentenceOfNewer(_: never): string {
  return 'Something happened that this page cannot tell yet. Load it again in a few minutes.'
}

/** The day of the deadline is in UTC. */
export function disputeSentence({ amount, reason, evidenceDueBy }: DisputeFacts): string {
  const until = evidenceDueBy === null ? '' : ` The store can answer until ${evidenceDueBy.slice(0, 10)}.`
  const why = disputeWords(reason)
  return `The customer’s bank disputes ${formatMoney(amount)}: ${why}. Refunds wait for its end.${until}`
}

export function lostDisputeSentence({ amount }: Pick<Dispute, 'amount'>): string {
  return `The dispute was decided for the customer: the bank returned ${formatMoney(amount)}.`
}

function failedRefundSentence({ amount, reason }: { amount: Money; reason: string }): string {
  const why = refundFailureWords(reason)
  return `The bank did not take the ${formatMoney(amount)} that was returned: ${why}. It is returned once more.`
}

export function cancelSentence({ reason, note }: Pick<Cancel, 'reason' | 'note'>): string {
  const because = note === null || note === '' ? '.' : `: ${note}`
  switch (reason) {
    case 'customerRequest':
      return `The customer canceled the order${because}`
    case 'staffDecision':
      return `The store canceled the order${because}`
    case 'paymentTimeout':
      return 'The order was canceled, since it was not paid in time.'
  }
}

const authorWords: Record<Author['kind'], string> = {
  customer: 'Customer',
  staff: 'Store',
  courier: 'Courier',
  ops: 'Operations',
  system: 'Automatic',
}
