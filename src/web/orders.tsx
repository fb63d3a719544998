// How the pages show an order: its status, its progress and its goods.
import { formatMoney, type Money, times } from '../contract/money.ts'
import {
  type AttentionCause,
  type OrderLine,
  type OrderStatus,
  type OrderSummary,
  wasCharged,
} from '../contract/order.ts'
import { Badge, type Tone } from './components.tsx'
import { type Column, Table } from './table.tsx'

export const statusWords: Record<OrderStatus, string> = {
  orderStarted: 'Waiting for payment',
  payApproved: 'Paid',
  orderTaken: 'Packed',
  deliveryStarted: 'On its way',
  deliveryCompleted: 'Delivered',
  orderCanceled: 'Canceled',
  cancelOrderTaken: 'Canceled, being returned',
  payCanceled: 'Canceled, refunded',
}

const attentionWords: Record<AttentionCause, string> = {
  notTaken: 'not taken yet',
  deliveryNotStarted: 'delivery has not started',
  deliveryNotCompleted: 'delivery takes too long',
  deliveryFailed: 'not handed over, back at the store',
  notRefunded: 'not refunded yet',
  paymentDisputed: 'the payment is disputed',
}

/** The cause in words; one of a newer release in general ones. */
export function attentionWord(cause: AttentionCause): string {
  return attentionWords[cause] ?? 'a reason that this page cannot tell yet'
}

export function StatusBadge({ orderStatus }: { orderStatus: OrderStatus }) {
  return <Badge tone={statusTones[orderStatus]} text={statusWords[orderStatus]} />
}

/** What was ordered, in one line: `2 × Fridge, 1 × Fan`. */
export function goodsOf(lines: readonly OrderLine[]): string {
  return lines.map((line) => `${line.qty} × ${line.itemName}`).join(', ')
}

export function Goods({ lines, total }: { lines: readonly OrderLine[]; total: Money }) {
  const rows = lines.map(({ itemName, unitPrice, qty }) => [
    itemName,
    formatMoney(unitPrice),
    qty,
    formatMoney(times(unitPrice, qty)),
  ])
  return (
    <section class="card flush">
      <h2>Goods</h2>
      <Table columns={goodsColumns} rows={rows} total={formatMoney(total)} />
    </section>
  )
}

/** The progress of an order, as a list of steps. */
export function Steps({ order }: { order: OrderSummary }) {
  const steps = stepsOf(order)
  const reached = steps.findLastIndex((step) => step.done)
  return (
    <ol class="steps" aria-label="Progress">
      {steps.map(({ text, done }, index) => (
        <li class={done ? 'done' : undefined} aria-current={index === reached ? 'step' : undefined}>
          {text}
        </li>
      ))}
    </ol>
  )
}

type Step = { text: string; done: boolean }

/** The steps of an order: to its delivery or, once it is canceled, to its refund. */
export function stepsOf(order: OrderSummary): Step[] {
  switch (order.orderStatus) {
    case 'orderStarted':
      return upTo(1)
    case 'payApproved':
      return upTo(2)
    case 'orderTaken':
      return upTo(3)
    case 'deliveryStarted':
      return upTo(4)
    case 'deliveryCompleted':
      return upTo(5)
    case 'orderCanceled':
    case 'cancelOrderTaken':
    case 'payCanceled':
      return wayBack(order)
  }
}

function upTo(count: number): Step[] {
  return ['Ordered', 'Paid', 'Packed', 'On its way', 'Delivered'].map((text, index) => ({ text, done: index < count }))
}

function wayBack(order: OrderSummary): Step[] {
  const { delivery, payment } = order
  return [
    { text: 'Ordered', done: true },
    { text: 'Canceled', done: true },
    ...(delivery === null ? [] : [{ text: 'Called back', done: delivery.status === 'canceled' }]),
    ...(wasCharged(order) ? [{ text: 'Refunded', done: payment.status === 'refunded' }] : []),
  ]
}

const goodsColumns: Column[] = [
  { text: 'Item' },
  { text: 'Price', number: true },
  { text: 'Quantity', number: true },
  { text: 'Sum', number: true },
]

const statusTones: Record<OrderStatus, Tone> = {
  orderStarted: 'warn',
  payApproved: 'plain',
  orderTaken: 'plain',
  deliveryStarted: 'plain',
  deliveryCompleted: 'good',
  orderCanceled: 'bad',
  cancelOrderTaken: 'bad',
  payCanceled: 'bad',
}
