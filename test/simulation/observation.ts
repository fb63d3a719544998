// Everything that can be observed of an order at the end: in its actor, at the provider, in every store, and by its
// clients.
import { verify } from '../../src/actor/chain.ts'
import type { ArchivedEvent } from '../../src/archive/line.ts'
import type { RecordedEvent } from '../../src/contract/events.ts'
import type { OrderSummary } from '../../src/contract/order.ts'
import type { PaymentView } from '../../src/contract/payment.ts'
import type { Verification } from '../../src/contract/rpc.ts'
import { type SealedOrder, sealedOrderSchema } from '../../src/contract/sealed.ts'
import type { OutgoingMessage } from '../../src/message/notifier.ts'
import { sha256 } from '../../src/platform/hash.ts'
import { openHistory, openOrder } from '../../src/platform/personal-data.ts'
import type { SqlRow } from '../../src/platform/storage.ts'
import { testVault } from '../support/vault.ts'
import type { Answer, Buyer } from './clients.ts'
import type { Expectation } from './plan.ts'
import { strayKey } from './provider.ts'
import type { Shop } from './shop.ts'
import { storeNamed, twoOf } from './stores.ts'

export type Observation = {
  orderId: string
  now: number
  /** The state of the actor, loaded from the committed rows; null when the order was never placed. */
  order: OrderSummary | null
  events: readonly RecordedEvent[]
  verification: Verification | null
  orderAlarm: number | null
  paymentAlarm: number | null
  /** Charges and refunds in the provider's ledger, and the refunds that the store has settled by hand. */
  charges: readonly { amount: number }[]
  refunds: readonly { amount: number }[]
  /** How many of the charges the shop did not request. */
  strays: number
  /** The attempts and refunds of the payment context. */
  payment: PaymentView
  worklist: readonly { order: OrderSummary; paidAt: string }[]
  deliveries: readonly SqlRow[]
  messages: readonly SqlRow[]
  /** The entries of the audit about the order. */
  audit: readonly SqlRow[]
  sent: readonly { at: number; message: OutgoingMessage }[]
  mypage: readonly OrderSummary[]
  /** The rows of analytics. */
  facts: readonly SqlRow[]
  archived: readonly ArchivedEvent[]
  answers: readonly Answer[]
  answersByKey: Buyer['answersByKey']
  expectation: Expectation
  /** Dead letters about this order. */
  deadLetters: number
}

/** The part that is visible from outside, through the API. */
export type Seen = Omit<Observation, Private>

type Private =
  | 'now'
  | 'orderAlarm'
  | 'paymentAlarm'
  | 'strays'
  | 'worklist'
  | 'audit'
  | 'facts'
  | 'archived'
  | 'sent'
  | 'answersByKey'
  | 'expectation'
  | 'deadLetters'

export function observationOf(
  shop: Shop,
  archived: ReadonlyMap<string, ArchivedEvent[]>,
  { orderId, answers, answersByKey, expectation }: Buyer,
): Observation {
  const actor = shop.order(orderId)
  const payment = shop.payment(orderId)
  const orderAlarm = actor.alarm
  const paymentAlarm = payment.alarm
  const loaded = actor.inspect()
  const { charges, refunds } = shop.provider.moved(orderId)
  const about = (name: Parameters<typeof storeNamed>[0], table: string) =>
    storeNamed(name).rows(`SELECT * FROM ${table} WHERE order_id = ?`, orderId)
  const aboutIn = (context: Parameters<typeof twoOf>[0], table: string) =>
    twoOf(context).flatMap((name) => about(name, table))
  const mypage = aboutIn('mypage', 'orders').map(summaryIn)
  const dead = Object.values(shop.queues).flatMap((queue) => queue.deadLetters)
  const history = loaded.history(null)
  const view = payment.inspect().view()
  const settled = view.refunds
    .filter((row) => row.settlement !== undefined)
    .map(({ amount }) => ({ amount: amount.amount }))
  return {
    orderId,
    now: shop.options.kernel.now,
    order: orNull(loaded.read()),
    events: history === null ? [] : openHistory(testVault, history).events,
    verification: loaded.read() && verify({ sql: (query) => actor.rows(query) }, orderId, seenBy(mypage), sha256),
    orderAlarm,
    paymentAlarm,
    charges: charges.map(({ amount }) => ({ amount: Number(amount) })),
    strays: charges.filter(({ idempotencyKey }) => idempotencyKey === strayKey).length,
    refunds: [...refunds.map(({ amount }) => ({ amount: Number(amount) })), ...settled],
    payment: view,
    worklist: aboutIn('ordermanagement', 'worklist').map((row) => ({
      order: summaryIn(row),
      paidAt: String(row['paid_at']),
    })),
    deliveries: aboutIn('delivery', 'deliveries'),
    messages: aboutIn('message', 'messages'),
    audit: storeNamed('operations').rows('SELECT * FROM audit WHERE target = ?', orderId),
    sent: shop.sent.filter(({ message }) => message.orderId === orderId),
    mypage,
    facts: about('analytics', 'order_facts'),
    archived: archived.get(orderId) ?? [],
    answers,
    answersByKey,
    expectation,
    deadLetters: dead.filter((letter) => letter.subject === orderId).length,
  }
}

/** The last event on the customer's page. */
function seenBy(mypage: readonly OrderSummary[]): number {
  return Math.max(0, ...mypage.map(({ seq }) => seq))
}

function summaryIn(row: SqlRow): OrderSummary {
  return openOrder(testVault, sealedOrderSchema.parse(JSON.parse(String(row['order_json']))))
}

function orNull(order: SealedOrder | null): OrderSummary | null {
  return order && openOrder(testVault, order)
}
