// A stand-in for Toss Payments' API, as its public reference describes it: payments that a customer has made on its
// page are confirmed, looked up and canceled; the first answer under an idempotency key and an address is replayed.
import type { Api } from './http-api.ts'

export const tossKey = 'test_sk_stand_in'

type Cancel = {
  transactionKey: string
  cancelAmount: number
  cancelReason: string
  cancelStatus: string
  canceledAt: string
}
type Payment = {
  paymentKey: string
  orderId: string
  status: string
  totalAmount: number
  balanceAmount: number
  currency: 'KRW'
  failure: { code: string; message: string } | null
  cancels: Cancel[] | null
}
type Transaction = {
  transactionKey: string
  paymentKey: string
  orderId: string
  status: string
  amount: number
  currency: 'KRW'
  transactionAt: string
}
type Output = { status: number; body: unknown }

/** What happens when the payment is confirmed. */
export type TossToken = 'approved' | 'declined' | 'deposit'

export class TossApi implements Api {
  readonly payments = new Map<string, Payment & { kind: TossToken }>()
  readonly transactions: Transaction[] = []
  readonly #answers = new Map<string, Output>()
  #number = 0

  /** The customer pays on Toss's page, which was opened with this order id and amount. Gives the payment key. */
  pay(kind: TossToken, orderId: string, amount: number, paymentKey = `tgen_${++this.#number}`): string {
    const sums = { totalAmount: amount, balanceAmount: amount, currency: 'KRW' as const }
    const own = { paymentKey, orderId, status: 'IN_PROGRESS', failure: null, cancels: null }
    this.payments.set(paymentKey, { ...own, ...sums, kind })
    return paymentKey
  }

  /** Forget the idempotency keys, as Toss does after fifteen days. */
  forgetKeys(): void {
    this.#answers.clear()
  }

  /** The customer has sent the money that a virtual account waits for. */
  deposit(paymentKey: string): void {
    const payment = this.payments.get(paymentKey)
    if (payment?.status !== 'WAITING_FOR_DEPOSIT') throw new Error(`${paymentKey} waits for no deposit`)
    payment.status = 'DONE'
    this.#note(payment, 'DONE', payment.totalAmount)
  }

  /** Somebody refunds at the dashboard. */
  refund(paymentKey: string, cancelAmount: number): void {
    const { status } = this.#cancel(paymentKey, { cancelReason: 'by hand', cancelAmount })
    if (status !== 200) throw new Error(`the refund of ${cancelAmount} was refused`)
  }

  /** The newest refund of a payment comes back. */
  failRefund(paymentKey: string): Cancel {
    const payment = this.payments.get(paymentKey)
    const cancel = payment?.cancels?.at(-1)
    if (payment === undefined || cancel === undefined) throw new Error(`${paymentKey} has no refund`)
    payment.balanceAmount += cancel.cancelAmount
    payment.status = payment.balanceAmount === payment.totalAmount ? 'DONE' : 'PARTIAL_CANCELED'
    return Object.assign(cancel, { cancelStatus: 'ABORTED' })
  }

  movesMoney(request: Request): boolean {
    return request.method === 'POST'
  }

  overloaded(): Response {
    return json(problem(429, 'TOO_MANY_REQUESTS'))
  }

  async handle(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    if (request.headers.get('authorization') !== `Basic ${btoa(`${tossKey}:`)}`) {
      return json(problem(401, 'UNAUTHORIZED_KEY'))
    }
    if (request.method === 'GET') return json(this.#get(pathname, searchParams))
    const key = request.headers.get('idempotency-key')
    if (key !== null && key.length > 300) return json(problem(400, 'INVALID_IDEMPOTENCY_KEY'))
    // The body is not compared: a key is valid for one request.
    const known = this.#answers.get(`${key} ${pathname}`)
    if (known !== undefined) return json(known)
    const reported = this.#post(new URL(request.url), (await request.json()) as Record<string, unknown>)
    if (key !== null) this.#answers.set(`${key} ${pathname}`, reported)
    return json(reported)
  }

  #get(path: string, query: URLSearchParams): Output {
    if (path === '/v1/transactions') return this.#transactions(query)
    const [, , , first = '', second] = path.split('/')
    const rows = [...this.payments.values()]
    const found = first === 'orders' ? rows.findLast(({ orderId }) => orderId === second) : this.payments.get(first)
    return found === undefined ? problem(404, 'NOT_FOUND_PAYMENT') : ok(found)
  }

