// What customers see: their orders, and one order with what happened to it, its payment and its cancel.
import type { Caller } from '../contract/caller.ts'
import type { RecordedEvent } from '../contract/events.ts'
import { formatMoney } from '../contract/money.ts'
import { contactOf, type OrderStatus, type OrderSummary, type PaymentStatus } from '../contract/order.ts'
import type { Page as ListPage, MyPageRow } from '../contract/rpc.ts'
import { Field, Notice, type Tone, When } from '../web/components.tsx'
import { cancelSentence, Goods, goodsOf, StatusBadge, Story } from '../web/orders.tsx'
import type { Page } from '../web/page.tsx'

export const myPageLinks = [{ href: '/mypage', text: 'My orders' }]

export function ordersPage(caller: Caller, { items, cursor }: ListPage<MyPageRow>): Page {
  const content = (
    <>
      <h1>My orders</h1>
      {items.length === 0 ? <p class="soft">You have not ordered anything yet.</p> : <OrdersTable items={items} />}
      {cursor !== null && (
        <p>
          <a href={`/mypage?${new URLSearchParams({ cursor })}`}>Older orders</a>
        </p>
      )}
    </>
  )
  return {
    title: 'My orders',
    content,
    links: [{ href: '/mypage', text: 'My orders', current: true }],
    visitor: caller.name,
  }
}

export type OrderView = {
  order: OrderSummary
  /** null while the history is out of reach: the order is then shown as the page last heard of it. */
  events: readonly RecordedEvent[] | null
  /** What became of the last form. */
  notice: { tone: Tone; text: string } | null
}

export function orderPage(caller: Caller, { order, events, notice }: OrderView): Page {
  const content = (
    <>
      <h1>
        My order of <When at={order.placedAt} /> <StatusBadge orderStatus={order.orderStatus} />
      </h1>
      {notice !== null && <Notice tone={notice.tone}>{notice.text}</Notice>}
      {order.cancel !== null && <Notice>{cancelSentence(order.cancel)}</Notice>}
      <Goods lines={order.lines} total={order.total} />
      <Payment order={order} />
      <h2>Delivery</h2>
      <Contact order={order} />
      <h2>What happened</h2>
      {events === null ? (
        <Notice tone="warn">The history is out of reach just now. This is the order as it was last heard of.</Notice>
      ) : (
        <Story events={events} />
      )}
      {cancelable.includes(order.orderStatus) && <CancelForm order={order} />}
    </>
  )
  return { title: 'My order', content, links: myPageLinks, visitor: caller.name }
}

function OrdersTable({ items }: { items: MyPageRow[] }) {
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Ordered</th>
            <th scope="col">Goods</th>
            <th scope="col" class="number">
              Total
            </th>
            <th scope="col">Status</th>
            <th scope="col">As of</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ order, projectedAt }) => (
            <tr>
              <td>
                <When at={order.placedAt} />
              </td>
              <td>
                <a href={`/mypage/orders/${order.orderId}`}>{goodsOf(order.lines)}</a>
              </td>
              <td class="number">{formatMoney(order.total)}</td>
              <td>
                <StatusBadge orderStatus={order.orderStatus} />
              </td>
              <td class="soft">
                <When at={projectedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Payment({ order }: { order: OrderSummary }) {
  return (
    <>
      <h2>Payment</h2>
      <p>{paymentSentence(order)}</p>
      {order.orderStatus === 'orderStarted' && payable.includes(order.payment.status) && <PayForm order={order} />}
    </>
  )
}

function PayForm({ order }: { order: OrderSummary }) {
  return (
    <form class="card" method="post" action={`/mypage/orders/${order.orderId}/pay`}>
      <Field
        name="paymentToken"
        label="Payment token"
        hint="From your payment provider. Empty: the provider’s test card, where it has one."
        autocomplete="off"
        maxlength={255}
      />
      <button type="submit">{`Pay ${formatMoney(order.total)}`}</button>
    </form>
  )
}

/** Two steps without a script: the button stands behind a summary that must be opened first. */
function CancelForm({ order }: { order: OrderSummary }) {
  return (
    <details class="card">
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
  const { customerName, deliveryAddress, deliveryPhoneNumber } = contactOf(order)
  return (
    <dl class="card">
      <dt>Name</dt>
      <dd>{customerName}</dd>
      <dt>Address</dt>
      <dd>{deliveryAddress}</dd>
      <dt>Phone</dt>
      <dd>{deliveryPhoneNumber}</dd>
      <dt>Order id</dt>
      <dd>
        <code>{order.orderId}</code>
      </dd>
    </dl>
  )
}

function paymentSentence({ payment, orderStatus }: OrderSummary): string {
  switch (payment.status) {
    case 'requested':
      return 'Not paid yet. An order that is not paid in time is canceled by itself.'
    case 'processing':
      return 'Your payment is being made.'
    case 'deferred':
      return 'Payment was overloaded. Nothing was charged: please pay a little later.'
    case 'unknown':
      return 'The payment provider has not answered yet. The shop is finding out; please do not pay again.'
    case 'declined':
      return `Your payment was declined: ${payment.declineReason ?? 'no reason was given'}. Please try another one.`
    case 'approved':
      return orderStatus === 'orderCanceled' || orderStatus === 'cancelOrderTaken'
        ? `You paid ${formatMoney(payment.captured)}. It is being returned to you.`
        : `You paid ${formatMoney(payment.captured)}.`
    case 'refunded':
      return `You paid ${formatMoney(payment.captured)}, and ${formatMoney(payment.refunded)} was returned to you.`
    case 'none':
      return 'Nothing was paid.'
  }
}

/** The states in which another try to pay makes sense; payment itself judges. */
const payable: readonly PaymentStatus[] = ['requested', 'deferred', 'declined']
const cancelable: readonly OrderStatus[] = ['orderStarted', 'payApproved', 'orderTaken', 'deliveryStarted']
