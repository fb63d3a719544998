// What customers see: their orders, and one order with what happened to it, its payment and its cancel.
import type { Caller } from '../contract/caller.ts'
import { lostBy } from '../contract/dispute.ts'
import type { RecordedEvent } from '../contract/events.ts'
import { shortNumber } from '../contract/ids.ts'
import { type Language, readerOf } from '../contract/language.ts'
import { formatMoney } from '../contract/money.ts'
import {
  contactOf,
  isDisputed,
  isDone,
  moneyLeft,
  type OrderStatus,
  type OrderSummary,
  type PartRefund,
  type PaymentStatus,
  wasCharged,
  wasPaid,
} from '../contract/order.ts'
import type { Checkout } from '../contract/payment.ts'
import type { Rejection } from '../contract/rejections.ts'
import { type Flash, Notice, OrderNumber, When } from '../web/components.tsx'
import { shownTo } from '../web/links.ts'
import { Goods, StatusBadge, Steps } from '../web/orders.tsx'
import type { Page } from '../web/page.tsx'
import { PaymentSumRows } from '../web/payment-sums.tsx'
import { useReader, useTexts } from '../web/reader.ts'
import { cancelSentence, Timeline } from '../web/timeline.tsx'
import { Action, orderPath } from './pay-page.tsx'
import { payTexts } from './pay-texts.ts'
import { changesByItself, paymentOutcome, refusedPayment } from './payment-outcome.ts'
import { texts } from './texts.ts'

export type OrderView = {
  order: OrderSummary
  /** null while the order does not answer: it is then shown as the projection has it. */
  events: readonly RecordedEvent[] | null
  /** When the unpaid order is canceled (ISO 8601); null when it is not, or not known. */
  payableUntil: string | null
  /** The result of the last form. */
  flash: Flash | null
  /** Why the payment just tried was refused; null to tell of the payment as the order does. */
  refusal: Rejection | null
  /** How the order is paid by a page; null when it is not, or while payment does not answer. */
  checkout: Checkout | null
  /** Whether the cancel was pressed before its person had to sign in again. */
  isCanceling: boolean
}

export function orderPage(caller: Caller, view: OrderView): Page {
  const { order, events, flash, isCanceling } = view
  const { language } = readerOf(caller)
  const t = texts[language]
  const number = shortNumber(order.orderId)
  const title = t.orderTitle(number)
  const content = (
    <>
      <div class="head">
        <p class="small">
          <a href="/mypage">{t.myOrders}</a>
        </p>
        <h1>
          <OrderNumber number={number} within={title} />
        </h1>
        <p class="soft small">
          {t.ordered} <When at={order.placedAt} />
        </p>
        <StatusBadge orderStatus={order.orderStatus} />
      </div>
      {flash !== null && (
        <Notice tone={flash.tone} once>
          {flash.text}
        </Notice>
      )}
      {order.cancel !== null && <Notice>{cancelSentence(order.cancel, language)}</Notice>}
      <Steps order={order} />
      <div class="columns">
        <div class="side">
          <Payment {...view} />
          <Contact order={order} />
          {cancelable.includes(order.orderStatus) && <CancelForm order={order} isOpen={isCanceling} />}
        </div>
        <div>
          <Goods lines={order.lines} total={order.total} />
          <section class="card">
            <h2>{t.whatHappened}</h2>
            {events === null ? <Notice tone="warn">{t.historyUnavailable}</Notice> : <Timeline events={events} />}
            <p class="small noprint">
              <a href={`/mypage/messages?orderId=${order.orderId}`}>{t.messages}</a>
            </p>
          </section>
        </div>
      </div>
    </>
  )
  return { title, content, ...shownTo(caller), live: `/mypage/live?order=${order.orderId}` }
}

