// The subscribers over their own databases, as the tests of their handlers and of their services open them.
import type { DeliveryPorts } from '../../src/delivery/event-handler.ts'
import type { OutgoingMessage } from '../../src/message/notifier.ts'
import type { MessagePorts } from '../../src/message/sending.ts'
import type { WorkPorts } from '../../src/ordermanagement/worklist.ts'
import { callers } from './callers.ts'
import { OrderBook, tell } from './order-book.ts'
import { inOne } from './shards.ts'
import { openDatabase } from './sqlite.ts'
import { testVault } from './vault.ts'

const { customer } = callers

export function openWorklist(book = new OrderBook()) {
  const database = openDatabase('ordermanagement')
  const logged: string[] = []
  const now = () => Date.parse('2026-11-02T10:00:00.000Z')
  const ports: WorkPorts = {
    shards: inOne(database),
    vault: testVault,
    orders: book,
    now,
    log: (event) => logged.push(event),
  }
  return { book, database, ports, logged }
}

export function openDeliveries(book = new OrderBook()) {
  const database = openDatabase('delivery')
  const logged: string[] = []
  const ports: DeliveryPorts = {
    shards: inOne(database),
    vault: testVault,
    orders: book,
    log: (event) => logged.push(event),
    now: () => Date.parse('2026-11-02T10:00:00.000Z'),
  }
  return { book, database, ports, logged }
}

/** The deliveries, and the message of an order that the store has taken. */
export async function openWithTakenOrder(orderId: string) {
  const all = openDeliveries()
  await tell(all.book, orderId, customer.subject, 'place', 'pay', 'take')
  return { ...all, orderTaken: all.book.message(orderId, 'OrderTaken') }
}

/** `channel.fault`: what sending fails with; null while it works. */
export function openMessages() {
  const database = openDatabase('message')
  const sent: OutgoingMessage[] = []
  const clock = { now: Date.parse('2026-11-02T10:00:00.000Z') }
  const channel: { fault: Error | null; id: string | null } = { fault: null, id: null }
  const ports: MessagePorts = {
    shards: inOne(database),
    vault: testVault,
    notifier: {
      channel: 'webhook',
      send: async (message) => {
        if (channel.fault !== null) throw channel.fault
        sent.push(message)
        return { channelId: channel.id }
      },
    },
    random: () => 0,
    now: () => clock.now,
  }
  return { database, sent, channel, clock, ports }
}

/** The orders, with one that was canceled on its way and called back. */
export async function bookWithRecalledOrder(orderId: string): Promise<OrderBook> {
  const book = new OrderBook()
  await tell(book, orderId, customer.subject, 'place', 'pay', 'take', 'startDelivery', 'cancel', 'takeCancel', 'recall')
  return book
}
