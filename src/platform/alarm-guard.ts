// Keeps the alarm of a Durable Object alive. The platform retries an alarm that throws a few times and then gives it
// up; and an object whose constructor throws never runs its alarm at all.
import { describeFault, type Log } from './log.ts'

/** The instance in an object. `scheduleAlarm` sets the alarm to the next work that is due; `onAlarm` does that work. */
export type Alarmed = { scheduleAlarm(): void; onAlarm(): Promise<void> }

/** The parts of the state of a Durable Object that are used here. */
type ObjectState = {
  readonly id: { readonly name?: string }
  readonly storage: { getAlarm(): Promise<number | null>; setAlarm(at: number): Promise<void> }
  waitUntil(work: Promise<unknown>): void
}

/** The pause before an alarm that failed runs again. */
const retryMs = 30_000
/** The platform has given up an alarm that is this late. */
const lostMs = 60_000

export class AlarmGuard<T extends Alarmed> {
  readonly #ctx: ObjectState
  readonly #open: () => T
  readonly #log: Log
  #instance: T | null = null

  /** `open` makes the instance, at the first call. When it throws, the next call tries it again. */
  constructor(ctx: ObjectState, open: () => T, log: Log) {
    this.#ctx = ctx
    this.#open = open
    this.#log = log
  }

  /** The instance, for a call. Sets the alarm again if the platform gave it up before this start. */
  instance(): T {
    if (this.#instance !== null) return this.#instance
    const instance = this.#open()
    this.#instance = instance
    this.#ctx.waitUntil(this.#reviveAlarm(instance))
    return instance
  }

  /** The alarm went off. When the instance fails or cannot be made, it goes off again. */
  async alarm(): Promise<void> {
    try {
      this.#instance ??= this.#open()
      await this.#instance.onAlarm()
    } catch (fault) {
      const orderId = String(this.#ctx.id.name)
      this.#log('alarm_failed', { orderId, traceparent: undefined, fault: describeFault(fault) })
      await this.#ctx.storage.setAlarm(Date.now() + retryMs)
    }
  }

  async #reviveAlarm(instance: T): Promise<void> {
    const at = await this.#ctx.storage.getAlarm()
    if (at === null || at < Date.now() - lostMs) instance.scheduleAlarm()
  }
}
