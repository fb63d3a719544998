// The shop from outside: calls that a kill may cut off, and all that the API shows of an order.
import { setTimeout as delay } from 'node:timers/promises'
import { demoAccounts } from '../../scripts/demo/accounts.ts'
import { signIn } from '../../scripts/sign-in.ts'
import { type OrderSummary, orderSummarySchema } from '../../src/contract/order.ts'
import type {
  CustomerMessage,
  DeliveryRow,
  Page,
  PaymentView,
  ProviderRecord,
  Verification,
  WorklistRow,
} from '../../src/contract/rpc.ts'
import type { Answer } from '../simulation/clients.ts'
import type { Seen } from '../simulation/observation.ts'
import type { Token } from '../simulation/plan.ts'

export type Account = keyof typeof demoAccounts
/** An order that was acknowledged, the means tried to pay it, and everything its people were told of it. */
export type Known = { orderId: string; customer: Account; tokens: (Token | null)[]; answers: Answer[] }
export type Reply = { status: number; body: Record<string, unknown> }
export type Ask = { method: string; path: string; body?: object; key?: string }
export type Outside = Awaited<ReturnType<typeof outsideOf>>

/** An order as it is seen from outside, with what the simulation does not look at or looks at in another way. */
export type Sight = Seen & {
  worklist: WorklistRow | null
  tokens: Known['tokens']
  /** When the last thing happened to it: in its history, on mypage, in the money given back, in a message. */
  lastAt: number
}

const answerSecondsMax = 60

/** Signs everybody in, so it must be open. The tokens outlast its restarts at the same address. */
export async function outsideOf(origin: string) {
  const tokens = new Map<Account, string>()
  for (const account of Object.keys(demoAccounts) as Account[]) {
    const { email, password } = demoAccounts[account]
    tokens.set(account, await signIn(origin, email, password))
  }

  /** Null when it was cut off before the whole answer was here. */
  async function call(account: Account, { method, path, body, key }: Ask): Promise<Reply | null> {
    try {
      const response = await fetch(`${origin}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${tokens.get(account)}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(answerSecondsMax * 1000),
      })
      return { status: response.status, body: (await response.json()) as Reply['body'] }
    } catch {
      return null
    }
  }

  /** What a GET shows; null where there is nothing. Throws when the shop does not say. */
  async function read<T>(account: Account, path: string): Promise<T | null> {
    const until = Date.now() + answerSecondsMax * 1000
    let reply = await call(account, { method: 'GET', path })
    // The gate to the provider is shut for a moment when too many of its calls have failed.
    while (reply?.body['code'] === 'payment_overloaded' && Date.now() < until) {
      await delay(500)
      reply = await call(account, { method: 'GET', path })
    }
    if (reply?.status === 404) return null
    if (reply?.status !== 200) throw new Error(`GET ${path}: ${JSON.stringify(reply)}`)
    return reply.body as T
  }

  async function must<T>(account: Account, path: string): Promise<T> {
    const found = await read<T>(account, path)
    if (found === null) throw new Error(`GET ${path}: there is none`)
    return found
  }

  /** All rows of a list. */
  async function all<T>(account: Account, path: string): Promise<T[]> {
    const rows: T[] = []
    for (let from: string | null = ''; from !== null; ) {
      const page: Page<T> = await must(account, `${path}?limit=100${from}`)
      rows.push(...page.items)
      from = page.cursor && `&cursor=${encodeURIComponent(page.cursor)}`
    }
    return rows
  }

  return {
    call,
    /** The ids of all orders that a customer has, by mypage. */
    async ordersOf(customer: Account): Promise<string[]> {
      return (await all<{ orderId: string }>(customer, '/myPages')).map(({ orderId }) => orderId)
    },

    /** What the staff and the couriers see of each order, by its id. */
    async shown(): Promise<Map<string, string>> {
      const [worklist, deliveries] = await Promise.all([
        all<WorklistRow>('staff', '/ordermgmts'),
        all<DeliveryRow>('courier', '/deliveries'),
      ])
      const delivery = new Map(deliveries.map(({ orderId, status }) => [orderId, status]))
      return new Map(worklist.map(({ orderId, seq }) => [orderId, shownAs(seq, delivery.get(orderId))]))
    },

    async look({ customer, orderId, tokens, answers }: Known): Promise<Sight> {
      const [history, verification, payment, ledger, mypage, worklist, delivery, messages] = await Promise.all([
        must<{ order: Reply['body']; events: Seen['events'] }>(customer, `/orders/${orderId}/events`),
        must<Verification>('ops', `/orders/${orderId}/events/verification`),
        must<PaymentView>(customer, `/payments/${orderId}`),
        must<ProviderRecord>('ops', `/payments/${orderId}/provider`),
        read<Reply['body'] & { projectedAt: string }>(customer, `/myPages/${orderId}`),
        read<WorklistRow>('staff', `/ordermgmts/${orderId}`),
        read<DeliveryRow>('courier', `/deliveries/${orderId}`),
        must<{ items: CustomerMessage[] }>(customer, `/messages?orderId=${orderId}`),
      ])
      const instants = [
        ...history.events.map(({ at }) => at),
        ...payment.refunds.map(({ doneAt }) => doneAt ?? ''),
        ...messages.items.map(({ sentAt }) => sentAt),
        mypage?.projectedAt ?? '',
      ]
      return {
        orderId,
        lastAt: Date.parse(instants.sort().at(-1) ?? ''),
        order: summaryIn(history.order),
        events: history.events,
        verification,
        payment,
        charges: ledger.charges.map(({ amount }) => amount),
        refunds: ledger.refunds.map(({ amount }) => amount),
        mypage: mypage === null ? [] : [summaryIn(mypage)],
        worklist,
        deliveries: delivery === null ? [] : [{ status: delivery.status }],
        messages: messages.items.map(({ kind }) => ({ kind })),
        tokens,
        answers,
      }
    },
  }
}

/** Where the worklist has an order, and how its delivery stands. */
export function shownAs(seq: number | undefined, delivery: string | undefined): string {
  return `worklist ${seq ?? 'without it'}, delivery ${delivery ?? 'none'}`
}

/** The order in an answer, whose contact stands flat beside the rest. */
export function summaryIn(body: Reply['body']): OrderSummary {
  const { customerName, deliveryAddress, deliveryPhoneNumber, ...rest } = body
  return orderSummarySchema.parse({ ...rest, contact: { customerName, deliveryAddress, deliveryPhoneNumber } })
}
