// The alarm of a payment's object: at the next step, and as a guard against a crash while effects run.

type Timing = { now: () => number; recoverAfterMs: number; set: (at: number) => void }

export class PaymentAlarm {
  readonly #timing: Timing
  #at: number | null = null

  constructor(timing: Timing) {
    this.#timing = timing
  }

  wentOff(): void {
    this.#at = null
  }

  /** While effects run, the alarm guards against their crash. One without a use is not cleared: that costs a row. */
  schedule(at: number | null, isRunning: boolean): void {
    const { now, recoverAfterMs } = this.#timing
    const guardAt = now() + recoverAfterMs
    const guarded = this.#at !== null && this.#at > now() && this.#at <= guardAt
    if (at === null || !isRunning) this.#set(at)
    else if (!guarded) this.#set(Math.max(at, guardAt))
  }

  guard(): void {
    this.#set(this.#timing.now() + this.#timing.recoverAfterMs)
  }

  #set(at: number | null): void {
    if (at === null || at === this.#at) return
    this.#timing.set(at)
    this.#at = at
  }
}
