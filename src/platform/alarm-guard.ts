// What keeps an object's alarm alive. The platform calls an alarm that throws a few times more, and then never again;
// and an object whose constructor throws never gets to its alarm at all.
import { describeFault, type Log } from './log.ts'

/** What lives in an object. `arm` sets the alarm to the next thing due; `wake` does what is due. */
export type Alarmed = { scheduleAlarm(): void; onAlarm(): Promise<void> }

type Context = Pick<DurableObjectState, 'id' | 'waitUntil'> & {
  storage: Pick<DurableObjectStorage, 'getAlarm' | 'setAlarm'>
}

/** When whatever is broken is tried again. */
const againMs = 30_000
/** An alarm this late has been given up. */
const lostMs = 60_000

export class AlarmGuard<T extends Alarmed> {
  readonly #ctx: Context
  readonly #open: () => T
  readonly #log: Log
  #living: T | null = null

  /** `open` may throw: it is called at the first call and at each one until it has not. */
  constructor(ctx: Context, open: () => T, log: Log) {
    this.#ctx = ctx
    this.#open = open
    this.#log = log
  }

  /** For a call. An alarm that was given up before this life is set again beside it. */
  instance(): T {
    if (this.#living !== null) return this.#living
    const living = this.#open()
    this.#living = living
    this.#ctx.waitUntil(this.#revive(living))
    return living
  }

  /** The alarm went off. Whatever is broken, it goes off again. */
  async alarm(): Promise<void> {
    try {
      this.#living ??= this.#open()
      await this.#living.onAlarm()
    } catch (fault) {
      this.#log('alarm_failed', { object: String(this.#ctx.id.name), fault: describeFault(fault) })
      await this.#ctx.storage.setAlarm(Date.now() + againMs)
    }
  }

  async #revive(living: T): Promise<void> {
    const at = await this.#ctx.storage.getAlarm()
    if (at === null || at < Date.now() - lostMs) living.scheduleAlarm()
  }
}
