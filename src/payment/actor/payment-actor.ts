// The payment of one order: one serial writer, at most one call to the provider at a time. It writes the intent, calls
// the provider, writes the outcome and reports it to the order. After a crash in between, the alarm continues.
import type { Idempotency } from '../../contract/idempotency.ts'
import { wasPaid } from '../../contract/order.ts'
import type { PaymentView, SealedPayOutcome } from '../../contract/payment.ts'
import { accepted, type Result } from '../../contract/result.ts'
import type { MaybeSealed } from '../../contract/sealed.ts'
import { describeFault } from '../../platform/log.ts'
import { newTrace } from '../../platform/trace.ts'
import { addRequest, isOpen, scheduleLookup } from '../domain/attempt.ts'
import { claim, isReplaceable, type NextAttempt, nextAttempt, type PayRequest } from '../domain/claim.ts'
import { afterNews } from '../domain/news.ts'
import { nextDue, nextStep } from '../domain/next-step.ts'
import { answerOfAttempt, answerOfOrder, refusals } from '../domain/pay-response.ts'
import type { PaymentState } from '../domain/payment-state.ts'
import { areWithin, createRefund, missingRefunds, releasedBy } from '../domain/refund.ts'
import { viewOf } from '../domain/view.ts'
import type { NamedRecord } from '../reconciliation/records.ts'
import { repair } from '../reconciliation/repair.ts'
import { type EffectContext, readOrder } from './effect-context.ts'
import { effectsMax, runEffect } from './effects.ts'
import { PaymentAlarm } from './payment-alarm.ts'
import { PaymentStore } from './payment-store.ts'
import type { PaymentPorts, PaymentSettings } from './ports.ts'
import { type SettlementRequest, settleRefund } from './settle-refund.ts'

/** Most times that a caller with another token waits for its turn. */
const turnsMax = 3

export class Payment {
  readonly #ports: PaymentPorts
  readonly #settings: PaymentSettings
  readonly #store: PaymentStore
  readonly #alarm: PaymentAlarm
  /** The run of effects under way; there is never a second one. It resolves to the order as last read. */
  #running: Promise<MaybeSealed | null> | null = null
  /** The attempt whose intent this instance has written and whose charge has not been sent yet. */
  #unsent: number | null = null
  #requests = 0
  /** The order as it was when it was paid; null until this instance has read it. */
  #asPaid: MaybeSealed | null = null

  /** Load the stored state. Runs once for each start of the object, before any call. */
  constructor(ports: PaymentPorts, settings: PaymentSettings) {
    this.#ports = ports
    this.#settings = settings
    this.#store = new PaymentStore(ports.storage, settings.unnamedProvider)
    const set = (at: number) => ports.storage.setAlarm(at)
    this.#alarm = new PaymentAlarm({ now: ports.now, recoverAfterMs: settings.recoverAfterMs, set })
  }

