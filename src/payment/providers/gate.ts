// The gate to a provider: bulkhead, circuit breakers and time-out around every call, shared by all payments of a shard.
// Their state lasts as long as the object that holds the gate.
import {
  BrokenCircuitError,
  type BulkheadPolicy,
  BulkheadRejectedError,
  bulkhead,
  type CircuitBreakerPolicy,
  CircuitState,
  CountBreaker,
  circuitBreaker,
  ExponentialBackoff,
  halfJitterGenerator,
  handleAll,
  TaskCancelledError,
  type TimeoutPolicy,
  TimeoutStrategy,
  timeout,
} from 'cockatiel'
import type { BreakerState, GateState } from '../../contract/payment.ts'
import { describeFault, type Log } from '../../platform/log.ts'
import type {
  Charge,
  ChargeOfOrder,
  ChargeOutcome,
  ChargeQuery,
  DisputeOutcome,
  FindOutcome,
  LedgerPage,
  ListedRefund,
  PageOutcome,
  PageQuery,
  PaymentProvider,
  ProviderCalls,
  RecordOutcome,
  RefundOrder,
  RefundOutcome,
  Rejected,
  Unknown,
} from './provider.ts'

export type GateSettings = { timeoutMs: number; callsMax: number; openMs: number }

/**
 * The breaker opens when more than half of the last twenty calls have failed; five calls are enough after a start. It
 * counts calls and not seconds: under load, seconds full of successes would hide a failure for a while.
 */
const callsJudged = 20
const callsMin = 5
const failureShareMax = 0.5
/** While calls fail, the breaker's pauses grow up to this many first ones. Jitter shortens each by up to a half. */
const openGrowthMax = 5

export class Gate implements ProviderCalls {
  readonly #provider: PaymentProvider
  readonly #settings: GateSettings
  readonly #log: Log
  readonly #bulkhead: BulkheadPolicy
  /** Failing charges open this breaker only: refunds and lookups have their own and go on. */
  readonly #charges: CircuitBreakerPolicy
  readonly #others: CircuitBreakerPolicy
  readonly #timeout: TimeoutPolicy
  #calls = 0
  #failures = 0
  #rejected = 0

  constructor(provider: PaymentProvider, settings: GateSettings, log: Log) {
    this.#provider = provider
    this.#settings = settings
    this.#log = log
    this.#bulkhead = bulkhead(settings.callsMax, 0)
    this.#charges = this.#newBreaker('charges')
    this.#others = this.#newBreaker('others')
    this.#timeout = timeout(settings.timeoutMs, TimeoutStrategy.Aggressive)
  }

