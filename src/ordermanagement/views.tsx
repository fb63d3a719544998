// What the staff see: the worklist, and one order with its history and what can be done about it.
import type { Caller } from '../contract/caller.ts'
import type { Dispute } from '../contract/dispute.ts'
import type { RecordedEvent } from '../contract/events.ts'
import { formatMoney } from '../contract/money.ts'
import { contactOf, moneyLeft, type OrderStatus, type OrderSummary, orderStatuses, wasPaid } from '../contract/order.ts'
import type { Page as ListPage, WorklistFilter, WorklistRow } from '../contract/rpc.ts'
import { reasonLengthMax } from '../contract/text.ts'
import { Badge, Field, type Flash, Notice, When } from '../web/components.tsx'
import { shownTo } from '../web/links.ts'
import { attentionWord, Goods, goodsOf, StatusBadge, Steps, statusWord } from '../web/orders.tsx'
import type { Page } from '../web/page.tsx'
import { PaymentSumRows } from '../web/payment-sums.tsx'
import { paymentWords } from '../web/payment-words.ts'
import { useReader } from '../web/reader.ts'
import { Table } from '../web/table.tsx'
import { disputeSentence, lostDisputeSentence, Timeline } from '../web/timeline.tsx'
import { RefundForm, type RefundInput } from './refund-form.tsx'

export function worklistPage(caller: Caller, filter: WorklistFilter, { items, cursor }: ListPage<WorklistRow>): Page {
  const content = (
    <>
      <div class="head">
        <h1>Worklist</h1>
      </div>
      <Filters filter={filter} />
      {items.length === 0 ? (
        <NoOrders isFiltered={filter.orderStatus !== null || filter.flaggedOnly} />
      ) : (
        <WorklistTable items={items} />
      )}
      {cursor !== null && (
        <p>
          <a href={`/admin?${new URLSearchParams({ ...queryOf(filter), cursor })}`}>Older orders</a>
        </p>
      )}
    </>
  )
  return { title: 'Worklist', content, ...shownTo(caller, '/admin'), live: '/admin/live' }
}

export type OrderView = {
  order: OrderSummary
  events: readonly RecordedEvent[]
  /** The result of the last form. */
  flash: Flash | null
  /** What was typed into a form, to be shown in it again, and why it was refused; `error` is null when it was not. */
  typed: { cancelReason: string | null; refund: RefundInput | null; error: string | null }
}

export function orderPage(caller: Caller, view: OrderView): Page {
  const { order, events, flash, typed } = view
  const content = (
    <>
      <div class="head">
        <p class="small">
          <a href="/admin">Worklist</a>
        </p>
        <h1>Order of {contactOf(order).customerName}</h1>
        <StatusBadge orderStatus={order.orderStatus} />
        <AttentionBadge needsAttention={order.needsAttention} />
      </div>
      {flash !== null && (
        <Notice tone={flash.tone} once>
          {flash.text}
        </Notice>
      )}
      <Steps order={order} />
      {order.payment.disputes?.map((dispute) => (
        <DisputeNotice dispute={dispute} />
      ))}
      <div class="columns">
        <div class="side">
          {caller.role === 'staff' && <WhatToDo order={order} typed={typed} />}
          <OrderFacts order={order} />
        </div>
        <div>
          <Goods lines={order.lines} total={order.total} />
          <section class="card">
            <h2>History</h2>
            <Timeline events={events} withIds />
          </section>
        </div>
      </div>
    </>
  )
  const title = `Order of ${contactOf(order).customerName}`
  return { title, content, ...shownTo(caller), live: `/admin/live?order=${order.orderId}` }
}

/** What the staff have to know of a dispute. One that is won concerns nobody. */
function DisputeNotice({ dispute }: { dispute: Dispute }) {
  const { language } = useReader()
  switch (dispute.status) {
    case 'open':
      return (
        <Notice tone="warn">{disputeSentence(dispute, language)} Answer it at the payment provider’s dashboard.</Notice>
      )
    case 'lost':
      return <Notice tone="bad">{lostDisputeSentence(dispute, language)}</Notice>
    case 'won':
      return null
  }
}

function Filters({ filter: { orderStatus, flaggedOnly } }: { filter: WorklistFilter }) {
  return (
    <nav class="chips" aria-label="Orders by status">
      <a href="/admin" aria-current={orderStatus === null && !flaggedOnly ? 'true' : undefined}>
        All
      </a>
      <a href="/admin?needsAttention=true" aria-current={flaggedOnly ? 'true' : undefined}>
        Needs attention
      </a>
      {orderStatuses
        .filter((status) => status !== 'orderStarted')
        .map((status) => (
          <a href={`/admin?orderStatus=${status}`} aria-current={status === orderStatus ? 'true' : undefined}>
            {statusWord(status, useReader().language)}
          </a>
        ))}
    </nav>
  )
}

