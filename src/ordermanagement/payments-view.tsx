// The payments of an order: each attempt and refund and, when it was asked, what the payment provider itself says.
import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import type { Entry } from '../contract/money.ts'
import type { PaymentAttempt, PaymentRefund, PaymentView, ProviderRecord } from '../contract/payment.ts'
import { Price, When } from '../web/components.tsx'
import { declineWords, deferralWords, refundFailureWords, settlementWayWords } from '../web/payment-words.ts'
import { useReader, useTexts } from '../web/reader.ts'
import { Table } from '../web/table.tsx'
import { orderTexts } from './order-texts.ts'
import { isRefused, SettlementForm } from './settlement-form.tsx'
import { settlementTexts } from './settlement-texts.ts'
import type { Typed } from './work-forms.tsx'

/** `provider`: its record; `notAsked`, or `unavailable` when it did not answer. */
export type PaymentFacts = { view: PaymentView; provider: ProviderRecord | 'notAsked' | 'unavailable' }

type Props = {
  caller: Caller
  orderId: string
  payments: PaymentFacts | null
  typed: Pick<Typed, 'settlement' | 'error'>
}

export function Payments({ caller, orderId, payments, typed }: Props) {
  const t = useTexts(orderTexts)
  return (
    <section class="card flush" id="payments">
      <h2>{t.payments}</h2>
      {payments === null ? <p class="inset">{t.paymentsUnavailable}</p> : <Attempts view={payments.view} />}
      {payments !== null && payments.view.attempts.length > 0 && (
        <ProviderSays orderId={orderId} provider={payments.provider} />
      )}
      {mayCall(caller.role, 'settleRefund') &&
        payments?.view.refunds
          .filter(isRefused)
          .map((refund) => (
            <SettlementForm orderId={orderId} refund={refund} input={typed.settlement} error={typed.error} />
          ))}
    </section>
  )
}

function Attempts({ view: { attempts, refunds } }: { view: PaymentView }) {
  const t = useTexts(orderTexts)
  if (attempts.length === 0 && refunds.length === 0) return <p class="inset">{t.noPayments}</p>
  const columns = [{ text: t.attempt }, { text: t.started }, { text: t.amount, number: true }, { text: t.outcome }]
  const rows = [
    ...attempts.map((attempt) => [
      `${attempt.attempt} ${providerName(attempt.provider)}`.trim(),
      <When at={attempt.startedAt} />,
      <Price of={attempt.amount} />,
      <AttemptOutcome attempt={attempt} />,
    ]),
    ...refunds.map((refund: PaymentRefund) => [
      t.refundPurpose[refund.purpose],
      <When at={refund.doneAt ?? refund.dueAt} />,
      <Price of={refund.amount} />,
      <RefundOutcome refund={refund} />,
    ]),
  ]
  return <Table columns={columns} rows={rows} />
}

/** As the providers write themselves. One of a newer release is told by its code. */
function providerName(code = ''): string {
  return providerNames.get(code) ?? code
}

const providerNames = new Map([
  ['stripe', 'Stripe'],
  ['toss', 'Toss'],
  ['sandbox', 'Sandbox'],
])

function AttemptOutcome({ attempt: { status, reason } }: { attempt: PaymentAttempt }) {
  const { language } = useReader()
  const word = orderTexts[language].attemptStatus[status]
  if (reason === null) return <>{word}</>
  if (status === 'declined') return <>{`${word}: ${declineWords(reason, language)}`}</>
  if (status === 'deferred') return <>{`${word}: ${deferralWords(reason, language)}`}</>
  return <>{word}</>
}

function RefundOutcome({ refund: { status, reason = null, tries = 0, settlement } }: { refund: PaymentRefund }) {
  const { language } = useReader()
  const t = orderTexts[language]
  if (settlement !== undefined) {
    const way = settlementWayWords(settlement.way, language)
    return <>{settlementTexts[language].settledBy(way, settlement.reference ?? '')}</>
  }
  if (reason === null) return <>{t.refundStatus[status]}</>
  return <>{t.refundRefused(tries, refundFailureWords(reason, language))}</>
}

function ProviderSays({ orderId, provider }: { orderId: string; provider: PaymentFacts['provider'] }) {
  const t = useTexts(orderTexts)
  if (provider === 'notAsked') {
    return (
      <p class="inset">
        <a href={`/admin/orders/${orderId}?provider=ask#payments`}>{t.askProvider}</a>
      </p>
    )
  }
  if (provider === 'unavailable') return <p class="inset">{t.providerUnavailable}</p>
  const { charges, refunds } = provider
  const rows = [...charges.map(rowOf(t.charged)), ...refunds.map(rowOf(t.returned))]
  return (
    <>
      <h2>{t.providerSays}</h2>
      {rows.length === 0 ? (
        <p class="inset">{t.nothingThere}</p>
      ) : (
        <Table columns={[{ text: t.outcome }, { text: t.providersId }, { text: t.amount, number: true }]} rows={rows} />
      )}
    </>
  )
}

function rowOf(kind: string) {
  return ({ id, amount }: Entry) => [kind, <code>{id}</code>, <Price of={amount} />]
}
