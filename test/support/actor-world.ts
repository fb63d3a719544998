// A world for one actor: real SQL, a virtual clock and virtual queues. The actor can start again on the same storage,
// as after a crash.
import { OrderActor } from '../../src/actor/order-actor.ts'
import type { ActorPorts, CatchUp } from '../../src/actor/ports.ts'
import type { OrderCommand } from '../../src/contract/commands.ts'
import type { OrderMessage } from '../../src/contract/message.ts'
import { forEachSubscriber, type Subscriber } from '../../src/contract/routing.ts'
import { sha256 } from '../../src/platform/hash.ts'
import { actorSettings } from './actor-settings.ts'
import { openStorage } from './node-storage.ts'
import { noon, orderId } from './orders.ts'
import { testVault } from './vault.ts'

export const meta = { by: { kind: 'system', id: 'test' }, causationId: 'test' } as const
export const { unpaidSeconds, pollSeconds, recheckSeconds } = actorSettings

export function world() {
  const storage = openStorage()
  const sent = forEachSubscriber<OrderMessage[]>(() => [])
  /** The messages that polls brought to each subscriber. */
  const brought = forEachSubscriber<OrderMessage[]>(() => [])
  /** Queues that are down, or lose their messages; subscribers that do not answer, or are busy. */
  const down = new Set<Subscriber>()
  const lossy = new Set<Subscriber>()
  const silent = new Set<Subscriber>()
  const busy = new Set<Subscriber>()
  /** The seq that each subscriber has applied; and the subscribers that were polled, in order. */
  const applied = forEachSubscriber(() => 0)
  const polled: Subscriber[] = []
  const clock = { now: noon }
  const background: Promise<void>[] = []
  const ports: ActorPorts = {
    orderId,
    storage,
    publishers: forEachSubscriber(publisher),
    catchUp: forEachSubscriber(subscriberOf),
    waitUntil: (work) => void background.push(work().catch(() => {})),
    hash: sha256,
    vault: testVault,
    now: () => clock.now,
    random: () => 0,
    log: () => {},
  }
  function publisher(subscriber: Subscriber) {
    return async (messages: OrderMessage[]) => {
      if (down.has(subscriber)) throw new Error('the queue is down')
      sent[subscriber].push(...messages)
      if (lossy.has(subscriber)) return
      apply(subscriber, messages)
    }
  }
  function apply(subscriber: Subscriber, messages: OrderMessage[]) {
    applied[subscriber] = Math.max(applied[subscriber], ...messages.map(({ data }) => data.event.seq))
  }
  function subscriberOf(subscriber: Subscriber): CatchUp {
    return async (_, messages) => {
      if (messages.length === 0) polled.push(subscriber)
      if (silent.has(subscriber)) throw new Error('no answer')
      if (busy.has(subscriber)) return { busy: true }
      brought[subscriber].push(...messages)
      apply(subscriber, messages)
      return { busy: false, appliedSeq: applied[subscriber] }
    }
  }
  const wakeUp = () => new OrderActor(ports, actorSettings)
  const settle = async () => void (await Promise.all(background.splice(0)))
  /** Let the alarm go off whenever it is due, until it is not set or lies beyond `until`. */
  async function run(actor: OrderActor, until = clock.now): Promise<void> {
    await settle()
    while (storage.alarm !== null && storage.alarm <= until) {
      clock.now = Math.max(clock.now, storage.alarm)
      storage.alarm = null
      await actor.onAlarm()
      await settle()
    }
    clock.now = Math.max(clock.now, until)
  }
  return { storage, sent, brought, down, lossy, silent, busy, applied, polled, clock, ports, wakeUp, run, settle }
}

/** Give the actor commands, each of which must be accepted. */
export function tellTo(actor: OrderActor, ...story: OrderCommand[]): void {
  for (const command of story) {
    const outcome = actor.handle(command, meta)
    if (!outcome.ok) throw new Error(`${command.type} was refused: ${outcome.rejection.code}`)
  }
}