function queryOf({ orderStatus, flaggedOnly }: WorklistFilter): Record<string, string> {
  return { ...(orderStatus && { orderStatus }), ...(flaggedOnly && { needsAttention: 'true' }) }
}

function NoOrders({ isFiltered }: { isFiltered: boolean }) {
  return (
    <div class="card empty">
      <p>
        {isFiltered ? 'No order stands here just now.' : 'Nothing to do yet: orders appear here once they are paid.'}
      </p>
    </div>
  )
}

function WorklistTable({ items }: { items: WorklistRow[] }) {
  const columns = [
    { text: 'Paid' },
    { text: 'Customer' },
    { text: 'Goods' },
    { text: 'Total', number: true },
    { text: 'Status' },
  ]
  const rows = items.map((row) => [
    <When at={row.paidAt} />,
    <a href={`/admin/orders/${row.orderId}`}>{row.customerName}</a>,
    goodsOf(row.lines),
    formatMoney(row.total),
    <span class="badges">
      <StatusBadge orderStatus={row.orderStatus} /> <AttentionBadge needsAttention={row.needsAttention} />
    </span>,
  ])
  return (
    <div class="card flush">
      <Table columns={columns} rows={rows} />
    </div>
  )
}

function AttentionBadge({ needsAttention }: { needsAttention: WorklistRow['needsAttention'] }) {
  return needsAttention === null ? null : (
    <Badge tone="warn" text={`Needs attention: ${attentionWord(needsAttention, useReader().language)}`} />
  )
}

function WhatToDo({ order, typed }: { order: OrderSummary; typed: OrderView['typed'] }) {
  if (!cancelable.includes(order.orderStatus) && !refundable.includes(order.orderStatus)) return null
  return (
    <section class="card">
      <h2>What to do</h2>
      {order.orderStatus === 'payApproved' && (
        <form method="post" action={`/admin/orders/${order.orderId}/take`}>
          <p class="soft small">Pack the goods, then take the order: its delivery starts by itself.</p>
          <button class="wide" type="submit">
            Take the order
          </button>
        </form>
      )}
      {refundable.includes(order.orderStatus) && moneyLeft(order).amount > 0 && (
        <RefundForm order={order} input={typed.refund} error={typed.refund && typed.error} />
      )}
      {cancelable.includes(order.orderStatus) && <CancelForm order={order} typed={typed} />}
    </section>
  )
}

/** Behind a summary, since a cancel cannot be undone; open when it was typed into before. */
function CancelForm({ order, typed: { cancelReason, error } }: { order: OrderSummary; typed: OrderView['typed'] }) {
  return (
    <details open={cancelReason !== null}>
      <summary>Cancel this order</summary>
      <form method="post" action={`/admin/orders/${order.orderId}/cancel`}>
        <Field
          name="reason"
          label="Reason for a cancel"
          hint="The customer reads it."
          value={cancelReason ?? ''}
          error={(cancelReason !== null && error) || undefined}
          maxlength={reasonLengthMax}
          required
        />
        <button class="danger" type="submit">
          Cancel the order
        </button>
      </form>
    </details>
  )
}

function OrderFacts({ order }: { order: OrderSummary }) {
  const { customerName, deliveryAddress, deliveryPhoneNumber, deliveryPhone } = contactOf(order)
  return (
    <section class="card">
      <h2>Delivery and payment</h2>
      <dl>
        <dt>Name</dt>
        <dd>{customerName}</dd>
        <dt>Address</dt>
        <dd>{deliveryAddress}</dd>
        <dt>Phone</dt>
        <dd>{deliveryPhone?.display ?? deliveryPhoneNumber}</dd>
        <dt>Placed</dt>
        <dd>
          <When at={order.placedAt} />
        </dd>
        {wasPaid(order) ? (
          <PaymentSumRows order={order} />
        ) : (
          <>
            <dt>Paid</dt>
            <dd>{paymentWords(order.payment, useReader().language)}</dd>
          </>
        )}
        <dt>Order id</dt>
        <dd>
          <code>{order.orderId}</code>
        </dd>
      </dl>
    </section>
  )
}

/** The statuses in which a partial refund or a cancel is offered; the order decides. */
const refundable: readonly OrderStatus[] = ['payApproved', 'orderTaken', 'deliveryStarted', 'deliveryCompleted']
const cancelable: readonly OrderStatus[] = ['orderStarted', 'payApproved', 'orderTaken', 'deliveryStarted']
