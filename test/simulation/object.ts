// A Durable Object: SQLite that survives a crash, an instance in memory that does not, one alarm, and an output gate.
import type { SqlRow, SqlValue } from '../../src/platform/storage.ts'
import type { Kernel } from './kernel.ts'
import type { Lane } from './lane.ts'
import { Life, type Reply } from './network.ts'
import { ObjectSqlite } from './object-storage.ts'

/** The storage ports of the actor and of the payment are both met by it. */
export type ObjectStorage = {
  sql(query: string, ...bindings: SqlValue[]): SqlRow[]
  transaction<T>(work: () => T): T
  setAlarm(at: number | null): void
}

export type ObjectParts<T> = {
  kernel: Kernel
  lane: Lane
  name: string
  place: string
  /** `now` is the clock of the machine that the object lives on. */
  create: (storage: ObjectStorage, life: Life, now: () => number) => T
  wake: (instance: T) => Promise<void>
}

/** The platform calls an alarm that threw this many times more, and then never again. */
const alarmRetriesMax = 6
const skewMsMax = 400
const farMs = 2 * 3_600_000

export class ObjectHost<T> {
  readonly #parts: ObjectParts<T>
  readonly #sqlite = new ObjectSqlite()
  #current: { life: Life; instance: T } | null = null
  /** How far the clock of the machine it lives on is ahead: other machines, other clocks. */
  #skewMs = 0
  #outputs: (() => void)[] = []
  #alarm: number | null = null
  #alarmEvent: number | null = null
  #staged: { at: number | null } | null = null
  /** An alarm that is being handled; `isReplaced` when the handler has set another. */
  #handling: { isReplaced: boolean } | null = null
  #alarmFailures = 0
  /** The alarm came while another was being handled: there is never more than one handler at a time. */
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
      const { life, instance } = this.#wake()
      const forget = life.onEnd(() => reply.fail(new Error('the object was reset')))
      const settle = (give: () => void) => {
        life.emit(() => {
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

  /** Everything in memory is gone. */
  crash(): void {
    this.#rollback()
    this.#outputs = []
    const life = this.#current?.life
    this.#current = null
    life?.end()
  }

  /** A new instance over what was committed, for looking at when all is over. */
  inspect(): T {
    this.crash()
    return this.#wake().instance
  }

  /** What is committed, for looking at when all is over. */
  rows(query: string): SqlRow[] {
    return this.#sqlite.run(query, [])
  }

  close(): void {
    this.crash()
    this.#sqlite.close()
  }

  /** The step has come to rest: what was written is committed as one, then what was held back goes out. */
  finish(): void {
    const { kernel, lane, name, place } = this.#parts
    const fault = this.#sqlite.isWriting ? lane.strikes('turn', place) : null
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

  #wake(): { life: Life; instance: T } {
    if (this.#current !== null) return this.#current
    const life: Life = new Life((output) => {
      if (!life.isAlive) return
      this.#parts.kernel.touch(this)
      this.#outputs.push(output)
    })
    const { kernel, lane, create } = this.#parts
    this.#skewMs = lane.random.chance(0.2) ? lane.random.between(-skewMsMax, skewMsMax) : 0
    const now = () => kernel.now + this.#skewMs
    this.#current = { life, instance: create(this.#storageOf(life), life, now) }
    return this.#current
  }

  #storageOf(life: Life): ObjectStorage {
    const touched = () => {
      if (!life.isAlive) throw new Error('the dead do not write')
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
    const { kernel, lane, name, place } = this.#parts
    if (this.#alarmEvent !== null) kernel.drop(this.#alarmEvent)
    this.#alarm = at
    this.#alarmEvent = null
    this.#isAlarmWaiting = false
    if (at === null) return
    const isLate = lane.strikes('alarm', place) === 'late'
    const lateMs = isLate ? lane.random.span(1000, 4 * 3_600_000) : lane.random.between(0, 20)
    if (isLate) kernel.note(`! ${name}: its alarm is ${lateMs} ms late`)
    // An alarm that is far away is a look whether all is still well; a run need not wait for it.
    const kind = at - kernel.now > farMs ? 'routine' : 'due'
    this.#alarmEvent = kernel.after(at + lateMs - kernel.now, `${name} alarm`, () => this.#fire(), kind)
  }

  /** The alarm stands until its handler has ended well: a crash in between brings it again. */
  #fire(): void {
    if (this.#handling !== null) {
      this.#isAlarmWaiting = true
      return
    }
    const { kernel, lane, name, place, wake } = this.#parts
    const repeats = lane.strikes('ring', place) !== null
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
        // The process died, or the handler threw: the same to the platform, which tries again a few times.
        const isCrash = fault.message === 'the object was reset'
        this.#alarmFailures += isCrash ? 0 : 1
        if (this.#alarmFailures <= alarmRetriesMax) return retry(2000 * 2 ** this.#alarmFailures)
        kernel.note(`${name}: its alarm is given up`)
        over()
      },
    })
  }
}
