// How the pages show an order: its status, its progress and its goods.
import { inLanguage, type Language } from '../contract/language.ts'
import { type Money, times } from '../contract/money.ts'
import {
  type AttentionCause,
  type OrderLine,
  type OrderStatus,
  type OrderSummary,
  wasCharged,
} from '../contract/order.ts'
import { Badge, Price, type Tone } from './components.tsx'
import { orderTexts } from './order-texts.ts'
import { useReader, useTexts } from './reader.ts'
import { Table } from './table.tsx'

export function statusWord(orderStatus: OrderStatus, language: Language): string {
  return orderTexts[language].status[orderStatus]
}

/** The cause in words; one of a newer release in general ones. */
export function attentionWord(cause: AttentionCause, language: Language): string {
  const t = orderTexts[language]
  return t.attention[cause] ?? t.unknownAttention
}

export function StatusBadge({ orderStatus }: { orderStatus: OrderStatus }) {
  return <Badge tone={statusTones[orderStatus]} text={useTexts(orderTexts).status[orderStatus]} />
}

export function Goods({ lines, total }: { lines: readonly OrderLine[]; total: Money }) {
  const { language } = useReader()
  const t = orderTexts[language]
  const columns = [
    { text: t.item },
    { text: t.price, number: true },
    { text: t.quantity, number: true },
    { text: t.sum, number: true },
  ]
  const rows = lines
    .map((line) => inLanguage(line, language))
    .map(({ itemName, unitPrice, qty }) => [
      itemName,
      <Price of={unitPrice} />,
      qty,
      <Price of={times(unitPrice, qty)} />,
    ])
  return (
    <section class="card flush">
      <h2>{t.goods}</h2>
      <Table columns={columns} rows={rows} total={<Price of={total} />} />
    </section>
  )
}

/** The progress of an order, as a list of steps. */
export function Steps({ order }: { order: OrderSummary }) {
  const t = useTexts(orderTexts)
  const steps = stepsOf(order)
  const reached = steps.findLastIndex((step) => step.done)
  return (
    <ol class="steps" aria-label={t.progress}>
      {steps.map(({ name, done }, index) => (
        <li class={done ? 'done' : undefined} aria-current={index === reached ? 'step' : undefined}>
          {t.steps[name]}
        </li>
      ))}
    </ol>
  )
}

type StepName = keyof typeof orderTexts.en.steps
type Step = { name: StepName; done: boolean }

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
  return wayThere.map((name, index) => ({ name, done: index < count }))
}

const wayThere: readonly StepName[] = ['ordered', 'paid', 'packed', 'onItsWay', 'delivered']

function wayBack(order: OrderSummary): Step[] {
  const { delivery, payment } = order
  return [
    { name: 'ordered', done: true },
    { name: 'canceled', done: true },
    ...(delivery === null ? [] : [{ name: 'calledBack' as const, done: delivery.status === 'canceled' }]),
    ...(wasCharged(order) ? [{ name: 'refunded' as const, done: payment.status === 'refunded' }] : []),
  ]
}

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
