// The order's actor in an object that counts what a platform would bill: calls, alarms and rows.
import { DurableObject } from 'cloudflare:workers'
import { OrderActor } from '../../../src/actor/order-actor.ts'
import type { CatchUp as AskSubscriber } from '../../../src/actor/ports.ts'
import type { CommandMeta, OrderCommand } from '../../../src/contract/commands.ts'
import type { OrderMessage } from '../../../src/contract/message.ts'
import { forEachSubscriber, type Subscriber } from '../../../src/contract/routing.ts'
import type { Checkpoint } from '../../../src/contract/rpc.ts'
import { sha256 } from '../../../src/platform/hash.ts'
import { actorSettings } from '../actor-settings.ts'
import { testVault } from '../vault.ts'
import { metered, zero } from './tally.ts'

export type CatchUp = (subscriber: Subscriber, ...args: Parameters<AskSubscriber>) => Promise<Checkpoint>

export class OrderMeter extends DurableObject<unknown> {
  readonly #tally = zero()
  readonly #alarm: { at: number | null } = { at: null }
  /** How far the object's clock runs ahead: an order's steps lie far apart. */
  #aheadMs = 0
  #catchUp: CatchUp = async () => ({ busy: true })
  #background: Promise<void>[] = []
  #sent: { subscriber: Subscriber; message: OrderMessage }[] = []
  readonly #actor = new OrderActor(
    {
      orderId: String(this.ctx.id.name),
      storage: metered(this.ctx.storage, this.#tally, this.#alarm),
      publishers: forEachSubscriber((subscriber) => this.#publisher(subscriber)),
      catchUp: forEachSubscriber(
        (subscriber) =>
          (...args) =>
            this.#catchUp(subscriber, ...args),
      ),
      waitUntil: (work) => void this.#background.push(work()),
      hash: sha256,
      vault: testVault,
      now: () => Date.now() + this.#aheadMs,
      random: Math.random,
      log: () => {},
    },
    actorSettings,
  )

  #publisher(subscriber: Subscriber) {
    return async (batch: OrderMessage[]) => {
      this.#sent.push(...batch.map((message) => ({ subscriber, message })))
    }
  }

  handle(command: OrderCommand, meta: CommandMeta) {
    this.#tally.calls++
    return this.#actor.handle(command, meta)
  }

  read() {
    this.#tally.calls++
    return this.#actor.read()
  }

  history(asOf: number | string | null) {
    this.#tally.calls++
    return this.#actor.history(asOf)
  }

  verify() {
    this.#tally.calls++
    return this.#actor.verify()
  }

  republish() {
    this.#tally.calls++
    return this.#actor.republish()
  }

  /** Let time pass, run the alarm if it is due, and return the published messages. */
  async runAlarm(passesMs: number, catchUp: CatchUp) {
    this.#catchUp = catchUp
    this.#aheadMs += passesMs
    await Promise.all(this.#background.splice(0))
    if (this.#alarm.at !== null && this.#alarm.at <= Date.now() + this.#aheadMs) {
      this.#alarm.at = null
      this.#tally.alarms++
      await this.#actor.onAlarm()
    }
    return this.#sent.splice(0)
  }

  tally() {
    return this.#tally
  }
}
