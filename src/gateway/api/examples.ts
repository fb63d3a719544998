// One order of one customer, as the API's document shows it: an example for every call, checked against its schema.
import type { AccountRow, SigningKey, SystemRow } from '../../contract/accounts.ts'
import type { CustomerMessage } from '../../contract/customer-message.ts'
import type { DeliveryRow } from '../../contract/delivery.ts'
import type { RecordedEvent } from '../../contract/events.ts'
import type { OrderSummary } from '../../contract/order.ts'
import type { GateState, PaymentView, ProviderRecord } from '../../contract/payment.ts'
import type { Difference, Reconciliation } from '../../contract/reconciliation.ts'
import type { Item, WorklistRow } from '../../contract/rpc.ts'
import { orderBody as bodyOf } from '../http/body.ts'

const orderBody = (order: OrderSummary) => bodyOf(order, 'customer')
export const orderId = 'ord_7zq8k2m4x6c9v1b3n5a7s9d2fg'
const deliveryId = 'dlv_7zq8k2m4x6c9v1b3n5a7s9d2fg'
const won = (amount: number) => ({ amount, currency: 'KRW' })
export const at = (time: string) => `2026-11-22T${time}Z`
const contact = { customerName: 'Kang', deliveryAddress: 'Gangnam', deliveryPhoneNumber: '010-0123-4567' }
const ko = { itemName: '체험용 에어컨' }
const lines = [{ itemId: '2', itemName: 'Air conditional', qty: 3, unitPrice: won(1500), translations: { ko } }]

export const item: Item = {
  itemId: '2',
  itemName: 'Air conditional',
  description: 'The old shop’s trial article. For a real one see item 3.',
  category: 'climate',
  price: won(1500),
  translations: { ko: { ...ko, description: '예전 쇼핑몰의 체험용 상품입니다.', category: '계절 가전' } },
}

const noMoney = { captured: won(0), refunded: won(0), partRefunds: [], disputes: [], declineReason: null }
const summary: OrderSummary = {
  orderId,
  seq: 1,
  orderStatus: 'orderStarted',
  customerId: '1',
  contact,
  lines,
  total: won(4500),
  payment: { status: 'requested', attempt: 0, ...noMoney },
  delivery: null,
  cancel: null,
  needsAttention: null,
  personalDataErasedAt: null,
  placedAt: at('09:00:00.000'),
  updatedAt: at('09:00:00.000'),
}
const captured = { ...summary.payment, status: 'approved' as const, attempt: 1, captured: won(4500) }
const paidSummary: OrderSummary = {
  ...summary,
  seq: 2,
  orderStatus: 'payApproved',
  payment: captured,
  updatedAt: at('09:00:01.000'),
}
const deliveredSummary: OrderSummary = {
  ...paidSummary,
  seq: 5,
  orderStatus: 'deliveryCompleted',
  delivery: { deliveryId, status: 'completed' },
  updatedAt: at('14:30:00.000'),
}

export const placed = orderBody(summary)
export const paid = orderBody(paidSummary)
export const pending = orderBody({ ...summary, seq: 2, payment: { ...summary.payment, status: 'unknown', attempt: 1 } })
export const taken = orderBody({ ...paidSummary, seq: 3, orderStatus: 'orderTaken', updatedAt: at('10:15:00.000') })
export const delivered = orderBody(deliveredSummary)
export const erased = orderBody({
  ...deliveredSummary,
  seq: 6,
  contact: { customerName: '', deliveryAddress: '', deliveryPhoneNumber: '' },
  personalDataErasedAt: at('18:00:00.000'),
  updatedAt: at('18:00:00.000'),
})
const failedAttempt = { attempt: 1, reason: 'nobodyHome', note: null, next: 'retry', at: at('11:20:00.000') } as const
export const onItsWay = orderBody({
  ...deliveredSummary,
  orderStatus: 'deliveryStarted',
  delivery: { deliveryId, status: 'started', failedAttempt },
  updatedAt: failedAttempt.at,
})
export const canceled = orderBody({
  ...paidSummary,
  seq: 3,
  orderStatus: 'orderCanceled',
  cancel: { reason: 'customerRequest', note: null, by: { kind: 'customer', id: '1' }, at: at('09:20:00.000') },
  updatedAt: at('09:20:00.000'),
})
export const partRefunded = orderBody({
  ...deliveredSummary,
  seq: 6,
  payment: {
    ...captured,
    partRefunds: [
      {
        refundId: 'rfd_3k5m7p9r1t3v5x7z9b1d3f5h7j',
        amount: won(500),
        reason: 'a scratch on the door',
        status: 'due',
        at: at('16:00:00.000'),
      },
    ],
  },
  updatedAt: at('16:00:00.000'),
})

