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
import type { Checkout } from '../contract/payment.ts'
import type { Rejection } from '../contract/rejections.ts'
import type { Page as ListPage } from '../contract/rpc.ts'
import { type Flash, Notice, When } from '../web/components.tsx'
import { linksFor } from '../web/links.ts'
import { Goods, goodsOf, StatusBadge, Steps } from '../web/orders.tsx'
import type { Page } from '../web/page.tsx'
import { PaymentSumRows } from '../web/payment-sums.tsx'
import { cancelSentence, Timeline } from '../web/timeline.tsx'
import { Action, orderPath } from './pay-page.tsx'
import { payTexts } from './pay-texts.ts'
import { changesByItself, paymentOutcome, refusedPayment } from './payment-outcome.ts'

export function ordersPage(caller: Caller, { items, cursor }: ListPage<MyPageRow>): Page {
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
  return { title: 'My orders', content, links: linksFor(caller.role, '/mypage'), visitor: caller.name }
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
  /** How the order is paid by a page; null when it is not, or while payment does not answer. */
  checkout: Checkout | null
  /** Whether the cancel was pressed before its person had to sign in again. */
  isCanceling: boolean
}

export function orderPage(caller: Caller, view: OrderView): Page {
  const { order, events, flash, isCanceling } = view
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
      {flash !== null && <Notice tone={flash.tone}>{flash.text}</Notice>}
      {order.cancel !== null && <Notice>{cancelSentence(order.cancel)}</Notice>}
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
  return { title: 'My order', content, links: linksFor(caller.role), visitor: caller.name }
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

function Payment({ order, payableUntil, refusal, checkout }: OrderView) {
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
      {isOpen && <Pay order={order} checkout={checkout} />}
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

/** Payment decides whether the order can be paid; while it does not answer, its page is offered all the same. */
function Pay({ order, checkout }: { order: OrderSummary; checkout: Checkout | null }) {
  const { status } = order.payment
  const isPayable = payable.includes(status)
  if (checkout?.action) return <Action order={order} action={checkout.action} />
  if (status === 'declined' && checkout?.way === null) return <p>{payTexts.en.tooOften}</p>
  if (checkout === null ? !isPayable : checkout.way === null) return null
  return (
    <a class="button wide" href={`${orderPath(order)}/pay`}>
      {payTexts.en.pay(formatMoney(order.total))}
    </a>
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