  /** `unknown` when no answer came in time; so for the calls below. */
  async charge(charge: Charge): Promise<ChargeOutcome | Rejected> {
    return outcomeOf(await this.#call('charge', this.#charges, (signal) => this.#provider.charge(charge, signal)))
  }

  async find(query: ChargeQuery): Promise<FindOutcome | Rejected> {
    return outcomeOf(await this.#call('find', this.#others, (signal) => this.#provider.find(query, signal)))
  }

  async cancel(query: ChargeQuery): Promise<FindOutcome | Rejected> {
    return outcomeOf(await this.#call('cancel', this.#others, (signal) => this.#provider.cancel(query, signal)))
  }

  async refund(refund: RefundOrder): Promise<RefundOutcome | Rejected> {
    return outcomeOf(await this.#call('refund', this.#others, (signal) => this.#provider.refund(refund, signal)))
  }

  async openPage(page: PageQuery): Promise<PageOutcome | Rejected> {
    const open = async (signal: AbortSignal): Promise<PageOutcome> => {
      return (await this.#provider.openPage?.(page, signal)) ?? { status: 'refused', reason: 'no page' }
    }
    return outcomeOf(await this.#call('openPage', this.#others, open))
  }

  /** All refunds of a charge; null when they cannot be read. */
  async refunds(charge: ChargeOfOrder): Promise<ListedRefund[] | null> {
    const answer = await this.#call('refunds', this.#others, (signal) => this.#provider.refunds(charge, signal))
    return answer.answered ? answer.value : null
  }

  /** See PaymentProvider. `unknown` and `rejected` as above. */
  async orderOfRefund(refundId: string): Promise<{ status: 'found'; orderId: string | null } | Unknown | Rejected> {
    const ask = async (signal: AbortSignal) => {
      return { status: 'found' as const, orderId: await this.#provider.orderOfRefund(refundId, signal) }
    }
    return outcomeOf(await this.#call('orderOfRefund', this.#others, ask))
  }

  /** The provider's record of an order. */
  async record(orderId: string): Promise<RecordOutcome> {
    const answer = await this.#call('record', this.#others, (signal) => this.#provider.record(orderId, signal))
    if (answer.answered) return { status: 'read', record: answer.value }
    return answer.called ? { status: 'unreadable', reason: answer.reason } : { status: 'rejected' }
  }

  async dispute(disputeId: string): Promise<DisputeOutcome | Rejected> {
    return outcomeOf(await this.#call('dispute', this.#others, (signal) => this.#provider.dispute(disputeId, signal)))
  }

  /** See PaymentProvider; null when the provider is not available. */
  async ledger(from: number, to: number, cursor: string | null): Promise<LedgerPage | null> {
    const answer = await this.#call('ledger', this.#others, (signal) => this.#provider.ledger(from, to, cursor, signal))
    return answer.answered ? answer.value : null
  }

  state(): GateState {
    return {
      breaker: breakerName(this.#charges.state),
      callsUnderWay: this.#settings.callsMax - this.#bulkhead.executionSlots,
      callsMax: this.#settings.callsMax,
      calls: this.#calls,
      failures: this.#failures,
      turnedAway: this.#rejected,
    }
  }

  #newBreaker(calls: string): CircuitBreakerPolicy {
    const { openMs } = this.#settings
    const breaker = circuitBreaker(handleAll.orWhenResult(isFailure), {
      breaker: new CountBreaker({ threshold: failureShareMax, size: callsJudged, minimumNumberOfCalls: callsMin }),
      halfOpenAfter: new ExponentialBackoff({
        initialDelay: openMs,
        maxDelay: openMs * openGrowthMax,
        generator: halfJitterGenerator,
      }),
    })
    breaker.onStateChange((state) =>
      this.#log('breaker_changed', { provider: this.#provider.name, calls, state: breakerName(state) }),
    )
    return breaker
  }

  async #call<T>(
    what: string,
    breaker: CircuitBreakerPolicy,
    call: (signal: AbortSignal) => Promise<T>,
  ): Promise<Answer<T>> {
    // Half open, one call tries the provider. Cockatiel would let the others wait for it; here they are rejected.
    if (breaker.state === CircuitState.HalfOpen) return this.#reject()
    try {
      const value = await this.#bulkhead.execute(() =>
        breaker.execute(() =>
          this.#timeout.execute(({ signal }) => {
            this.#calls++
            return call(signal)
          }),
        ),
      )
      if (isFailure(value)) this.#failures++
      return { answered: true, value }
    } catch (fault) {
      if (fault instanceof BrokenCircuitError || fault instanceof BulkheadRejectedError) return this.#reject()
      this.#failures++
      const reason = fault instanceof TaskCancelledError ? 'timed out' : describeFault(fault)
      this.#log('provider_call_failed', { provider: this.#provider.name, call: what, reason })
      return { answered: false, called: true, reason }
    }
  }

  #reject(): { answered: false; called: false } {
    this.#rejected++
    return { answered: false, called: false }
  }
}

type Answer<T> =
  | { answered: true; value: T }
  | { answered: false; called: true; reason: string }
  | { answered: false; called: false }

function outcomeOf<T>(answer: Answer<T>): T | Unknown | Rejected {
  if (answer.answered) return answer.value
  return { status: answer.called ? 'unknown' : 'rejected' }
}

/** An unknown outcome, or a charge that the provider could not make, is a failure. A declined charge is not. */
function isFailure(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null || !('status' in answer)) return false
  return answer.status === 'unknown' || answer.status === 'notCharged'
}

function breakerName(state: CircuitState): BreakerState {
  switch (state) {
    case CircuitState.Closed:
      return 'closed'
    case CircuitState.Open:
    case CircuitState.Isolated:
      return 'open'
    case CircuitState.HalfOpen:
      return 'halfOpen'
  }
}
