// The order's actor: one serial writer for one order. Load, decide, append with the alarm, reply.

import { system } from '../contract/caller.ts'
import type { CommandMeta, CommandOutcome, OrderCommand } from '../contract/commands.ts'
import type { RecordedEvent } from '../contract/events.ts'
import type { OrderSummary } from '../contract/order.ts'
import { accepted, refused } from '../contract/result.ts'
import { type Deadlines, nextDeadline } from '../order/deadlines.ts'
import { decide } from '../order/decide.ts'
import { evolve, fold, nothing, type OrderState } from '../order/state.ts'
import { summarize } from '../order/summary.ts'
import { append, readAll, record } from './event-log.ts'
import { owesAnything, publish, readOutbox } from './outbox.ts'
import type { ActorPorts } from './ports.ts'
import { isBlank, migrate } from './schema.ts'

export type History = { order: OrderSummary; events: RecordedEvent[] }

export class OrderActor {
  readonly #ports: ActorPorts
  readonly #deadlines: Deadlines
  #events: RecordedEvent[] = []
  #state: OrderState = nothing

  /** Loads what is stored. Runs once for each wake of the object, before any call. */
  constructor(ports: ActorPorts, deadlines: Deadlines) {
    this.#ports = ports
    this.#deadlines = deadlines
    if (isBlank(ports.storage)) return
    ports.storage.transaction(() => migrate(ports.storage))
    this.#events = readAll(ports.storage)
    this.#state = fold(this.#events)
  }

  /**
   * Judge a command and record what it leads to. Synchronous: events and alarm are one atomic write, and nothing comes
   * between the state that was judged and the state that is left. The caller's reply leaves after the write is durable.
   */
  handle(command: OrderCommand, meta: CommandMeta): CommandOutcome {
    const decision = decide(this.#state, command)
    if (!decision.ok) return refused(decision.rejection)
    if (decision.events.length > 0) this.#append(decision.events, meta)
    const order = this.read()
    if (order === null) throw new Error('a command was accepted and yet there is no order')
    return accepted({ order, recorded: decision.events.length > 0 })
  }

  /** The order as it stands; null when there is none. */
  read(): OrderSummary | null {
    return summarize(this.#ports.orderId, this.#state)
  }

  /** The facts up to `asOf` (a seq, or an ISO 8601 instant; null for all), and the order as it stood then. */
  history(asOf: number | string | null): History | null {
    const events = this.#events.filter((event) => {
      if (asOf === null) return true
      return typeof asOf === 'number' ? event.seq <= asOf : Date.parse(event.at) <= Date.parse(asOf)
    })
    const order = summarize(this.#ports.orderId, fold(events))
    return order && { order, events }
  }

  /** The alarm went off: do what is due, and arm it again while anything is left. Never throws for what it calls. */
  async wake(): Promise<void> {
    this.#meetDeadline()
    if (owesAnything(readOutbox(this.#ports.storage), this.#events)) await publish(this.#ports, this.#events)
    this.arm()
  }

  /** Set the alarm to the next thing due; leave it unset when nothing is. */
  arm(): void {
    const at = this.#nextDue()
    if (at !== null) this.#ports.storage.setAlarm(at)
  }

  #append(decided: Parameters<typeof record>[0], meta: CommandMeta): void {
    const { storage, now } = this.#ports
    const lastAt = this.#events.at(-1)?.at ?? ''
    const events = record(decided, this.#state.seq, lastAt, now(), meta)
    const state = events.reduce(evolve, this.#state)
    storage.transaction(() => {
      if (isBlank(storage)) migrate(storage)
      append(storage, events)
    })
    this.#events = [...this.#events, ...events]
    this.#state = state
    this.arm()
  }

  #meetDeadline(): void {
    const deadline = nextDeadline(this.#state, this.#deadlines)
    if (deadline === null || deadline.at > this.#ports.now()) return
    this.handle(deadline.command, { by: system('order'), causationId: `deadline:${deadline.at}` })
  }

  #nextDue(): number | null {
    const due: number[] = []
    const deadline = nextDeadline(this.#state, this.#deadlines)
    if (deadline !== null) due.push(deadline.at)
    const outbox = readOutbox(this.#ports.storage)
    if (owesAnything(outbox, this.#events)) due.push(Math.max(this.#ports.now(), outbox.retryAt))
    return due.length === 0 ? null : Math.min(...due)
  }
}
