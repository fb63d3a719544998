// A Durable Object: SQLite that survives a crash, an instance in memory that does not, one alarm, and an output gate.
import type { SqlRow, SqlValue } from '../../src/platform/storage.ts'
import type { OrderInjector } from './fault-injection.ts'
import type { Kernel } from './kernel.ts'
import { Lifetime, type Reply } from './network.ts'
import { ObjectSqlite } from './object-storage.ts'

/** Implements the storage ports of the order's actor and of the payment. */
export type ObjectStorage = {
  sql(query: string, ...bindings: SqlValue[]): SqlRow[]
  transaction<T>(work: () => T): T
  setAlarm(at: number | null): void
}

export type ObjectParts<T> = {
  kernel: Kernel
  injector: OrderInjector
  name: string
  place: string
  /** `now` is the clock of the object's machine. */
  create: (storage: ObjectStorage, lifetime: Lifetime, now: () => number) => T
  wake: (instance: T) => Promise<void>
}

/** The platform retries an alarm whose handler threw this many times, and then drops it. */
const alarmRetriesMax = 6
const skewMsMax = 400
const farMs = 2 * 3_600_000

export class ObjectHost<T> {
  readonly #parts: ObjectParts<T>
  readonly #sqlite = new ObjectSqlite()
  #current: { lifetime: Lifetime; instance: T } | null = null
  /** How far the clock of its machine is ahead of the virtual time. */
  #skewMs = 0
  #outputs: (() => void)[] = []
  #alarm: number | null = null
  #alarmEvent: number | null = null
  #staged: { at: number | null } | null = null
  /** The alarm whose handler runs; `isReplaced` when the handler has set another. */
  #handling: { isReplaced: boolean } | null = null
  #alarmFailures = 0
  /** An alarm fired while the handler ran: only one handler runs at a time. */
  #isAlarmWaiting = false

  constructor(parts: ObjectParts<T>) {
    this.#parts = parts
  }

  get alarm(): number | null {
    return this.#alarm
  }

  /** A call has arrived. */
  receive<R>(work: (instance: T) => R | Promise<R>, reply: Reply<R>): void {
    const { kernel } = this.#parts
    kernel.touch(this)
    try {
      const { lifetime, instance } = this.#wake()
      const forget = lifetime.onEnd(() => reply.fail(new Error('the object was reset')))
      const settle = (give: () => void) => {
        lifetime.emit(() => {
          forget()
          give()
        })
      }
      Promise.resolve(work(instance)).then(
        (value) => settle(() => reply.ok(value)),
        (fault) => settle(() => reply.fail(fault)),
      )
    } catch (fault) {
      const reason = fault instanceof Error ? fault : new Error(String(fault))
      this.#outputs.push(() => reply.fail(reason))
    }
  }

  /** All memory is lost. */
  crash(): void {
    this.#rollback()
    this.#outputs = []
    const lifetime = this.#current?.lifetime
    this.#current = null
    lifetime?.end()
  }

  /** A new instance over the committed rows, for the observation at the end. */
  inspect(): T {
    this.crash()
    return this.#wake().instance
  }

  /** Committed rows, for the observation at the end. */
  rows(query: string): SqlRow[] {
    return this.#sqlite.run(query, [])
  }

  close(): void {
    this.crash()
    this.#sqlite.close()
  }

  /** The step is over: its writes are committed together, then the held outputs go out. */
  finish(): void {
    const { kernel, injector, name, place } = this.#parts
    const fault = this.#sqlite.isWriting ? injector.faultAt('turn', place) : null
    if (fault !== null) kernel.note(`! ${name}: ${fault}`)
    if (fault === 'crash before commit') {
      this.crash()
      return
    }
    this.#sqlite.commit()
    if (this.#staged !== null) this.#commitAlarm(this.#staged.at)
    this.#staged = null
    if (fault === 'crash after commit') {
      this.crash()
      return
    }
    for (const output of this.#outputs.splice(0)) output()
  }

  #wake(): { lifetime: Lifetime; instance: T } {
    if (this.#current !== null) return this.#current
    const lifetime: Lifetime = new Lifetime((output) => {
      if (!lifetime.isAlive) return
      this.#parts.kernel.touch(this)
      this.#outputs.push(output)
    })
    const { kernel, injector, create } = this.#parts
    this.#skewMs = injector.random.chance(0.2) ? injector.random.between(-skewMsMax, skewMsMax) : 0
    const now = () => kernel.now + this.#skewMs
    this.#current = { lifetime, instance: create(this.#storageOf(lifetime), lifetime, now) }
    return this.#current
  }

  #storageOf(lifetime: Lifetime): ObjectStorage {
    const touched = () => {
      if (!lifetime.isAlive) throw new Error('the dead do not write')
      this.#parts.kernel.touch(this)
    }
    return {
      sql: (query, ...bindings) => {
        touched()
        return this.#sqlite.run(query, bindings)
      },
      transaction: (work) => {
        touched()
        return this.#sqlite.transaction(work)
      },
      setAlarm: (at) => {
        touched()
        this.#sqlite.begin()
        this.#staged = { at: at === null ? null : at - this.#skewMs }
      },
    }
  }

  #rollback(): void {
    this.#sqlite.rollback()
    this.#staged = null
  }

  #commitAlarm(at: number | null): void {
    if (this.#handling !== null) this.#handling.isReplaced = true
    this.#setAlarm(at)
  }

  #setAlarm(at: number | null): void {
    const { kernel, injector, name, place } = this.#parts
    if (this.#alarmEvent !== null) kernel.cancel(this.#alarmEvent)
    this.#alarm = at
    this.#alarmEvent = null
    this.#isAlarmWaiting = false
    if (at === null) return
    const isLate = injector.faultAt('alarm', place) === 'late'
    const lateMs = isLate ? injector.random.span(1000, 4 * 3_600_000) : injector.random.between(0, 20)
    if (isLate) kernel.note(`! ${name}: its alarm is ${lateMs} ms late`)
    // A far alarm is a routine check; a run need not wait for it.
    const kind = at - kernel.now > farMs ? 'routine' : 'due'
    this.#alarmEvent = kernel.schedule(at + lateMs - kernel.now, `${name} alarm`, () => this.#fire(), kind)
  }

  /** An alarm is done when its handler succeeds: after a crash it fires again. */
  #fire(): void {
    if (this.#handling !== null) {
      this.#isAlarmWaiting = true
      return
    }
    const { kernel, injector, name, place, wake } = this.#parts
    const repeats = injector.faultAt('ring', place) !== null
    const handling = { isReplaced: false }
    this.#handling = handling
    this.#alarm = null
    this.#alarmEvent = null
    const over = () => {
      this.#handling = null
      if (this.#isAlarmWaiting) this.#setAlarm(this.#alarm)
      return !handling.isReplaced && this.#alarm === null
    }
    const retry = (delayMs: number) => {
      if (over()) this.#setAlarm(kernel.now + delayMs)
    }
    this.receive(wake, {
      ok: () => {
        this.#alarmFailures = 0
        if (repeats) kernel.note(`! ${name}: its alarm comes again`)
        if (repeats) retry(1000)
        else over()
      },
      fail: (fault) => {
        // A crash is retried without limit, a handler that threw only a few times.
        const isCrash = fault.message === 'the object was reset'
        this.#alarmFailures += isCrash ? 0 : 1
        if (this.#alarmFailures <= alarmRetriesMax) return retry(2000 * 2 ** this.#alarmFailures)
        kernel.note(`${name}: its alarm is given up`)
        over()
      },
    })
  }
}
