// A world for one actor: real SQL, a virtual clock, virtual queues, and waking again on the same storage as after
// a crash.
import { OrderActor } from '../../src/actor/order-actor.ts'
import type { ActorPorts } from '../../src/actor/ports.ts'
import type { OrderCommand } from '../../src/contract/commands.ts'
import type { OrderMessage } from '../../src/contract/message.ts'
import type { Subscriber } from '../../src/contract/routing.ts'
import { sha256 } from '../../src/platform/hash.ts'
import { actorSettings } from './actor-settings.ts'
import { openStorage } from './node-storage.ts'
import { noon, orderId } from './orders.ts'

export const meta = { by: { kind: 'system', id: 'test' }, causationId: 'test' } as const
export const { unpaidSeconds, confirmSeconds, recheckSeconds } = actorSettings

export function world() {
  const storage = openStorage()
  const sent: Record<Subscriber, OrderMessage[]> = {
    ordermanagement: [],
    delivery: [],
    payment: [],
    message: [],
    mypage: [],
  }
  /** Queues that take nothing; queues that forget what they took; subscribers that do not answer. */
  const down = new Set<Subscriber>()
  const lossy = new Set<Subscriber>()
  const silent = new Set<Subscriber>()
  /** Up to which seq each subscriber has taken the order in, and who was asked, in order. */
  const taken: Record<Subscriber, number> = { ordermanagement: 0, delivery: 0, payment: 0, message: 0, mypage: 0 }
  const asked: Subscriber[] = []
  const clock = { now: noon }
  const background: Promise<void>[] = []
  const ports: ActorPorts = {
    orderId,
    storage,
    publishers: {
      ordermanagement: publisher('ordermanagement'),
      delivery: publisher('delivery'),
      payment: publisher('payment'),
      message: publisher('message'),
      mypage: publisher('mypage'),
    },
    takenIn: {
      ordermanagement: answerOf('ordermanagement'),
      delivery: answerOf('delivery'),
      payment: answerOf('payment'),
      message: answerOf('message'),
      mypage: answerOf('mypage'),
    },
    meanwhile: (work) => void background.push(work().catch(() => {})),
    hash: sha256,
    now: () => clock.now,
    random: () => 0,
    log: () => {},
  }
  function publisher(subscriber: Subscriber) {
    return async (messages: OrderMessage[]) => {
      if (down.has(subscriber)) throw new Error('the queue is down')
      sent[subscriber].push(...messages)
      if (lossy.has(subscriber)) return
      taken[subscriber] = Math.max(taken[subscriber], ...messages.map(({ data }) => data.event.seq))
    }
  }
  function answerOf(subscriber: Subscriber) {
    return async () => {
      asked.push(subscriber)
      if (silent.has(subscriber)) throw new Error('no answer')
      return taken[subscriber]
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
      await actor.wake()
      await settle()
    }
    clock.now = Math.max(clock.now, until)
  }
  return { storage, sent, down, lossy, silent, taken, asked, clock, ports, wakeUp, run, settle }
}

/** Give the actor commands, each of which must be accepted. */
export function tellTo(actor: OrderActor, ...story: OrderCommand[]): void {
  for (const command of story) {
    const outcome = actor.handle(command, meta)
    if (!outcome.ok) throw new Error(`${command.type} was refused: ${outcome.rejection.code}`)
  }
}
