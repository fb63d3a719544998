// The order actor: the one serial writer of an order. Load, decide, append together with the alarm, reply.

import { type Author, system } from '../contract/caller.ts'
import type { CommandMeta, CommandOutcome, OrderCommand } from '../contract/commands.ts'
import type { EventType, OrderEvent } from '../contract/events.ts'
import type { Idempotency } from '../contract/idempotency.ts'
import type { Rejection } from '../contract/rejections.ts'
import { accepted, refused } from '../contract/result.ts'
import type { Verification } from '../contract/rpc.ts'
import type { SealedHistory, SealedOrder } from '../contract/sealed.ts'
import { type Deadlines, nextDeadline } from '../order/deadlines.ts'
import { decide } from '../order/decide.ts'
import { isFinal } from '../order/state.ts'
import { isUninitialized } from '../platform/schema.ts'
import { backfillHashes, verify } from './chain.ts'
import {
  applyCheckpoints,
  type CheckpointPace,
  type Checkpoints,
  greatestAppliedSeq,
  hasAppliedAll,
  isWorthKeeping,
  noneApplied,
  pollCheckpoints,
  readCheckpoints,
  writeCheckpoints,
} from './checkpoints.ts'
import { emptyHistory, extended, type History, historyUpTo, loadHistory, store, summaryOf } from './history.ts'
import { findResponse, keyReused, type StoredResponse, saveResponse } from './idempotency-store.ts'
import { emptyOutbox, everyMessage, hasPendingEvents, type Outbox, skipApplied } from './outbox.ts'
import type { ActorPorts } from './ports.ts'
import { afterSends, publish } from './publish.ts'
import { create, encryptedSince, migrate } from './schema.ts'
import { sealStored } from './seal-stored.ts'

export type ActorSettings = Deadlines & CheckpointPace

/** Events that follow each other closely share one poll: each change of the alarm costs a row. */
const pollSlackMs = 2000

export class OrderActor {
  readonly #ports: ActorPorts
  readonly #settings: ActorSettings
  #history: History
  #outbox: Outbox = emptyOutbox(0)
  #checkpoints: Checkpoints = { applied: noneApplied, missingSince: 0, pollAt: 0 }
  /** The stored time of the next poll; 0 when none is stored, and it follows from the last event. */
  #storedPollAt = 0
  #publishing: Promise<void> | null = null
  /** The time that the alarm is set to; null when it is not known. */
  #alarmAt: number | null = null