  #post({ origin, pathname: path }: URL, body: Record<string, unknown>): Output {
    if (path === '/v1/payments') return this.#open(origin, body)
    if (path === '/v1/payments/confirm') return this.#confirm(body)
    const canceled = /^\/v1\/payments\/(\w+)\/cancel$/.exec(path)?.[1]
    return canceled === undefined ? problem(404, 'NOT_FOUND') : this.#cancel(canceled, body)
  }

  /** Open the hosted page of a new payment. */
  #open(origin: string, { method, ...body }: Record<string, unknown>): Output {
    const { orderId, amount, orderName, successUrl, failUrl } = body
    if (method !== 'CARD' || !orderName || !successUrl || !failUrl) return problem(400, 'INVALID_REQUEST')
    const paymentKey = this.pay('approved', String(orderId), Number(amount))
    const payment = this.payments.get(paymentKey)
    if (payment === undefined) throw new Error('it was made')
    payment.status = 'READY'
    const query = { paymentKey, orderId: payment.orderId, amount: String(amount) }
    const urls = { successUrl: String(successUrl), failUrl: String(failUrl) }
    const url = `${origin}/site/bank?${new URLSearchParams({ ...query, ...urls })}`
    return ok({ ...payment, checkout: { url } })
  }

  #confirm({ paymentKey, orderId, amount }: Record<string, unknown>): Output {
    const payment = this.payments.get(String(paymentKey))
    if (payment === undefined) return problem(404, 'NOT_FOUND_PAYMENT_SESSION')
    if (payment.status !== 'IN_PROGRESS') return problem(400, 'ALREADY_PROCESSED_PAYMENT')
    if (payment.orderId !== orderId || payment.totalAmount !== amount) return problem(400, 'INVALID_REQUEST')
    const rows = [...this.payments.values()]
    if (rows.some((row) => row.orderId === orderId && /DONE|CANCELED/.test(row.status))) {
      return problem(400, 'DUPLICATED_ORDER_ID')
    }
    if (payment.kind === 'declined') {
      payment.status = 'ABORTED'
      payment.failure = { code: 'REJECT_CARD_PAYMENT', message: 'not enough' }
      return problem(403, 'REJECT_CARD_PAYMENT')
    }
    payment.status = payment.kind === 'deposit' ? 'WAITING_FOR_DEPOSIT' : 'DONE'
    this.#note(payment, payment.status, payment.totalAmount)
    return ok({ ...payment })
  }

  #cancel(paymentKey: string, { cancelReason, cancelAmount }: Record<string, unknown>): Output {
    const payment = this.payments.get(paymentKey)
    if (payment === undefined) return problem(404, 'NOT_FOUND_PAYMENT')
    if (typeof cancelReason !== 'string') return problem(400, 'INVALID_REQUEST')
    if (payment.status === 'CANCELED') return problem(400, 'ALREADY_CANCELED_PAYMENT')
    if (!/DONE|PARTIAL/.test(payment.status)) return problem(403, 'NOT_CANCELABLE_PAYMENT')
    const amount = Number(cancelAmount ?? payment.balanceAmount)
    if (amount > payment.balanceAmount) return problem(403, 'NOT_CANCELABLE_AMOUNT')
    payment.balanceAmount -= amount
    payment.status = payment.balanceAmount === 0 ? 'CANCELED' : 'PARTIAL_CANCELED'
    const { transactionKey, transactionAt } = this.#note(payment, payment.status, amount)
    const facts = { cancelReason, cancelStatus: 'DONE', canceledAt: transactionAt }
    const cancel = { transactionKey, cancelAmount: amount, ...facts }
    payment.cancels = [...(payment.cancels ?? []), cancel]
    return ok(structuredClone(payment))
  }

  #note({ paymentKey, orderId, currency }: Payment, status: string, amount: number): Transaction {
    const transactionKey = `tx_${++this.#number}`
    const transactionAt = `${inKorea(Date.now())}+09:00`
    const transaction = { transactionKey, paymentKey, orderId, status, amount, currency, transactionAt }
    this.transactions.push(transaction)
    return transaction
  }

  #transactions(query: URLSearchParams): Output {
    const [start, end] = [query.get('startDate'), query.get('endDate')]
    if (start === null || end === null) return problem(400, 'INVALID_REQUEST')
    const found = this.transactions.filter(({ transactionAt }) => {
      const at = transactionAt.slice(0, 19)
      return at >= start && at <= end
    })
    const after = query.get('startingAfter')
    const first = after === null ? 0 : found.findIndex(({ transactionKey }) => transactionKey === after) + 1
    return ok(found.slice(first, first + Number(query.get('limit') ?? 100)))
  }
}

function inKorea(at: number): string {
  return new Date(at + 9 * 3600_000).toISOString().slice(0, 19)
}

function ok(body: unknown): Output {
  return { status: 200, body }
}

function problem(status: number, code: string): Output {
  return { status, body: { code, message: code } }
}

function json({ status, body }: Output): Response {
  return Response.json(body, { status })
}
