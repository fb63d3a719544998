// A client of the shop's API: calls that a kill may interrupt, and all that the API shows of an order.

import { setTimeout as delay } from 'node:timers/promises'
import { demoAccounts } from '../../scripts/demo/accounts.ts'
import { signIn } from '../../scripts/sign-in.ts'
import type { CustomerMessage } from '../../src/contract/customer-message.ts'
import type { DeliveryRow } from '../../src/contract/delivery.ts'
import { type OrderSummary, orderSummarySchema } from '../../src/contract/order.ts'
import type { PaymentView, ProviderRecord } from '../../src/contract/payment.ts'
import type { Page, Verification, WorklistRow } from '../../src/contract/rpc.ts'
import { wholeOrder } from '../../src/contract/view.ts'
import type { Answer } from '../simulation/clients.ts'
import type { Seen } from '../simulation/observation.ts'
import type { Token } from '../simulation/plan.ts'

export type Account = keyof typeof demoAccounts
/** An acknowledged order, the payment tokens used for it, and every answer about it. */
export type KnownOrder = { orderId: string; customer: Account; tokens: (Token | null)[]; answers: Answer[] }
export type ApiResponse = { status: number; body: Record<string, unknown> }
export type ApiRequest = { method: string; path: string; body?: object; key?: string }
export type ShopClient = Awaited<ReturnType<typeof shopClient>>

/** An order as the API shows it, with what the simulation does not observe or observes in another way. */
export type OrderView = Seen & {
  worklist: WorklistRow | null
  tokens: KnownOrder['tokens']
  /** The time of its last change: in its history, on mypage, in a refund, in a message. */
  lastAt: number
}

const answerSecondsMax = 60

/** Signs all accounts in, so the shop must be open. The tokens stay valid when it restarts at the same address. */
export async function shopClient(origin: string) {
  const tokens = new Map<Account, string>()
  for (const account of Object.keys(demoAccounts) as Account[]) {
    const { email, password } = demoAccounts[account]
    tokens.set(account, await signIn(origin, email, password))
  }

  /** Null when the connection ended before the whole answer had arrived. */
  async function send(account: Account, { method, path, body, key }: ApiRequest) {
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
      return { status: response.status, text: await response.text() }
    } catch {
      return null
    }
  }

  async function call(account: Account, request: ApiRequest): Promise<ApiResponse | null> {
    const answer = await send(account, request)
    return answer && { status: answer.status, body: JSON.parse(answer.text) }
  }

  /** The body of a GET; null for 404. Throws for every other status. */
  async function read<T>(account: Account, path: string): Promise<T | null> {
    const until = Date.now() + answerSecondsMax * 1000
    let response = await call(account, { method: 'GET', path })
    // The circuit breaker opens for a while after too many failed calls to the provider.
    while (response?.body['code'] === 'payment_overloaded' && Date.now() < until) {
      await delay(500)
      response = await call(account, { method: 'GET', path })
    }
    if (response?.status === 404) return null
    if (response?.status !== 200) throw new Error(`GET ${path}: ${JSON.stringify(response)}`)
    return response.body as T
  }

  async function readExisting<T>(account: Account, path: string): Promise<T> {
    const found = await read<T>(account, path)
    if (found === null) throw new Error(`GET ${path}: there is none`)
    return found
  }

  /** All rows of a list, page by page. */
  async function readAll<T>(account: Account, path: string): Promise<T[]> {
    const rows: T[] = []
    for (let from: string | null = ''; from !== null; ) {
      const page: Page<T> = await readExisting(account, `${path}?limit=100${from}`)
      rows.push(...page.items)
      from = page.cursor && `&cursor=${encodeURIComponent(page.cursor)}`
    }
    return rows
  }

  return {
    call,
    /** Of an answer that may be no JSON. */
    status: async (account: Account, request: ApiRequest) => (await send(account, request))?.status ?? null,
    /** The ids of all orders of a customer, as mypage lists them. */
    async ordersOf(customer: Account): Promise<string[]> {
      return (await readAll<{ orderId: string }>(customer, '/myPages')).map(({ orderId }) => orderId)
    },

    /** The projected state of each order, by its id: what the staff and the couriers see. */
    async projectedStates(): Promise<Map<string, string>> {
      const [worklist, deliveries] = await Promise.all([
        readAll<WorklistRow>('staff', '/ordermgmts'),
        readAll<DeliveryRow>('courier', '/deliveries'),
      ])
      const delivery = new Map(deliveries.map(({ orderId, status }) => [orderId, status]))
      return new Map(worklist.map(({ orderId, seq }) => [orderId, projectedState(seq, delivery.get(orderId))]))
    },

    /** The order by its own object. */
    async order({ customer, orderId }: KnownOrder): Promise<OrderSummary> {
      return summaryIn(await readExisting(customer, `/orders/${orderId}`))
    },

    async view({ customer, orderId, tokens, answers }: KnownOrder): Promise<OrderView> {
      const [history, verification, payment, ledger, mypage, worklist, delivery, messages] = await Promise.all([
        readExisting<{ order: ApiResponse['body']; events: Seen['events'] }>(customer, `/orders/${orderId}/events`),
        readExisting<Verification>('ops', `/orders/${orderId}/events/verification`),
        readExisting<PaymentView>(customer, `/payments/${orderId}`),
        readExisting<ProviderRecord>('ops', `/payments/${orderId}/provider`),
        read<ApiResponse['body'] & { projectedAt: string }>(customer, `/myPages/${orderId}`),
        read<WorklistRow>('staff', `/ordermgmts/${orderId}`),
        read<DeliveryRow>('courier', `/deliveries/${orderId}`),
        readExisting<{ items: CustomerMessage[] }>(customer, `/messages?orderId=${orderId}`),
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

/** The seq of an order on the worklist, and the status of its delivery. */
export function projectedState(seq: number | undefined, delivery: string | undefined): string {
  return `worklist ${seq ?? 'without it'}, delivery ${delivery ?? 'none'}`
}

/** The order in an answer, as its customer is shown it: there the contact's fields stand beside the others. */
export function summaryIn(body: ApiResponse['body']): OrderSummary {
  const shown = wholeOrder(orderSummarySchema.parse({ ...body, contact: body }), 'customer')
  // The API says it of every order; the order itself has it once it is erased.
  const { personalDataErasedAt: _, ...order } = shown
  return shown.personalDataErasedAt === null ? order : shown
}
