// An order's events as a timeline in plain words: what happened, when, and by whom.
import type { Dispute } from '../contract/dispute.ts'
import type { RecordedEvent } from '../contract/events.ts'
import type { Language } from '../contract/language.ts'
import { formatMoney, type Money } from '../contract/money.ts'
import type { Cancel } from '../contract/order.ts'
import { When } from './components.tsx'
import { attemptSentence, handoverSentence, restartSentence } from './delivery-words.ts'
import { attentionWord } from './orders.tsx'
import { declineWords, deferralWords, disputeWords, refundFailureWords, settlementWayWords } from './payment-words.ts'
import { useReader } from './reader.ts'
import { timelineTexts } from './timeline-texts.ts'

type DisputeFacts = Pick<Dispute, 'amount' | 'reason' | 'evidenceDueBy'>

/** The oldest event first. `withIds` shows, for the staff, the account of each person who did something. */
export function Timeline({ events, withIds = false }: { events: readonly RecordedEvent[]; withIds?: boolean }) {
  const { language } = useReader()
  return (
    <ol class="story">
      {events.map((event) => (
        <li>
          <div>{sentenceOf(event, language)}</div>
          <div class="soft small">
            <When at={event.at} /> · {timelineTexts[language].authors[event.by.kind]}
            {withIds && event.by.kind !== 'system' && (
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
export function sentenceOf(event: RecordedEvent, language: Language): string {
  const t = timelineTexts[language]
  const text = (money: Money) => formatMoney(money, language)
  switch (event.type) {
    case 'OrderPlaced':
      return t.placed
    case 'PayDeferred':
      return t.deferred(deferralWords(event.data.reason, language))
    case 'PayUnknown':
      return t.unknown
    case 'PayDeclined':
      return t.declined(declineWords(event.data.reason, language))
    case 'PayApproved':
      return event.data.amount.amount > 0 ? t.paid(text(event.data.amount)) : t.nothingToPay
    case 'OrderTaken':
      return t.taken
    case 'DeliveryStarted':
      return t.deliveryStarted
    case 'DeliveryCompleted':
      return handoverSentence(event.data.handover, language)
    case 'DeliveryAttemptFailed':
      return attemptSentence(event.data, language)
    case 'DeliveryRestarted':
      return restartSentence(language)
    case 'OrderCanceled':
      return cancelSentence(event.data, language)
    case 'CancelOrderTaken':
      return t.cancelTaken
    case 'PayCanceled':
      return event.data.amount.amount > 0 ? returnedSentence(event.data, language) : t.nothingToReturn
    case 'DeliveryCanceled':
      return t.calledBack
    case 'PartRefundRequested':
      return t.partRequested(text(event.data.amount), event.data.reason)
    case 'PartRefunded':
      return returnedSentence(event.data, language)
    case 'RefundFailed':
      return t.refundFailed(text(event.data.amount), refundFailureWords(event.data.reason, language))
    case 'PaymentDisputed':
      return disputeSentence(event.data, language)
    case 'PaymentDisputeWon':
      return t.disputeWon
    case 'PaymentDisputeLost':
      return lostDisputeSentence(event.data, language)
    case 'PersonalDataErased':
      return t.erased
    case 'OrderFlagged':
      return t.flagged(attentionWord(event.data.cause, language))
    default:
      return sentenceOfNewer(event, language)
  }
}

function returnedSentence(
  { amount, settledBy }: { amount: Money; settledBy?: string | undefined },
  language: Language,
) {
  const t = timelineTexts[language]
  const money = formatMoney(amount, language)
  return settledBy === undefined ? t.returned(money) : t.returnedBy(money, settlementWayWords(settledBy, language))
}

/** An event of a newer release, while this one is replaced. */
function sentenceOfNewer(_: never, language: Language): string {
  return timelineTexts[language].newer
}

/** The day of the deadline is in UTC. */
export function disputeSentence({ amount, reason, evidenceDueBy }: DisputeFacts, language: Language): string {
  const t = timelineTexts[language]
  const until = evidenceDueBy === null ? '' : t.evidenceDueBy(evidenceDueBy.slice(0, 10))
  return t.disputed(formatMoney(amount, language), disputeWords(reason, language)) + until
}

export function lostDisputeSentence({ amount }: Pick<Dispute, 'amount'>, language: Language): string {
  return timelineTexts[language].disputeLost(formatMoney(amount, language))
}

export function cancelSentence({ reason, note }: Pick<Cancel, 'reason' | 'note'>, language: Language): string {
  const t = timelineTexts[language]
  const because = note === null || note === '' ? '.' : `: ${note}`
  switch (reason) {
    case 'customerRequest':
      return t.customerCanceled + because
    case 'staffDecision':
      return t.storeCanceled + because
    case 'paymentTimeout':
      return t.timedOut
  }
}
