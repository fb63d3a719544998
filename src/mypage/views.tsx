// What customers see: their orders, and one order with what happened to it, its payment and its cancel.
import type { Caller } from '../contract/caller.ts'
import { lostBy } from '../contract/dispute.ts'
import type { RecordedEvent } from '../contract/events.ts'
import { formatMoney } from '../contract/money.ts'
import type { MyPageRow } from '../contract/mypage.ts'
import {
  contactOf,
  isDone,
  type OrderStatus,
  type OrderSummary,
  type PartRefund,
  type PaymentStatus,
} from '../contract/order.ts'
import type { Rejection } from '../contract/rejections.ts'
import type { Page as ListPage } from '../contract/rpc.ts'
import { Field, type Flash, Notice, When } from '../web/components.tsx'
import { linksFor } from '../web/links.ts'
import { Goods, goodsOf, StatusBadge, Steps } from '../web/orders.tsx'
import type { Page } from '../web/page.tsx'
import { PaymentSumRows } from '../web/payment-sums.tsx'
import { cancelSentence, Timeline } from '../web/timeline.tsx'
import { changesByItself, paymentOutcome, refusedPayment } from './payment-outcome.ts'

/** `isNewest`: the page of the newest orders, which follows changes; older orders change seldom. */
export function ordersPage(caller: Caller, { items, cursor }: ListPage<MyPageRow>, isNewest = true): Page {
  const content = (
    <>
      <div class="head">
        <h1>My orders</h1>
        <a class="button push" href="/">
          Order something
        </a>
      </div>
      {items.length === 0 ? <NoOrders /> : <OrderList items={items} />}
      {cursor !== null && (
        <p>
          <a href={`/mypage?${new URLSearchParams({ cursor })}`}>Older orders</a>
        </p>
      )}
    </>
  )
  const live = isNewest ? { live: '/mypage/live' } : {}
  return { title: 'My orders', content, links: linksFor(caller.role, '/mypage'), visitor: caller.name, ...live }
}

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
  /** What was typed into a form before its person had to sign in again. */
  draft: { form: 'pay' | 'cancel'; paymentToken: string } | null
}

export function orderPage(caller: Caller, view: OrderView): Page {
  const { order, events, flash, draft } = view
  const content = (
    <>
      <div class="head">
        <p class="small">
          <a href="/mypage">My orders</a>
        </p>
        <h1>
          My order of <When at={order.placedAt} />
        </h1>
        <StatusBadge orderStatus={order.orderStatus} />
      </div>
      {flash !== null && <Notice tone={flash.tone} once>{flash.text}</Notice>}
      {order.cancel !== null && <Notice>{cancelSentence(order.cancel)}</Notice>}
      <Steps order={order} />
      <div class="columns">
        <div class="side">
          <Payment {...view} />
          <Contact order={order} />
          {cancelable.includes(order.orderStatus) && <CancelForm order={order} isOpen={draft?.form === 'cancel'} />}
        </div>
        <div>
          <Goods lines={order.lines} total={order.total} />
          <section class="card">
            <h2>What happened</h2>
            {events === null ? (
              <Notice tone="warn">
                The history is out of reach just now. This is the order as it was last heard of.
              </Notice>
            ) : (
              <Timeline events={events} />
            )}
          </section>
        </div>
      </div>
    </>
  )
  const live = `/mypage/live?order=${order.orderId}`
  return { title: 'My order', content, links: linksFor(caller.role), visitor: caller.name, live }
}

function NoOrders() {
  return (
    <div class="card empty">
      <p>You have not ordered anything yet.</p>
      <p>
        <a href="/">See what the shop has</a>
      </p>
    </div>
  )
}

function OrderList({ items }: { items: MyPageRow[] }) {
  return (
    <ul class="list">
      {items.map(({ order, projectedAt }) => (
        <li class="card">
          <div class="between">
            <a class="goods" href={`/mypage/orders/${order.orderId}`}>
              {goodsOf(order.lines)}
            </a>
            <span class="price">{formatMoney(order.total)}</span>
          </div>
          <div class="between">
            <span class="soft small">
              Ordered <When at={order.placedAt} /> · as of <When at={projectedAt} />
            </span>
            <StatusBadge orderStatus={order.orderStatus} />
          </div>
        </li>
      ))}
    </ul>
  )
}

function Payment({ order, payableUntil, refusal, draft }: OrderView) {
  const { status, partRefunds, disputes } = order.payment
  const isOpen = order.orderStatus === 'orderStarted'
  const outcome = refusal ? refusedPayment(refusal, payableUntil) : paymentOutcome(order, payableUntil)
  return (
    <section class="card">
      <h2>Payment</h2>
      {outcome.tone === 'plain' ? <p>{outcome.text}</p> : <Notice tone={outcome.tone}>{outcome.text}</Notice>}
      {isOpen && changesByItself.includes(status) && (
        <p>
          <a href={`/mypage/orders/${order.orderId}`}>Look again</a>
        </p>
      )}
      {partRefunds.length + lostBy(disputes) > 0 && (
        <dl>
          <PaymentSumRows order={order} />
        </dl>
      )}
      {partRefunds.length > 0 && <PartRefunds parts={partRefunds} />}
      {isOpen && payable.includes(status) && <PayForm order={order} token={draft?.paymentToken ?? ''} />}
    </section>
  )
}

/** Why the store gave each part back. */
function PartRefunds({ parts }: { parts: readonly PartRefund[] }) {
  return (
    <ul>
      {parts.map((part) => (
        <li>{`${formatMoney(part.amount)} ${isDone(part) ? 'was returned' : 'is to be returned'}: ${part.reason}`}</li>
      ))}
    </ul>
  )
}

function PayForm({ order, token }: { order: OrderSummary; token: string }) {
  return (
    <form method="post" action={`/mypage/orders/${order.orderId}/pay`}>
      <Field
        name="paymentToken"
        label="Payment token"
        value={token}
        hint="From your payment provider. Empty: the provider’s test card, where it has one."
        autocomplete="off"
        maxlength={255}
      />
      <button class="wide" type="submit">{`Pay ${formatMoney(order.total)}`}</button>
    </form>
  )
}

/** Two steps without a script: the button stands behind a summary that must be opened first. */
function CancelForm({ order, isOpen }: { order: OrderSummary; isOpen: boolean }) {
  return (
    <details class="card" open={isOpen}>
      <summary>Cancel this order</summary>
      <form method="post" action={`/mypage/orders/${order.orderId}/cancel`}>
        <p>What you paid is returned, and the delivery is called back. This cannot be undone.</p>
        <button class="danger" type="submit">
          Cancel the order
        </button>
      </form>
    </details>
  )
}

function Contact({ order }: { order: OrderSummary }) {
  const { customerName, deliveryAddress, deliveryPhoneNumber, deliveryPhone } = contactOf(order)
  return (
    <section class="card">
      <h2>Delivery</h2>
      <dl>
        <dt>Name</dt>
        <dd>{customerName}</dd>
        <dt>Address</dt>
        <dd>{deliveryAddress}</dd>
        <dt>Phone</dt>
        <dd>{deliveryPhone?.display ?? deliveryPhoneNumber}</dd>
        <dt>Order id</dt>
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