function Payment({ order, payableUntil, refusal, checkout }: OrderView) {
  const reader = useReader()
  const t = texts[reader.language]
  const { status, partRefunds, disputes } = order.payment
  const isOpen = order.orderStatus === 'orderStarted'
  const outcome = refusal ? refusedPayment(refusal, payableUntil, reader) : paymentOutcome(order, payableUntil, reader)
  return (
    <section class="card">
      <h2>{t.payment}</h2>
      {outcome.tone === 'plain' ? <p>{outcome.text}</p> : <Notice tone={outcome.tone}>{outcome.text}</Notice>}
      {isOpen && changesByItself.includes(status) && (
        <p>
          <a href={`/mypage/orders/${order.orderId}`}>{t.lookAgain}</a>
        </p>
      )}
      {partRefunds.length + lostBy(disputes) > 0 && (
        <dl>
          <PaymentSumRows order={order} />
        </dl>
      )}
      {partRefunds.length > 0 && <PartRefunds parts={partRefunds} />}
      {wasCharged(order) && (
        <p class="noprint">
          <a href={`/mypage/orders/${order.orderId}/receipt`}>{t.receiptLink}</a>
        </p>
      )}
      {isOpen && <Pay order={order} checkout={checkout} />}
    </section>
  )
}

/** Why the store gave each part back. */
function PartRefunds({ parts }: { parts: readonly PartRefund[] }) {
  const { language } = useReader()
  const t = texts[language]
  return (
    <ul>
      {parts.map((part) => (
        <li>{(isDone(part) ? t.partReturned : t.partToReturn)(formatMoney(part.amount, language), part.reason)}</li>
      ))}
    </ul>
  )
}

/** Payment decides whether the order can be paid; while it does not answer, its page is offered all the same. */
function Pay({ order, checkout }: { order: OrderSummary; checkout: Checkout | null }) {
  const { language } = useReader()
  const t = payTexts[language]
  const { status } = order.payment
  if (checkout?.action) return <Action order={order} action={checkout.action} />
  if (status === 'declined' && checkout?.way === null) return <p>{t.tooOften}</p>
  if (checkout === null ? !payable.includes(status) : checkout.way === null) return null
  return (
    <a class="button wide" href={`${orderPath(order)}/pay`}>
      {t.pay(formatMoney(order.total, language))}
    </a>
  )
}

/** Two steps without a script: the button stands behind a summary that must be opened first. */
function CancelForm({ order, isOpen }: { order: OrderSummary; isOpen: boolean }) {
  const { language } = useReader()
  const t = texts[language]
  return (
    <details class="card" open={isOpen}>
      <summary>{t.cancelThis}</summary>
      <form method="post" action={`/mypage/orders/${order.orderId}/cancel`}>
        <p>{cancelWarning(order, language)}</p>
        <button class="danger" type="submit">
          {t.cancel}
        </button>
      </form>
    </details>
  )
}

/** What the cancel will do. */
export function cancelWarning(order: OrderSummary, language: Language): string {
  const t = texts[language].cancelWarning
  const left = moneyLeft(order)
  const money = isDisputed(order) ? t.disputed : left.amount > 0 ? t.paid(formatMoney(left, language)) : null
  return [wasPaid(order) ? money : t.unpaid, order.delivery && t.recalled, t.final].filter(Boolean).join(' ')
}

function Contact({ order }: { order: OrderSummary }) {
  const t = useTexts(texts)
  const { customerName, deliveryAddress, deliveryPhoneNumber, deliveryPhone } = contactOf(order)
  return (
    <section class="card">
      <h2>{t.delivery}</h2>
      <dl>
        <dt>{t.name}</dt>
        <dd>{customerName}</dd>
        <dt>{t.address}</dt>
        <dd>{deliveryAddress}</dd>
        <dt>{t.phone}</dt>
        <dd>{deliveryPhone?.display ?? deliveryPhoneNumber}</dd>
        <dt>{t.orderNumber}</dt>
        <dd>
          <OrderNumber number={shortNumber(order.orderId)} />
        </dd>
        <dt>{t.orderId}</dt>
        <dd>
          <code>{order.orderId}</code>
        </dd>
      </dl>
    </section>
  )
}

/** The payment statuses in which paying is offered; payment decides. */
const payable: readonly PaymentStatus[] = ['requested', 'deferred', 'declined']
const cancelable: readonly OrderStatus[] = ['orderStarted', 'payApproved', 'orderTaken', 'deliveryStarted']
