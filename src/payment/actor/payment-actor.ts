// The payment of one order: one serial writer, at most one call to the provider at a time. Intent first, then the call,
// then the outcome, then the report to the order; whatever is cut off in between is taken up again by the alarm.
import type { Idempotency } from '../../contract/idempotency.ts'
import { type Money, totalOf } from '../../contract/money.ts'
import { type OrderSummary, wasPaid } from '../../contract/order.ts'
import { accepted, type Result } from '../../contract/result.ts'
import type { PaymentView, PayOutcome, ProviderRecord } from '../../contract/rpc.ts'
import { describeFault } from '../../platform/log.ts'
import { type Attempt, alsoAskedBy, begin, giveUp, isOpen, scheduleLookup, tryAgain } from '../domain/attempt.ts'
import { nextDue, nextStep } from '../domain/next-step.ts'
import { answerOfAttempt, answerOfOrder, refusals } from '../domain/pay-response.ts'
import type { PaymentState } from '../domain/payment-state.ts'
import { createRefund, missingRefunds } from '../domain/refund.ts'
import { viewOf } from '../domain/view.ts'
import { attemptsMax } from '../providers/charge-key.ts'
import { repair } from '../reconciliation/repair.ts'
import { type EffectContext, effectsMax, readOrder, runEffect } from './effects.ts'
import { PaymentStore } from './payment-store.ts'
import type { PaymentPorts, PaymentSettings } from './ports.ts'

/** Most times a caller with another means waits for its turn. */
const turnsMax = 3

type Claimed = { attempt: number; otherMeans: boolean }
type PayRequest = { amount: Money; token: string | null; idempotency: Idempotency | null }

export class Payment {
  readonly #ports: PaymentPorts
  readonly #settings: PaymentSettings
  readonly #store: PaymentStore
  /** The run of errands under way; there is never a second one. It gives the order as last heard of. */
  #running: Promise<OrderSummary | null> | null = null
  /** The attempt whose intent was written in this life of the object and that has not been sent yet. */
  #unsent: number | null = null
  #alarmAt: number | null = null
  /** The order as it stood when it was paid, once this life has heard it. */
  #asPaid: OrderSummary | null = null

  /** Loads what is stored. Runs once for each wake of the object, before any call. */
  constructor(ports: PaymentPorts, settings: PaymentSettings) {
    this.#ports = ports
    this.#settings = settings
    this.#store = new PaymentStore(ports.storage)
  }

