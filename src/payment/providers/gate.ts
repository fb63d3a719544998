// The gate before a provider: bulkhead, circuit breakers and time-out around every call, shared by all payments of a
// shard. Their state lives as long as the object that holds the gate.
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
import type { BreakerState, GateState, ProviderRecord } from '../../contract/rpc.ts'
import { describeFault, type Log } from '../../platform/log.ts'
import type {
  Charge,
  ChargeOutcome,
  ChargeQuery,
  FindOutcome,
  LedgerPage,
  PaymentProvider,
  ProviderCalls,
  RefundOrder,
  RefundOutcome,
  Rejected,
  Unknown,
} from './provider.ts'

export type GateSettings = { timeoutMs: number; callsMax: number; openMs: number }

/**
 * The breaker opens when more than half of the last twenty calls have failed, and when there are no more yet, of five.
 * Calls are counted and not seconds: a death is found as soon under load, when the last seconds are full of successes.
 */
const callsJudged = 20
const callsMin = 5
const failureShareMax = 0.5
/** A provider that stays away is tried at pauses growing up to this many first ones, each by chance up to half less. */
const openGrowthMax = 5

export class Gate implements ProviderCalls {
  readonly #provider: PaymentProvider
  readonly #settings: GateSettings
  readonly #log: Log
  readonly #bulkhead: BulkheadPolicy
  /** Customers come with means that fail, and open it; refunds and questions have one of their own, and go on. */
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

  /** `unknown` when no answer came in time, here and below. */
  async charge(charge: Charge): Promise<ChargeOutcome | Rejected> {
    return outcomeOf(await this.#call('charge', this.#charges, (signal) => this.#provider.charge(charge, signal)))
  }

  async find(query: ChargeQuery): Promise<FindOutcome | Rejected> {
    return outcomeOf(await this.#call('find', this.#others, (signal) => this.#provider.find(query, signal)))
  }

  async refund(refund: RefundOrder): Promise<RefundOutcome | Rejected> {
    return outcomeOf(await this.#call('refund', this.#others, (signal) => this.#provider.refund(refund, signal)))
  }

  /** The provider's books for an order; null when they cannot be had just now. */
  async record(orderId: string): Promise<ProviderRecord | null> {
    const answer = await this.#call('record', this.#others, (signal) => this.#provider.record(orderId, signal))
    return answer.came ? answer.value : null
  }

  /** See PaymentProvider; null when the books cannot be had just now. */
  async ledger(from: number, to: number, cursor: string | null): Promise<LedgerPage | null> {
    const answer = await this.#call('ledger', this.#others, (signal) => this.#provider.ledger(from, to, cursor, signal))
    return answer.came ? answer.value : null
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
    // Half open, one call is trying the provider. Cockatiel would let the others wait for it; they are turned away.
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
      return { came: true, value }
    } catch (fault) {
      if (fault instanceof BrokenCircuitError || fault instanceof BulkheadRejectedError) return this.#reject()
      this.#failures++
      const reason = fault instanceof TaskCancelledError ? 'timed out' : describeFault(fault)
      this.#log('provider_call_failed', { provider: this.#provider.name, call: what, reason })
      return { came: false, called: true }
    }
  }

  #reject(): { came: false; called: false } {
    this.#rejected++
    return { came: false, called: false }
  }
}

type Answer<T> = { came: true; value: T } | { came: false; called: boolean }

function outcomeOf<T>(answer: Answer<T>): T | Unknown | Rejected {
  if (answer.came) return answer.value
  return { status: answer.called ? 'unknown' : 'rejected' }
}

/**
 * A provider that cannot say, or says that it cannot do it now, is a failing one; one that declines is in good health.
 */
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
