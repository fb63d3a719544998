// How the pages show an order: its status, its goods and what happened to it, in words for people.
import type { Author } from '../contract/caller.ts'
import type { RecordedEvent } from '../contract/events.ts'
import { formatMoney, type Money, times } from '../contract/money.ts'
import type { Cancel, OrderLine, OrderStatus } from '../contract/order.ts'
import { Badge, type Tone, When } from './components.tsx'

export const statusWords: Record<OrderStatus, string> = {
  orderStarted: 'Not paid yet',
  payApproved: 'Paid',
  orderTaken: 'Packed',
  deliveryStarted: 'On its way',
  deliveryCompleted: 'Delivered',
  orderCanceled: 'Canceled',
  cancelOrderTaken: 'Canceled, being returned',
  payCanceled: 'Canceled, refunded',
}

export function StatusBadge({ orderStatus }: { orderStatus: OrderStatus }) {
  return <Badge tone={statusTones[orderStatus]} text={statusWords[orderStatus]} />
}

/** What was ordered, in one line: `2 × Fridge, 1 × Fan`. */
export function goodsOf(lines: readonly OrderLine[]): string {
  return lines.map((line) => `${line.qty} × ${line.itemName}`).join(', ')
}

export function Goods({ lines, total }: { lines: readonly OrderLine[]; total: Money }) {
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Item</th>
            <th scope="col" class="number">
              Price
            </th>
            <th scope="col" class="number">
              Quantity
            </th>
            <th scope="col" class="number">
              Sum
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr>
              <td>{line.itemName}</td>
              <td class="number">{formatMoney(line.unitPrice)}</td>
              <td class="number">{line.qty}</td>
              <td class="number">{formatMoney(times(line.unitPrice, line.qty))}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">Total</th>
            <td />
            <td />
            <td class="number">{formatMoney(total)}</td>
          </tr>
        </tbody>
      </table>
    </div>
  )
}

/** What happened to an order, the oldest first. */
export function Story({ events }: { events: readonly RecordedEvent[] }) {
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">What happened</th>
            <th scope="col">By</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr>
              <td>
                <When at={event.at} />
              </td>
              <td>{sentenceOf(event)}</td>
              <td>{authorWords[event.by.kind]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** One event in plain words. */
export function sentenceOf(event: RecordedEvent): string {
  switch (event.type) {
    case 'OrderPlaced':
      return 'The order was placed.'
    case 'PayDeferred':
      return `The payment was put off: ${event.data.reason}.`
    case 'PayUnknown':
      return 'The payment provider has not answered yet; the shop is finding out.'
    case 'PayDeclined':
      return `The payment was declined: ${event.data.reason}.`
    case 'PayApproved':
      return `${formatMoney(event.data.amount)} was paid.`
    case 'OrderTaken':
      return 'The store accepted and packed the order.'
    case 'DeliveryStarted':
      return 'The courier set out with the order.'
    case 'DeliveryCompleted':
      return 'The order was handed over.'
    case 'OrderCanceled':
      return cancelSentence(event.data)
    case 'CancelOrderTaken':
      return 'The store acknowledged the cancel.'
    case 'PayCanceled':
      return `${formatMoney(event.data.amount)} was returned.`
    case 'DeliveryCanceled':
      return 'The delivery was called back.'
  }
}

export function cancelSentence({ reason, note }: Pick<Cancel, 'reason' | 'note'>): string {
  const because = note === null || note === '' ? '.' : `: ${note}`
  switch (reason) {
    case 'customerRequest':
      return `The customer canceled the order${because}`
    case 'staffDecision':
      return `The store canceled the order${because}`
    case 'paymentTimeout':
      return 'The order was canceled, since it was not paid in time.'
  }
}

const authorWords: Record<Author['kind'], string> = {
  customer: 'Customer',
  staff: 'Store',
  courier: 'Courier',
  ops: 'Operations',
  system: 'Automatic',
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
