// What the staff see: the worklist, and one order with its history and what can be done about it.
import type { Caller } from '../contract/caller.ts'
import type { RecordedEvent } from '../contract/events.ts'
import { formatMoney } from '../contract/money.ts'
import { contactOf, type OrderStatus, type OrderSummary, orderStatuses } from '../contract/order.ts'
import type { Page as ListPage, WorklistRow } from '../contract/rpc.ts'
import { Badge, Field, Notice, When } from '../web/components.tsx'
import { Goods, goodsOf, StatusBadge, Story, statusWords } from '../web/orders.tsx'
import type { Page } from '../web/page.tsx'
import { noteLengthMax } from './worklist.ts'

export const worklistLinks = [{ href: '/admin', text: 'Worklist' }]

export function worklistPage(
  caller: Caller,
  orderStatus: OrderStatus | null,
  { items, cursor }: ListPage<WorklistRow>,
): Page {
  const content = (
    <>
      <h1>Worklist</h1>
      <StatusFilter orderStatus={orderStatus} />
      {items.length === 0 ? <p class="soft">There is no such order.</p> : <WorklistTable items={items} />}
      {cursor !== null && (
        <p>
          <a href={`/admin?${new URLSearchParams({ orderStatus: orderStatus ?? '', cursor })}`}>Older orders</a>
        </p>
      )}
    </>
  )
  return {
    title: 'Worklist',
    content,
    links: [{ href: '/admin', text: 'Worklist', current: true }],
    visitor: caller.name,
  }
}

export type OrderView = {
  order: OrderSummary
  events: readonly RecordedEvent[]
  needsAttention: WorklistRow['needsAttention']
  /** What the last form did. */
  done: string | null
  /** Why the last form was refused: all in all, or for the reason that was typed. */
  refusal: { text: string; reason: string | null } | null
}

export function orderPage(caller: Caller, view: OrderView): Page {
  const { order, events, needsAttention, done, refusal } = view
  const decides = caller.role === 'staff'
  const content = (
    <>
      <h1>
        Order of {contactOf(order).customerName} <StatusBadge orderStatus={order.orderStatus} />{' '}
        <AttentionBadge needsAttention={needsAttention} />
      </h1>
      {done !== null && <Notice tone="good">{done}</Notice>}
      {refusal !== null && refusal.reason === null && <Notice tone="bad">{refusal.text}</Notice>}
      <OrderFacts order={order} />
      <h2>Goods</h2>
      <Goods lines={order.lines} total={order.total} />
      {decides && order.orderStatus === 'payApproved' && <TakeForm orderId={order.orderId} label="Take the order" />}
      {decides && cancelable.includes(order.orderStatus) && <CancelForm order={order} refusal={refusal} />}
      <h2>History</h2>
      <Story events={events} />
    </>
  )
  return { title: `Order of ${contactOf(order).customerName}`, content, links: worklistLinks, visitor: caller.name }
}

function StatusFilter({ orderStatus }: { orderStatus: OrderStatus | null }) {
  return (
    <form class="row" method="get" action="/admin">
      <label for="orderStatus">Status</label>
      <div>
        <select id="orderStatus" name="orderStatus">
          <option value="">All</option>
          {orderStatuses
            .filter((status) => status !== 'orderStarted')
            .map((status) => (
              <option value={status} selected={status === orderStatus}>
                {statusWords[status]}
              </option>
            ))}
        </select>
      </div>
      <button class="quiet" type="submit">
        Show
      </button>
    </form>
  )
}

function WorklistTable({ items }: { items: WorklistRow[] }) {
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Paid</th>
            <th scope="col">Customer</th>
            <th scope="col">Goods</th>
            <th scope="col" class="number">
              Total
            </th>
            <th scope="col">Status</th>
          </tr>
        </thead>
        <tbody>
          {items.map((row) => (
            <tr>
              <td>
                <When at={row.paidAt} />
              </td>
              <td>
                <a href={`/admin/orders/${row.orderId}`}>{row.customerName}</a>
              </td>
              <td>{goodsOf(row.lines)}</td>
              <td class="number">{formatMoney(row.total)}</td>
              <td>
                <StatusBadge orderStatus={row.orderStatus} /> <AttentionBadge needsAttention={row.needsAttention} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function AttentionBadge({ needsAttention }: { needsAttention: WorklistRow['needsAttention'] }) {
  return needsAttention === null ? null : <Badge tone="warn" text={attentionWords[needsAttention]} />
}

const attentionWords: Record<NonNullable<WorklistRow['needsAttention']>, string> = {
  notTaken: 'Needs attention: not taken yet',
  deliveryNotStarted: 'Needs attention: delivery has not started',
  deliveryNotCompleted: 'Needs attention: delivery takes too long',
  notRefunded: 'Needs attention: not refunded yet',
}

function OrderFacts({ order }: { order: OrderSummary }) {
  const { deliveryAddress, deliveryPhoneNumber } = contactOf(order)
  return (
    <dl class="card">
      <dt>Address</dt>
      <dd>{deliveryAddress}</dd>
      <dt>Phone</dt>
      <dd>{deliveryPhoneNumber}</dd>
      <dt>Placed</dt>
      <dd>
        <When at={order.placedAt} />
      </dd>
      <dt>Order id</dt>
      <dd>
        <code>{order.orderId}</code>
      </dd>
    </dl>
  )
}

function TakeForm({ orderId, label }: { orderId: string; label: string }) {
  return (
    <form class="card" method="post" action={`/admin/orders/${orderId}/take`}>
      <button type="submit">{label}</button>
    </form>
  )
}

function CancelForm({ order, refusal }: { order: OrderSummary; refusal: OrderView['refusal'] }) {
  const isAtReason = refusal !== null && refusal.reason !== null
  return (
    <form class="card" method="post" action={`/admin/orders/${order.orderId}/cancel`}>
      <Field
        name="reason"
        label="Reason for a cancel"
        hint="The customer reads it."
        value={refusal?.reason ?? ''}
        error={isAtReason ? refusal.text : undefined}
        maxlength={noteLengthMax}
        required
      />
      <button class="danger" type="submit">
        Cancel the order
      </button>
    </form>
  )
}

/** Statuses that a cancel makes sense in; the order itself judges. */
const cancelable: readonly OrderStatus[] = ['orderStarted', 'payApproved', 'orderTaken', 'deliveryStarted']
