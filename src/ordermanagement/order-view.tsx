// One order as the staff see it: what can be done about it, where it goes, its payments, notes and history.
import type { Caller } from '../contract/caller.ts'
import type { Dispute } from '../contract/dispute.ts'
import type { RecordedEvent } from '../contract/events.ts'
import { shortNumber } from '../contract/ids.ts'
import { readerOf } from '../contract/language.ts'
import { contactOf, type OrderSummary, wasPaid } from '../contract/order.ts'
import type { Clerk } from '../contract/rpc.ts'
import { type Flash, Notice, OrderNumber, When } from '../web/components.tsx'
import { shownTo } from '../web/links.ts'
import { Goods, StatusBadge, Steps } from '../web/orders.tsx'
import type { Page } from '../web/page.tsx'
import { PaymentSumRows } from '../web/payment-sums.tsx'
import { paymentWords } from '../web/payment-words.ts'
import { useReader, useTexts } from '../web/reader.ts'
import { disputeSentence, lostDisputeSentence, Timeline } from '../web/timeline.tsx'
import { AttentionBadge } from './list-view.tsx'
import type { StaffNote } from './notes.ts'
import { Notes } from './notes-view.tsx'
import { orderTexts } from './order-texts.ts'
import { type PaymentFacts, Payments } from './payments-view.tsx'
import { texts } from './texts.ts'
import { type Typed, WhatToDo } from './work-forms.tsx'

export type OrderView = {
  order: OrderSummary
  events: readonly RecordedEvent[]
  /** How many steps the order has by now, when an earlier one is shown; null when it is shown as it is now. */
  asOf: { seq: number; of: number } | null
  clerk: Clerk | null
  notes: readonly StaffNote[]
  /** Null while they are out of reach. */
  payments: PaymentFacts | null
  /** The result of the last form. */
  flash: Flash | null
  typed: Typed
}

export function orderPage(caller: Caller, view: OrderView): Page {
  const { order, events, asOf, clerk, flash, typed } = view
  const { language } = readerOf(caller)
  const t = orderTexts[language]
  const number = shortNumber(order.orderId)
  const content = (
    <>
      <div class="head">
        <p class="small">
          <a href="/admin">{texts[language].worklist}</a>
        </p>
        <h1>
          <OrderNumber number={number} within={t.order(number)} />
        </h1>
        <StatusBadge orderStatus={order.orderStatus} />
        <AttentionBadge needsAttention={order.needsAttention} />
      </div>
      {flash !== null && (
        <Notice tone={flash.tone} once>
          {flash.text}
        </Notice>
      )}
      {asOf !== null && (
        <Notice tone="warn">
          {t.asOf(asOf.seq, asOf.of)} <When at={order.updatedAt} />.{' '}
          <a href={`/admin/orders/${order.orderId}`}>{t.asNow}</a>
        </Notice>
      )}
      <Steps order={order} />
      {order.payment.disputes?.map((dispute) => (
        <DisputeNotice dispute={dispute} />
      ))}
      <div class="columns">
        <div class="side">
          {asOf === null && <WhatToDo caller={caller} order={order} clerk={clerk} typed={typed} />}
          <OrderFacts order={order} clerk={clerk} />
        </div>
        <div>
          <Goods lines={order.lines} total={order.total} />
          {asOf === null && <Payments caller={caller} orderId={order.orderId} payments={view.payments} typed={typed} />}
          <Notes caller={caller} orderId={order.orderId} notes={view.notes} typed={typed} />
          <section class="card" id="history">
            <h2>{t.history}</h2>
            <AsOfForm orderId={order.orderId} seq={asOf?.seq ?? order.seq} of={asOf?.of ?? order.seq} />
            <Timeline events={events} withIds />
          </section>
        </div>
      </div>
    </>
  )
  const title = t.orderOf(number, contactOf(order).customerName)
  const live = asOf === null ? { live: `/admin/live?order=${order.orderId}` } : {}
  return { title, content, ...shownTo(caller), ...live }
}

/** What the staff have to know of a dispute. One that is won concerns nobody. */
function DisputeNotice({ dispute }: { dispute: Dispute }) {
  const { language } = useReader()
  switch (dispute.status) {
    case 'open':
      return (
        <Notice tone="warn">
          {disputeSentence(dispute, language)} {orderTexts[language].answerDispute}
        </Notice>
      )
    case 'lost':
      return <Notice tone="bad">{lostDisputeSentence(dispute, language)}</Notice>
    case 'won':
      return null
  }
}

/** A slider over the order's steps. */
function AsOfForm({ orderId, seq, of }: { orderId: string; seq: number; of: number }) {
  const t = useTexts(orderTexts)
  if (of < 2) return null
  return (
    <form method="get" action={`/admin/orders/${orderId}#history`}>
      <div class="field">
        <label for="asOf">{t.asOfLabel(of)}</label>
        <input id="asOf" name="asOf" type="range" min={1} max={of} step={1} value={seq} list="steps" />
        <datalist id="steps">
          {Array.from({ length: of }, (_, index) => (
            <option value={index + 1} label={String(index + 1)} />
          ))}
        </datalist>
      </div>
      <button type="submit" class="quiet">
        {t.asOfShow}
      </button>
    </form>
  )
}

function OrderFacts({ order, clerk }: Pick<OrderView, 'order' | 'clerk'>) {
  const { customerName, deliveryAddress, deliveryPhoneNumber, deliveryPhone } = contactOf(order)
  const { language } = useReader()
  const t = orderTexts[language]
  return (
    <section class="card">
      <h2>{t.facts}</h2>
      <dl>
        <dt>{t.name}</dt>
        <dd>{customerName}</dd>
        <dt>{t.address}</dt>
        <dd>{deliveryAddress}</dd>
        <dt>{t.phone}</dt>
        <dd>{deliveryPhone?.display ?? deliveryPhoneNumber}</dd>
        <dt>{t.placed}</dt>
        <dd>
          <When at={order.placedAt} />
        </dd>
        {wasPaid(order) ? (
          <PaymentSumRows order={order} />
        ) : (
          <>
            <dt>{t.paid}</dt>
            <dd>{paymentWords(order.payment, language)}</dd>
          </>
        )}
        {clerk !== null && order.orderStatus !== 'payApproved' && (
          <>
            <dt>{t.packedBy}</dt>
            <dd>{clerk.name}</dd>
          </>
        )}
        <dt>{t.orderId}</dt>
        <dd>
          <code>{order.orderId}</code>
        </dd>
      </dl>
    </section>
  )
}
