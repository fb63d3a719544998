// A stand-in for Stripe's API, as its public reference describes it: PaymentIntents, charges, refunds, lists, a search
// that lags behind, and idempotency keys whose first answer is replayed, failures too.
import type { Api } from './http-api.ts'
import type { Charge, Dispute, Intent, Refund } from './stripe-objects.ts'
import { elementCards, json, list, metadataIn, type Output, ok, type Params, problem, search } from './stripe-wire.ts'

export const stripeKey = 'sk_test_stand_in'

export class StripeApi implements Api {
  readonly intents: Intent[] = []
  readonly charges: Charge[] = []
  readonly refunds: Refund[] = []
  readonly disputes: Dispute[] = []
  /** The status that a new refund has. */
  refundStatus = 'succeeded'
  readonly #answers = new Map<string, Output & { asked: string }>()
  /** The address of its pages. */
  site = 'https://hooks.stripe.test'
  #number = 0
  #searchable = 0

  /** The bank of the customer disputes the charge of an intent. */
  dispute(intentId: string, amount: number): Dispute {
    const charge = this.charges.find((row) => row.payment_intent === intentId)
    if (charge === undefined) throw new Error(`${intentId} has no charge`)
    const facts = {
      amount,
      currency: charge.currency,
      status: 'needs_response',
      reason: 'fraudulent',
      charge: charge.id,
    }
    const own = { object: 'dispute', ...facts, evidence_details: { due_by: 1_800_000_000 } }
    const dispute = { ...this.#thing('dp', {}), ...own }
    this.disputes.push(dispute)
    return dispute
  }

  /** Somebody refunds at the dashboard. */
  refund(intentId: string, amount: number): void {
    const { status } = this.#refund({ payment_intent: intentId, amount: String(amount) })
    if (status !== 200) throw new Error(`the refund of ${amount} was refused`)
  }

  /** The newest refund of an intent comes back from the bank. */
  failRefund(intentId: string): Refund {
    const refund = this.refunds.findLast((row) => row.payment_intent === intentId)
    const charge = this.charges.find(({ id }) => id === refund?.charge)
    if (refund === undefined || charge === undefined) throw new Error(`${intentId} has no refund`)
    charge.refunded = false
    return Object.assign(refund, { status: 'failed', failure_reason: 'expired_or_canceled_card' })
  }

  /** The search finds what existed at its last catch-up. */
  catchUp(): void {
    this.#searchable = this.#number
  }

  /** Forget the idempotency keys, as Stripe does after a day. */
  forgetKeys(): void {
    this.#answers.clear()
  }

  movesMoney(request: Request): boolean {
    return request.method === 'POST' && /\/(confirm|refunds)$/.test(new URL(request.url).pathname)
  }

  overloaded(): Response {
    return json(problem(429, 'invalid_request_error', 'rate_limit'))
  }

  async handle(request: Request): Promise<Response> {
    if (request.headers.get('authorization') !== `Bearer ${stripeKey}`) {
      return json(problem(401, 'invalid_request_error', 'api_key_invalid'))
    }
    const url = new URL(request.url)
    if (request.method === 'GET') return json(this.#get(url.pathname, Object.fromEntries(url.searchParams)))
    const text = await request.text()
    const key = request.headers.get('idempotency-key') ?? crypto.randomUUID()
    const asked = `${url.pathname} ${text}`
    const known = this.#answers.get(key)
    if (known !== undefined) {
      if (known.asked !== asked) return json(problem(400, 'idempotency_error', null))
      return json(known, { 'idempotent-replayed': 'true' })
    }
    const reported = this.#post(url.pathname, Object.fromEntries(new URLSearchParams(text)))
    // A request that fails validation has not begun, and its response is not kept.
    if (reported.status !== 400) this.#answers.set(key, { ...reported, asked })
    return json(reported)
  }

  #get(path: string, query: Params): Output {
    const [, , kind, id] = path.split('/')
    if (kind === 'payment_intents' && id === 'search') return search(this.intents, query, this.#searchable)
    if (kind === 'charges' && id === 'search') return search(this.charges, query, this.#searchable)
    if (kind === 'payment_intents' && id !== undefined) {
      const intent = this.intents.find((row) => row.id === id)
      return intent === undefined ? problem(404, 'invalid_request_error', 'resource_missing') : ok(this.#shown(intent))
    }
    if (kind === 'charges') return list(this.charges, query)
    if (kind === 'disputes') {
      const found = this.disputes
        .filter((row) => (query['charge'] ?? row.charge) === row.charge)
        .map((row) => this.#whole(row))
      if (id === undefined) return list(found, query)
      const dispute = found.find((row) => row.id === id)
      return dispute === undefined ? problem(404, 'invalid_request_error', 'resource_missing') : ok(dispute)
    }
    if (kind === 'refunds' && id !== undefined) {
      const refund = this.refunds.find((row) => row.id === id)
      return refund === undefined ? problem(404, 'invalid_request_error', 'resource_missing') : ok(this.#whole(refund))
    }
    if (kind === 'refunds') {
      const { payment_intent: intent, charge } = query
      const rows = this.refunds.filter((row) => (intent ?? row.payment_intent) === row.payment_intent)
      const found = rows.filter((row) => (charge ?? row.charge) === row.charge)
      const isWhole = Object.values(query).includes('data.charge')
      return list(isWhole ? found.map((row) => this.#whole(row)) : found, query)
    }
    return problem(404, 'invalid_request_error', null)
  }

  #post(path: string, params: Params): Output {
    const canceled = /^\/v1\/payment_intents\/(\w+)\/cancel$/.exec(path)?.[1]
    if (canceled !== undefined) return this.#cancel(canceled)
    const confirmed = /^\/v1\/payment_intents\/(\w+)\/confirm$/.exec(path)?.[1]
    if (confirmed !== undefined) return this.#confirm(confirmed, params)
    if (path === '/v1/payment_intents') return this.#open(params)
    if (path === '/v1/refunds') return this.#refund(params)
    return problem(404, 'invalid_request_error', null)
  }

  #open(params: Params): Output {
    const amount = Number(params['amount'])
    const { currency } = params
    // Since 2026-09-30.endive.
    if ('payment_method_types[0]' in params) {
      return problem(400, 'invalid_request_error', 'payment_method_types_no_longer_supported')
    }
    if (!Number.isInteger(amount) || amount < 50) return problem(400, 'invalid_request_error', 'amount_too_small')
    if (currency === undefined || !/^[a-z]{3}$/.test(currency)) {
      return problem(400, 'invalid_request_error', 'parameter_invalid')
    }
    const status = 'requires_payment_method'
    const own = { object: 'payment_intent', amount, currency, status, latest_charge: null, last_payment_error: null }
    const intent = { ...this.#thing('pi', metadataIn(params)), ...own }
    this.intents.push(intent)
    return ok({ ...intent })
  }

  #confirm(id: string, params: Params): Output {
    const intent = this.intents.find((row) => row.id === id)
    if (intent === undefined) return problem(404, 'invalid_request_error', 'resource_missing')
    if (intent.status !== 'requires_payment_method') {
      return problem(400, 'invalid_request_error', 'payment_intent_unexpected_state')
    }
    switch (params['payment_method'] ?? elementCards[params['confirmation_token'] ?? '']) {
      case 'pm_card_visa':
        intent.latest_charge = this.#charge(intent, 'succeeded').id
        intent.status = 'succeeded'
        return ok(this.#shown(intent))
      case 'pm_card_visa_chargeDeclinedInsufficientFunds':
        intent.latest_charge = this.#charge(intent, 'failed').id
        return this.#declined(intent, { code: 'card_declined', decline_code: 'insufficient_funds' })
      case 'pm_card_authenticationRequired':
        if (params['error_on_requires_action'] === 'true') {
          return this.#declined(intent, { code: 'authentication_required', decline_code: 'authentication_not_handled' })
        }
        intent.status = 'requires_action'
        intent['next_action'] = {
          type: 'redirect_to_url',
          redirect_to_url: { url: `${this.site}/bank/${intent.id}`, return_url: params['return_url'] },
        }
        return ok(this.#shown(intent))
      // The charge succeeds, and then the request fails: a repeat gets the failure.
      case 'pm_card_breaksAfter':
        intent.latest_charge = this.#charge(intent, 'succeeded').id
        intent.status = 'succeeded'
        return problem(500, 'api_error', null)
      default:
        return problem(400, 'invalid_request_error', 'resource_missing')
    }
  }

  #cancel(id: string): Output {
    const intent = this.intents.find((row) => row.id === id)
    if (intent === undefined || /succeeded|canceled/.test(intent.status)) {
      return problem(400, 'invalid_request_error', 'payment_intent_unexpected_state')
    }
    intent.status = 'canceled'
    return ok({ ...intent })
  }

  /** The owner of the card decides at the bank's page, or pays at Stripe's. One that is over stays as it is. */
  decide(id: string, isApproved: boolean): void {
    const intent = this.intents.find((row) => row.id === id)
    if (intent === undefined || !/requires/.test(intent.status)) return
    intent.status = isApproved ? 'succeeded' : 'requires_payment_method'
    if (isApproved) intent.latest_charge = this.#charge(intent, 'succeeded').id
    else intent['last_payment_error'] = { type: 'card_error', code: 'payment_intent_authentication_failure' }
  }

  #declined(intent: Intent, error: object): Output {
    intent['last_payment_error'] = { type: 'card_error', ...error }
    const charge = intent.latest_charge === null ? {} : { charge: intent.latest_charge }
    return { status: 402, body: { error: { type: 'card_error', ...error, ...charge, payment_intent: intent } } }
  }

  #charge(intent: Intent, status: string): Charge {
    const { amount, currency, id, metadata } = intent
    const own = { object: 'charge', amount, currency, status, refunded: false, payment_intent: id }
    const charge = { ...this.#thing('ch', metadata), ...own }
    this.charges.push(charge)
    return charge
  }

  #refund(params: Params): Output {
    const charge = this.charges.find((row) => {
      return row.payment_intent === params['payment_intent'] && row.status === 'succeeded'
    })
    if (charge === undefined) return problem(404, 'invalid_request_error', 'resource_missing')
    const made = this.refunds.filter((row) => row.charge === charge.id && row.status !== 'failed')
    const given = made.reduce((sum, row) => sum + row.amount, 0)
    const left = charge.amount - given
    if (left === 0) return problem(400, 'invalid_request_error', 'charge_already_refunded')
    const amount = Number(params['amount'] ?? left)
    // The reference gives this one no code.
    if (amount > left) return problem(400, 'invalid_request_error', null)
    const { currency, payment_intent } = charge
    const own = { object: 'refund', amount, currency, status: this.refundStatus, payment_intent, charge: charge.id }
    const refund = { ...this.#thing('re', metadataIn(params)), ...own }
    this.refunds.push(refund)
    charge.refunded = amount === left && refund.status !== 'failed'
    return ok({ ...refund })
  }

  /** As asked for by `expand`. */
  #whole<T extends { charge: string }>(row: T) {
    return { ...row, charge: this.charges.find(({ id }) => id === row.charge) }
  }

  #shown(intent: Intent) {
    return { ...intent, latest_charge: this.charges.find(({ id }) => id === intent.latest_charge) ?? null }
  }

  #thing(prefix: string, metadata: Params) {
    return { id: `${prefix}_${++this.#number}`, created: Math.floor(Date.now() / 1000), metadata }
  }
}
