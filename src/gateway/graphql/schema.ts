// The GraphQL schema: the same types and names as the REST API.
import { buildSchema } from 'graphql'
import { languages } from '../../contract/language.ts'
import { attentionCauses, orderStatuses, paymentStatuses } from '../../contract/order.ts'

export const schema = buildSchema(`
type Query {
  "The catalog, open to anyone."
  items: [Item!]
  "The order as it stands now."
  order(orderId: ID!): Order
  "My orders, newest first. The cursor is that of the page before."
  orders(limit: Int = 20, cursor: String): MyOrders
  "Attempts and refunds."
  payment(orderId: ID!): Payment
}

"Said twice under the same idempotencyKey, it is done once and answered the same; by the other calls too."
type Mutation {
  "Place an order, and pay it at once when there is a paymentToken."
  placeOrder(order: PlaceOrder!, idempotencyKey: String): Order
  "While payment.status is not yet approved, the provider has not answered: look again a little later."
  payOrder(orderId: ID!, paymentToken: String, idempotencyKey: String): Order
  cancelOrder(orderId: ID!, reason: String, idempotencyKey: String): Order
  "For the store: accept and pack."
  takeOrder(orderId: ID!, idempotencyKey: String): Order
  "For the couriers: the goods have been handed over. Couriers are shown no money, no cancel and no customer id."
  completeDelivery(orderId: ID!, idempotencyKey: String): Order
}

input PlaceOrder {
  customerName: String!
  deliveryAddress: String!
  deliveryPhoneNumber: String!
  lines: [PlaceOrderLine!]!
  paymentToken: String
}

input PlaceOrderLine {
  itemId: ID!
  qty: Int!
}

"A whole number of the currency's minor unit, which can be more than an Int holds."
scalar Amount

type Money {
  amount: Amount!
  currency: String!
}

type Item {
  itemId: ID!
  itemName: String!
  description: String!
  category: String!
  price: Money!
}

enum OrderStatus { ${orderStatuses.join(' ')} }
enum Language { ${languages.join(' ')} }
enum PaymentStatus { ${paymentStatuses.join(' ')} }
enum Attention { ${attentionCauses.join(' ')} }

"An order as it stands after its event number seq."
type Order {
  orderId: ID!
  seq: Int!
  orderStatus: OrderStatus!
  customerId: ID!
  customerName: String!
  deliveryAddress: String!
  deliveryPhoneNumber: String!
  deliveryPhone: DeliveryPhone
  "In which the customer is told of the order; null: English."
  language: Language
  lines: [OrderLine!]!
  total: Money!
  payment: OrderPayment!
  delivery: Delivery
  cancel: Cancel
  needsAttention: Attention
  """
  Since when name, address and phone number are erased: they are empty then.
  """
  personalDataErasedAt: String
  placedAt: String!
  updatedAt: String!
}

"The phone number as it is dialled: in E.164 for machines, and in the national form for people."
type DeliveryPhone {
  e164: String!
  display: String!
}

type OrderLine {
  itemId: ID!
  itemName: String!
  qty: Int!
  unitPrice: Money!
}

type OrderPayment {
  status: PaymentStatus!
  attempt: Int!
  captured: Money!
  refunded: Money!
  declineReason: String
  "What was, or will be, given back while the order stands."
  partRefunds: [PartRefund!]!
  "Payments that a customer's bank takes back. Absent in orders of older releases."
  disputes: [Dispute!]
}

type PartRefund {
  refundId: ID!
  amount: Money!
  reason: String!
  "due until the provider has confirmed it, then done."
  status: String!
  at: String!
}

type Dispute {
  disputeId: ID!
  amount: Money!
  reason: String!
  "open, won or lost."
  status: String!
  evidenceDueBy: String
  at: String!
}

type Delivery {
  deliveryId: ID!
  status: String!
}

type Cancel {
  reason: String!
  note: String
  at: String!
}

type MyOrders {
  items: [MyOrder!]!
  cursor: String
}

type MyOrder {
  order: Order!
  "When my page took in the event number seq of the order."
  projectedAt: String!
}

type Payment {
  orderId: ID!
  provider: String!
  attempts: [PaymentAttempt!]!
  refunds: [PaymentRefund!]!
}

type PaymentAttempt {
  attempt: Int!
  status: String!
  amount: Money!
  reason: String
  startedAt: String!
  endedAt: String
}

type PaymentRefund {
  refundId: ID!
  purpose: String!
  amount: Money!
  status: String!
  dueAt: String!
  doneAt: String
}
`)