  /** Loads the stored order. Runs once each time that the object starts, before any call. */
  constructor(ports: ActorPorts, settings: ActorSettings) {
    this.#ports = ports
    this.#settings = settings
    this.#history = emptyHistory(ports.orderId)
    if (isUninitialized(ports.storage)) return
    const migrated = ports.storage.transaction(() => {
      const step = migrate(ports.storage)
      if (step === null) return false
      backfillHashes(ports.storage, ports.orderId, ports.hash)
      if (step < encryptedSince) sealStored(ports)
      return true
    })
    this.#history = loadHistory(ports)
    this.#outbox = emptyOutbox(this.#history.state.seq)
    const firstPollAt = Date.parse(this.#history.events.at(-1)?.at ?? '') + settings.pollSeconds * 1000
    this.#checkpoints = readCheckpoints(ports.storage, firstPollAt)
    this.#storedPollAt = this.#checkpoints.pollAt
    // An order of an older release may have no alarm.
    if (migrated) this.scheduleAlarm()
  }

  /**
   * Decide on a command and record its events. Synchronous: events and alarm are one atomic write, and no other call
   * runs between the decision and the write. The reply leaves after the write is durable. A repeat under the same
   * Idempotency-Key is not decided again, and gets the response of the first time.
   */
  handle(command: OrderCommand, meta: CommandMeta): CommandOutcome {
    const { by, idempotency } = meta
    const before = idempotency && findResponse(this.#ports.storage, by, idempotency.key)
    if (before) return before.fingerprint === idempotency.fingerprint ? this.#repeat(before) : keyReused
    const decision = decide(this.#history.state, command, by)
    const events = decision.ok ? decision.events : []
    if (events.length > 0) this.#append(events, meta)
    else if (idempotency) this.#saveResponse(by, idempotency, decision.ok ? null : decision.rejection)
    if (!decision.ok) return refused(decision.rejection)
    return accepted({ order: this.#orderAt(this.#history.state.seq), recorded: events.length > 0 })
  }

  /** The order now, or right after its first event of a type; null when there is none. */
  read(after?: EventType): SealedOrder | null {
    if (after === undefined) return summaryOf(this.#history)
    const event = this.#history.events.find(({ type }) => type === after)
    return event === undefined ? null : this.#orderAt(event.seq)
  }

  /** A message for each event. */
  messages(withContact: boolean) {
    return everyMessage(this.#history, withContact)
  }

  /** The events up to `asOf` (a seq, or an ISO 8601 instant; null for all), and the order as it stood then. */
  history(asOf: number | string | null): SealedHistory | null {
    return historyUpTo(asOf, this.#history, this.#settings)
  }

  /**
   * Whether the stored history is as it was written; null when there is no order. Asks the subscribers too: one that
   * has applied more events than are stored shows that the end is missing, which no hash shows.
   */
  async verify(): Promise<Verification | null> {
    const order = this.read()
    if (order === null) return null
    const { storage, orderId, hash } = this.#ports
    const knownSeq = Math.max(await greatestAppliedSeq(this.#ports, order), ...Object.values(this.#checkpoints.applied))
    return verify(storage, orderId, knownSeq, hash)
  }

  /** Poll every subscriber now, and bring it what it lacks. The order as it is now; null when there is none. */
  republish(): SealedOrder | null {
    if (this.#history.state.status === 'none') return null
    this.#saveCheckpoints({ applied: noneApplied, missingSince: 0, pollAt: this.#ports.now() })
    this.scheduleAlarm()
    return this.read()
  }

  /** The alarm went off: do the work that is due, and set the alarm for the rest. A failed call does not throw here. */
  async onAlarm(): Promise<void> {
    this.#alarmAt = null
    this.#applyDeadline()
    await this.#publishPending()
    if (this.#needsCheckpoint() && this.#checkpoints.pollAt < this.#ports.now() + pollSlackMs) await this.#poll()
    this.scheduleAlarm()
  }

  /** Set the alarm to the time of the next work, unless it is set to just before that. */
  scheduleAlarm(): void {
    const at = this.#nextDue()
    if (at === null || (this.#alarmAt !== null && this.#alarmAt <= at && at < this.#alarmAt + pollSlackMs)) return
    this.#ports.storage.setAlarm(at)
    this.#alarmAt = at
  }

  #repeat({ seq, rejection }: StoredResponse): CommandOutcome {
    return rejection === null ? accepted({ order: this.#orderAt(seq), recorded: false }) : refused(rejection)
  }

  #saveResponse(by: Author, idempotency: Idempotency, rejection: Rejection | null): void {
    const { storage } = this.#ports
    storage.transaction(() => saveResponse(storage, by, idempotency, this.#history.state.seq, rejection))
  }

  #orderAt(seq: number): SealedOrder {
    const order = summaryOf(this.#history, seq)
    if (order === null) throw new Error('a command was accepted and yet there is no order')
    return order
  }

  #append(decided: readonly OrderEvent[], meta: CommandMeta): void {
    const { storage, now } = this.#ports
    const before = this.#history
    const after = extended(before, decided, meta, this.#ports)
    const pollAt = now() + this.#settings.pollSeconds * 1000
    const checkpoints = { ...this.#checkpoints, missingSince: 0, pollAt }
    storage.transaction(() => {
      if (isUninitialized(storage)) create(storage)
      store(this.#ports, before, after, meta)
      // The time of the poll follows from the last event, unless a later one is stored.
      if (this.#storedPollAt > pollAt) writeCheckpoints(storage, checkpoints)
    })
    this.#history = after
    this.#checkpoints = checkpoints
    this.#storedPollAt = Math.min(this.#storedPollAt, pollAt)
    this.scheduleAlarm()
    this.#ports.waitUntil(() => this.#publishPending())
  }

  #applyDeadline(): void {
    const deadline = nextDeadline(this.#history.state, this.#settings)
    if (deadline === null || deadline.at > this.#ports.now()) return
    this.handle(deadline.command, { by: system('order'), causationId: `deadline:${deadline.at}` })
  }

  /** One send at a time, or an event would be sent twice. Events that come during a send go with the next one. */
  async #publishPending(): Promise<void> {
    while (this.#publishing !== null) await this.#publishing
    if (!hasPendingEvents(this.#outbox, this.#history.events)) return
    this.#publishing = this.#publishAll().finally(() => {
      this.#publishing = null
    })
    await this.#publishing
  }

  async #publishAll(): Promise<void> {
    const { now, random } = this.#ports
    do {
      const results = await publish(this.#ports, this.#outbox, this.#history)
      this.#outbox = afterSends(this.#outbox, results, now(), random())
    } while (this.#outbox.failures === 0 && hasPendingEvents(this.#outbox, this.#history.events))
    if (this.#outbox.failures > 0) this.scheduleAlarm()
  }

  async #poll(): Promise<void> {
    const order = this.read()
    if (order === null) return
    const { now, random } = this.#ports
    const before = this.#checkpoints
    const togetherBy = isFinal(this.#history.state) ? Number.POSITIVE_INFINITY : now() + pollSlackMs
    const polled = await pollCheckpoints(this.#ports, before, this.#history, order, togetherBy, this.#settings)
    // An event that was recorded during the poll has its own poll, and these answers may be older than the event.
    if (this.#checkpoints !== before) return
    const after = applyCheckpoints(before, polled, this.#history.events, now(), random(), this.#settings)
    this.#outbox = skipApplied(this.#outbox, after.applied)
    // While nothing is missing, the result is not written: a write costs a row, and a repeated poll costs none. So too
    // for a final order, whose alarm is set to the end of its retention.
    const { state } = this.#history
    const rests = isFinal(state) && nextDeadline(state, this.#settings) !== null
    const keeps = rests ? after.missingSince > 0 : isFinal(state) || isWorthKeeping(before, after)
    if (keeps) this.#saveCheckpoints(after)
    else this.#checkpoints = after
  }

  #saveCheckpoints(checkpoints: Checkpoints): void {
    writeCheckpoints(this.#ports.storage, checkpoints)
    this.#checkpoints = checkpoints
    this.#storedPollAt = checkpoints.pollAt
  }

  /** An order that is not final is polled forever, if seldom: a subscriber may lose what it had applied. */
  #needsCheckpoint(): boolean {
    if (this.#history.state.status === 'none') return false
    return !isFinal(this.#history.state) || !hasAppliedAll(this.#checkpoints, this.#history.events)
  }

  #nextDue(): number | null {
    const due: number[] = []
    const deadline = nextDeadline(this.#history.state, this.#settings)
    if (deadline !== null) due.push(deadline.at)
    // The first send runs beside the reply and needs no alarm: the poll brings what it did not send.
    if (this.#needsCheckpoint()) due.push(this.#checkpoints.pollAt)
    if (this.#outbox.failures > 0 && hasPendingEvents(this.#outbox, this.#history.events))
      due.push(this.#outbox.retryAt)
    return due.length === 0 ? null : Math.max(this.#ports.now(), Math.min(...due))
  }
}
