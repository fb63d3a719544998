// A world for one actor: real SQL, a virtual clock, virtual queues, and waking again on the same storage as after a crash.
import { OrderActor } from '../../src/actor/order-actor.ts'
import type { ActorPorts } from '../../src/actor/ports.ts'
import type { OrderCommand } from '../../src/contract/commands.ts'
import type { OrderMessage } from '../../src/contract/message.ts'
import type { Subscriber } from '../../src/contract/routing.ts'
import { openStorage } from './node-storage.ts'
import { noon, orderId } from './orders.ts'

export const meta = { by: { kind: 'system', id: 'test' }, causationId: 'test' } as const
export const unpaidSeconds = 1800

export function world() {
  const storage = openStorage()
  const sent: Record<Subscriber, OrderMessage[]> = {
    ordermanagement: [],
    delivery: [],
    payment: [],
    message: [],
    mypage: [],
  }
  const down = new Set<Subscriber>()
  const clock = { now: noon }
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
    now: () => clock.now,
    random: () => 0,
    log: () => {},
  }
  function publisher(subscriber: Subscriber) {
    return async (messages: OrderMessage[]) => {
      if (down.has(subscriber)) throw new Error('the queue is down')
      sent[subscriber].push(...messages)
    }
  }
  const wakeUp = () => new OrderActor(ports, { unpaidSeconds })
  /** Let the alarm go off whenever it is due, until it is not set or lies beyond `until`. */
  async function run(actor: OrderActor, until = clock.now): Promise<void> {
    while (storage.alarm !== null && storage.alarm <= until) {
      clock.now = Math.max(clock.now, storage.alarm)
      storage.alarm = null
      await actor.wake()
    }
    clock.now = Math.max(clock.now, until)
  }
  return { storage, sent, down, clock, ports, wakeUp, run }
}

/** Give the actor commands, each of which must be accepted. */
export function tellTo(actor: OrderActor, ...story: OrderCommand[]): void {
  for (const command of story) {
    const outcome = actor.handle(command, meta)
    if (!outcome.ok) throw new Error(`${command.type} was refused: ${outcome.rejection.code}`)
  }
}