  /**
   * Pay `order`, which was read just now. However many calls come at once, the order is charged once: a call that comes
   * while a charge is under way waits for it and gets the same answer. `token` null: pay with the token given earlier,
   * or with the provider's test token. A repeat under the same key gets the same answer once that is final (paid or
   * declined); until then it is handled like a new call. `returnUrl`: where the provider may send the customer back to.
   */
  async pay(
    order: MaybeSealed,
    token: string | null,
    idempotency: Idempotency | null,
    returnUrl: string | null = null,
    traceparent?: string,
  ): Promise<Result<SealedPayOutcome>> {
    const payableUntil = Date.parse(order.placedAt) + this.#settings.unpaidMs
    const { total: amount } = order
    const result = await this.#pay(order, { amount, token, idempotency, returnUrl, payableUntil, traceparent })
    if (idempotency === null || !result.ok || result.value.outcome !== 'paid') return result
    return accepted({ outcome: 'paid', order: await this.#orderWhenPaid(result.value.order) })
  }

  async #pay(order: MaybeSealed, request: PayRequest): Promise<Result<SealedPayOutcome>> {
    const { idempotency } = request
    const known = this.#store.state.attempts.findLast((row) => row.requests.some(({ key }) => key === idempotency?.key))
    const before = known?.requests.find(({ key }) => key === idempotency?.key)
    if (before && before.fingerprint !== idempotency?.fingerprint) return refusals.keyReused
    if (known?.status === 'declined') return answerOfAttempt(known, order, this.#ports.now())
    let latest = known && wasPaid(order) ? await this.#orderWhenPaid(order) : order
    for (let turn = 1; ; turn++) {
      const settled = answerOfOrder(latest)
      if (settled?.ok) this.#rememberRequest(latest.payment.attempt, idempotency)
      if (settled !== null) return settled
      const claimed = this.#claim(request)
      if ('ok' in claimed) return claimed
      latest =
        (await this.#run(request.traceparent)) ??
        (await readOrder({ ports: this.#ports, traceparent: request.traceparent }, latest))
      const attempt = this.#store.state.attempts.find((row) => row.attempt === claimed.attempt)
      if (!attempt) throw new Error(`attempt ${claimed.attempt} is not in the payment's state`)
      if (claimed.hasOtherToken && isReplaceable(attempt) && turn < turnsMax) continue
      if (attempt.status === 'declined') this.#rememberRequest(attempt.attempt, idempotency)
      return answerOfAttempt(attempt, latest, this.#ports.now())
    }
  }

  /**
   * Create the refunds that the order requires and this payment does not have yet. They are stored, with the alarm set,
   * when this returns; the alarm makes them. A repeat creates nothing. Throws when the attempt is not approved here (an
   * open one is then looked up at the provider), and when the refunds exceed what was paid: then a person must look.
   */
  requestRefunds(order: MaybeSealed): void {
    const { attempt } = order.payment
    const released = releasedBy(order, this.#store.state.refunds, this.#ports.now())
    if (released.length > 0) this.#write({ refunds: released })
    const { refunds } = this.#store.state
    const requests = missingRefunds(order, refunds, this.#ports.newRefundId)
    if (requests.length === 0) return
    const paid = this.#store.state.attempts.find((row) => row.attempt === attempt)
    if (paid && isOpen(paid)) this.#write({ attempts: [scheduleLookup(paid, this.#ports.now())] })
    if (paid?.status !== 'approved') throw new Error(`attempt ${attempt} of ${this.#ports.orderId} is not approved`)
    if (!areWithin(paid.amount, attempt, refunds, requests)) throw new Error('its refunds are not within what was paid')
    this.#write({ refunds: requests.map((request) => createRefund(request, this.#ports.now())) })
  }

  /** Whether every refund that the order requires is stored here, due or done, and none waits without a reason. */
  hasAllRefunds(order: MaybeSealed): boolean {
    const { refunds } = this.#store.state
    if (releasedBy(order, refunds, this.#ports.now()).length > 0) return false
    return missingRefunds(order, refunds, this.#ports.newRefundId).length === 0
  }

  /** See settle-refund.ts. What is due is done first, and then what follows from the settlement. */
  async settle(request: SettlementRequest): Promise<Result<PaymentView>> {
    await this.#run(request.caller.traceparent)
    const settled = await settleRefund(request, this.#context(request.caller.traceparent))
    if (!settled.ok) return settled
    await this.#run(request.caller.traceparent)
    return accepted(this.view())
  }

  /** The customer is back from a page of the provider: look up the attempt that waited for that. */
  async lookUp(traceparent?: string): Promise<void> {
    const newest = this.#store.state.attempts.at(-1)
    if (newest?.status === 'requiresAction') this.#write({ attempts: [scheduleLookup(newest, this.#ports.now())] })
    await this.#run(traceparent)
  }

  next(): NextAttempt {
    return nextAttempt(this.#store.state.attempts.at(-1), this.#ports.now())
  }

  /** A webhook came: the alarm looks up every attempt and every refund that may have changed at the provider. */
  news(): void {
    this.#requests++
    this.#write(afterNews(this.#store.state, this.#ports.now()))
  }

  /** Add what the order and the provider have and this payment lacks: see repair.ts. The alarm does the rest. */
  repair(order: MaybeSealed, records: readonly NamedRecord[]): void {
    this.#requests++
    this.#write(repair(order, this.#store.state, records, this.#ports.now(), this.#ports.newRefundId))
  }

  state(): PaymentState {
    return this.#store.state
  }

  view(): PaymentView {
    return viewOf(this.#ports.orderId, this.#settings.providerName, this.#store.state)
  }

  /** The alarm went off: do what is due, and set it again while anything is left. A failed call does not throw here. */
  async onAlarm(): Promise<void> {
    this.#alarm.wentOff()
    if (nextDue(this.#store.state) === null) return
    this.#alarm.guard()
    const traceparent = newTrace(`${this.#ports.orderId}/payment/${this.#ports.now()}`)
    try {
      await this.#run(traceparent)
      this.scheduleAlarm()
    } catch (fault) {
      this.#ports.log('payment_stuck', { orderId: this.#ports.orderId, traceparent, fault: describeFault(fault) })
    }
  }

  /** Write the intent of the attempt that serves this request. Synchronous, so no other call interferes. */
  #claim(request: PayRequest) {
    const newest = this.#store.state.attempts.at(-1)
    const claimed = claim(newest, request, this.#settings, this.#running !== null, this.#ports.now())
    if ('ok' in claimed) return claimed
    const { attempts, unsent, ...served } = claimed
    this.#write({ attempts, ...(unsent !== undefined && { unsent }) })
    if (unsent === undefined && !served.hasOtherToken) this.#rememberRequest(served.attempt, request.idempotency)
    return served
  }

  #rememberRequest(attempt: number, idempotency: Idempotency | null): void {
    const row = this.#store.state.attempts.find((known) => known.attempt === attempt)
    const changed = row && addRequest(row, idempotency)
    if (changed) this.#write({ attempts: [changed] })
  }

  /** The order as it was when it was paid: the first answer showed it, and so does every repeat. */
  async #orderWhenPaid(order: MaybeSealed): Promise<MaybeSealed> {
    this.#asPaid ??= await this.#ports.orders.read(this.#ports.orderId, 'PayApproved')
    return this.#asPaid ?? order
  }

  #run(traceparent: string | undefined): Promise<MaybeSealed | null> {
    this.#running ??= this.#runEffects(traceparent)
    return this.#running
  }

  async #runEffects(traceparent: string | undefined): Promise<MaybeSealed | null> {
    let order: MaybeSealed | null = null
    const context = this.#context(traceparent, (answer) => (order = answer))
    // This await lets `#running` be set before it can be cleared.
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

  #context(traceparent: string | undefined, orderRead: EffectContext['orderRead'] = () => undefined): EffectContext {
    return {
      ports: this.#ports,
      settings: this.#settings,
      traceparent,
      read: () => this.#store.state,
      write: (rows) => this.#write(rows),
      hold: (attempt) => this.#store.hold(attempt),
      requests: () => this.#requests,
      orderRead,
      paid: (answer) => {
        if (answer.orderStatus === 'payApproved') this.#asPaid = answer
      },
    }
  }

  /** Rows and alarm are one atomic write, since there is no `await` between them. */
  #write({ unsent, ...rows }: Parameters<EffectContext['write']>[0]): void {
    if (!this.#store.write(rows)) return
    if (unsent !== undefined) this.#unsent = unsent
    this.scheduleAlarm()
  }

  scheduleAlarm(): void {
    this.#alarm.schedule(nextDue(this.#store.state), this.#running !== null)
  }
}