const lastHash = '1b4f0e9851971998e732078544c96b36c3d01cedf7caa332359d6f1d83567014'
const events: RecordedEvent[] = [
  {
    seq: 1,
    version: 1,
    at: at('09:00:00.000'),
    by: { kind: 'customer', id: '1' },
    causationId: 'req_6c9d0a52-8d7e-4f3b-9a51-0c6f5b1f2e11',
    hash: 'b2f5ff47436671b6e533d8dc3614845d7f1c6a5c2a9d2b9f3d7e0c1b4a8f6e52',
    type: 'OrderPlaced',
    data: { customerId: '1', contact, lines, total: won(4500), payment: 'requested', fingerprint: '5f2d8b' },
  },
  {
    seq: 2,
    version: 1,
    at: at('09:00:01.000'),
    by: { kind: 'system', id: 'payment' },
    causationId: 'req_0b7f4a1e-3c55-4d0e-8a5d-2f6b9a7c4d02',
    hash: lastHash,
    type: 'PayApproved',
    data: { attempt: 1, amount: won(4500) },
  },
]

export const history = { order: paid, events }
export const verification = { whole: true as const, events: 2, hash: lastHash }

export const payment: PaymentView = {
  orderId,
  provider: 'sandbox',
  attempts: [
    {
      attempt: 1,
      status: 'approved',
      amount: won(4500),
      reason: null,
      startedAt: at('09:00:00.500'),
      endedAt: at('09:00:01.000'),
    },
  ],
  refunds: [],
}
export const providerRecord: ProviderRecord = { charges: [{ id: 'ch_1', amount: won(4500) }], refunds: [] }
export const gate: { gate: string } & GateState = {
  gate: 'sandbox-0',
  breaker: 'closed',
  callsUnderWay: 2,
  callsMax: 64,
  calls: 1204,
  failures: 3,
  turnedAway: 0,
}

export const worklistRow: WorklistRow = {
  orderId,
  orderStatus: 'payApproved',
  ...contact,
  lines,
  total: won(4500),
  paidAt: at('09:00:01.000'),
  updatedAt: at('09:00:01.000'),
  seq: 2,
  needsAttention: null,
  clerk: { id: 'usr_park', name: 'Park', since: at('09:05:00.000') },
}
export const delivery: DeliveryRow = {
  deliveryId,
  orderId,
  status: 'started',
  ...contact,
  lines,
  startedAt: at('10:16:00.000'),
  endedAt: null,
  updatedAt: at('10:16:00.000'),
  courier: { courierId: 'usr_3c5e7g9j1k3m5p7r9t1v3x5z7b', name: 'Choi', since: at('10:20:00.000') },
}
export const message: CustomerMessage = {
  messageId: 'msg_9b1d3f5h7j9k1m3n5p7q9r1s3t',
  orderId,
  kind: 'deliveryStarted',
  text: 'Dear Kang, your order 7ZQ8-K2M4 is on its way: 3 × Air conditional. Shipping to: Gangnam.',
  sentAt: at('10:16:02.000'),
}
export const myPageRow = { ...delivered, projectedAt: at('14:30:00.200'), ageSeconds: 1.5 }
const { orderStatus, seq, updatedAt } = deliveredSummary
export const changedOrder = { orderId, orderStatus, seq, updatedAt }
const startEvent = 'event: start\nid: 11\ndata: {"from":11}\n\n'
export const liveEvents = `${startEvent}event: order\nid: 12\ndata: ${JSON.stringify(myPageRow)}\n\n`

export const reconciliation: Reconciliation = {
  day: '2026-11-21',
  status: 'done',
  entries: 120,
  orders: 118,
  ordersLeft: 0,
  underWay: 0,
  differences: 1,
  startedAt: '2026-11-22T00:05:00.000Z',
  endedAt: '2026-11-22T00:06:00.000Z',
}
export const difference: Difference = {
  differenceId: 'ord_7zq8k2m4x6c9v1b3n5a7s9d2fg/refundNotRecorded',
  kind: 'refundNotRecorded',
  orderId: 'ord_7zq8k2m4x6c9v1b3n5a7s9d2fg',
  amount: won(4500),
  says: 'The provider has given 4500 KRW back, and the order has not recorded it.',
  call: { method: 'POST', path: '/payments/ord_7zq8k2m4x6c9v1b3n5a7s9d2fg/inquiries', body: null },
  advice: 'An inquiry makes the payment tell the order.',
}

export const account: AccountRow = {
  accountId: 'k3M5p7R9t1V3x5Z7b9D1f3H5j7K9m1N3',
  name: 'Han',
  email: 'han@homeappliance.test',
  role: 'courier',
  isLocked: false,
  isEmailVerified: true,
  createdAt: at('08:00:00.000'),
}
export const system: SystemRow = {
  clientId: 'sys_warehouse',
  name: 'Warehouse',
  role: 'staff',
  isLocked: false,
  createdAt: at('08:00:00.000'),
}
export const signingKey: SigningKey = {
  keyId: 'a1B3c5D7e9F1g3H5',
  createdAt: at('08:00:00.000'),
  signsFrom: at('08:15:00.000'),
}

export const form = { ...contact, itemId: '2', qty: 3, paymentToken: 'tok_approved' }

/** The only page of a list. */
export function pageOf<T>(row: T): { items: T[]; cursor: string | null } {
  return { items: [row], cursor: null }
}