  /**
   * Pay `order`, which its customer wants paid and which was read just now. However often and however many at once
   * ask, the order is charged once: who comes while a charge is under way waits for it and is told the same. `token`
   * null: pay with the means left earlier, or with the provider's test means. A repeat under the same key is told the
   * same, once that is final: paid or declined. While it is not, it asks like anybody else.
   */
  async pay(order: OrderSummary, token: string | null, idempotency: Idempotency | null): Promise<Result<PayOutcome>> {
    const result = await this.#pay(order, token, idempotency)
    if (idempotency === null || !result.ok || result.value.outcome !== 'paid') return result
    return accepted({ outcome: 'paid', order: await this.#whenPaid(result.value.order) })
  }

  async #pay(order: OrderSummary, token: string | null, idempotency: Idempotency | null): Promise<Result<PayOutcome>> {
    const known = this.#store.state.attempts.findLast((row) => row.askedBy.some(({ key }) => key === idempotency?.key))
    const before = known?.askedBy.find(({ key }) => key === idempotency?.key)
    if (before && before.fingerprint !== idempotency?.fingerprint) return refusals.keyReused
    if (known?.status === 'declined') return answerOfAttempt(known, order, this.#ports.now())
    let latest = known && wasPaid(order) ? await this.#whenPaid(order) : order
    for (let turn = 1; ; turn++) {
      const settled = answerOfOrder(latest)
      if (settled?.ok) this.#remember(latest.payment.attempt, idempotency)
      if (settled !== null) return settled
      const asked = this.#claim({ amount: latest.total, token, idempotency })
      if ('ok' in asked) return asked
      latest = (await this.#run()) ?? (await readOrder(this.#ports, latest))
      const attempt = this.#store.state.attempts.find((row) => row.attempt === asked.attempt)
      if (!attempt) throw new Error(`attempt ${asked.attempt} is not in the books`)
      const isFree = attempt.status === 'declined' || attempt.status === 'deferred'
      if (asked.otherMeans && isFree && turn < turnsMax) continue
      if (attempt.status === 'declined') this.#remember(attempt.attempt, idempotency)
      return answerOfAttempt(attempt, latest, this.#ports.now())
    }
  }

  /**
   * Give back what the order, as it stands, wants given back. Owed and armed when this returns, and done by the alarm.
   * Said twice, it is owed once. Throws when these books do not know yet that the attempt was approved, which is then
   * asked; and when they know of no such payment, or of less: somebody's books are wrong, and a person must look.
   */
  requestRefunds(order: OrderSummary): void {
    const { attempt } = order.payment
    const requests = missingRefunds(order, this.#store.state.refunds, this.#ports.newRefundId)
    if (requests.length === 0) return
    const paid = this.#store.state.attempts.find((row) => row.attempt === attempt)
    if (paid && isOpen(paid)) this.#write({ attempts: [scheduleLookup(paid, this.#ports.now())] })
    if (paid?.status !== 'approved') throw new Error(`attempt ${attempt} of ${this.#ports.orderId} is not approved`)
    const given = [...this.#store.state.refunds.filter((row) => row.attempt === attempt), ...requests]
    const isForeign = given.some(({ amount }) => amount.currency !== paid.amount.currency)
    if (isForeign || totalOf(given) > paid.amount.amount) {
      throw new Error(`the refunds of attempt ${attempt} of ${this.#ports.orderId} are not within what was paid`)
    }
    this.#write({ refunds: requests.map((request) => createRefund(request, this.#ports.now())) })
  }

  /** Whether all the money that the order wants given back is owed, or is back already. */
  hasAllRefunds(order: OrderSummary): boolean {
    return missingRefunds(order, this.#store.state.refunds, this.#ports.newRefundId).length === 0
  }

  /** The provider says there is news: every attempt it may concern is asked about, by the alarm. */
  news(): void {
    const attempts = this.#store.state.attempts.filter((row) => row.status !== 'approved' && row.status !== 'deferred')
    this.#write({ attempts: attempts.map((row) => scheduleLookup(row, this.#ports.now())) })
  }

  /** Take over what order and provider say and these books do not: see inquiry. What follows is done by the alarm. */
  repair(order: OrderSummary, record: ProviderRecord): void {
    this.#write(repair(order, this.#store.state, record, this.#ports.now(), this.#ports.newRefundId))
  }

  state(): PaymentState {
    return this.#store.state
  }

  view(): PaymentView {
    return viewOf(this.#ports.orderId, this.#settings.providerName, this.#store.state)
  }

  /** The alarm went off: do what is due, and arm it again while anything is left. Never throws for what it calls. */
  async onAlarm(): Promise<void> {
    this.#alarmAt = null
    if (nextDue(this.#store.state) === null) return
    this.#setAlarm(this.#guardAt())
    try {
      await this.#run()
      this.scheduleAlarm()
    } catch (fault) {
      this.#ports.log('payment_stuck', { orderId: this.#ports.orderId, fault: describeFault(fault) })
    }
  }

  /**
   * Decide which attempt this caller's wish comes to, and write the intent down. Synchronous: nothing comes between.
   */
  #claim(request: PayRequest): Claimed | typeof refusals.tokenRequired | typeof refusals.tooManyAttempts {
    const now = this.#ports.now()
    const newest = this.#store.state.attempts.at(-1)
    if (newest === undefined || newest.status === 'declined') return this.#begin(newest, request, [])
    const otherMeans = isOpen(newest) && request.token !== null && request.token !== newest.token
    if (newest.status === 'deferred') {
      if (otherMeans) return this.#begin(newest, request, [giveUp(newest, 'replaced', now)])
      this.#write({ attempts: [tryAgain(newest, now, this.#settings)], unsent: newest.attempt })
    } else if (this.#running === null) {
      const report = newest.report.at === null ? newest.report : { ...newest.report, at: now }
      this.#write({ attempts: [{ ...scheduleLookup(newest, now), report }] })
    }
    if (!otherMeans) this.#remember(newest.attempt, request.idempotency)
    return { attempt: newest.attempt, otherMeans }
  }

  #begin(last: Attempt | undefined, { amount, token, idempotency }: PayRequest, ended: Attempt[]) {
    const attempt = (last?.attempt ?? 0) + 1
    const means = token ?? this.#settings.testToken
    if (means === null) return refusals.tokenRequired
    if (attempt > attemptsMax) return refusals.tooManyAttempts
    const intent = begin(attempt, amount, means, this.#ports.now(), this.#settings)
    this.#write({ attempts: [...ended, alsoAskedBy(intent, idempotency) ?? intent], unsent: attempt })
    return { attempt, otherMeans: false }
  }

  #remember(attempt: number, idempotency: Idempotency | null): void {
    const row = this.#store.state.attempts.find((known) => known.attempt === attempt)
    const asked = row && alsoAskedBy(row, idempotency)
    if (asked) this.#write({ attempts: [asked] })
  }

  /** The order as it stood when it was paid: what whoever asked for it was told, and is told again. */
  async #whenPaid(order: OrderSummary): Promise<OrderSummary> {
    this.#asPaid ??= await this.#ports.orders.read(this.#ports.orderId, 'PayApproved')
    return this.#asPaid ?? order
  }

  #run(): Promise<OrderSummary | null> {
    this.#running ??= this.#runEffects()
    return this.#running
  }

  async #runEffects(): Promise<OrderSummary | null> {
    let order: OrderSummary | null = null
    const context: EffectContext = {
      ports: this.#ports,
      settings: this.#settings,
      read: () => this.#store.state,
      write: (rows) => this.#write(rows),
      hold: (attempt) => this.#store.hold(attempt),
      orderRead: (answer) => {
        order = answer
      },
      paid: (answer) => {
        if (answer.orderStatus === 'payApproved') this.#asPaid = answer
      },
    }
    // The first pause lets `#running` be set before it can be cleared.
    await Promise.resolve()
    try {
      for (let effects = 0; effects < effectsMax; effects++) {
        const step = nextStep(this.#store.state, this.#unsent, this.#ports.now())
        if (step === null) break
        if (step.do === 'charge') this.#unsent = null
        await runEffect(step, context)
      }
    } finally {
      this.#running = null
    }
    this.#store.write({})
    this.scheduleAlarm()
    return order
  }

  /** Rows and alarm are one atomic write: there is no `await` between them. */
  #write({ unsent, ...rows }: Parameters<EffectContext['write']>[0]): void {
    if (!this.#store.write(rows)) return
    if (unsent !== undefined) this.#unsent = unsent
    this.scheduleAlarm()
  }

  /** While errands run, the alarm only guards against their being cut off; else it stands at the next thing due. */
  scheduleAlarm(): void {
    const at = nextDue(this.#store.state)
    const guardAt = this.#guardAt()
    const guarded = this.#alarmAt !== null && this.#alarmAt > this.#ports.now() && this.#alarmAt <= guardAt
    if (at === null || this.#running === null) this.#setAlarm(at)
    else if (!guarded) this.#setAlarm(Math.max(at, guardAt))
  }

  #guardAt(): number {
    return this.#ports.now() + this.#settings.recoverAfterMs
  }

  #setAlarm(at: number | null): void {
    if (at === this.#alarmAt) return
    this.#ports.storage.setAlarm(at)
    this.#alarmAt = at
  }
}
