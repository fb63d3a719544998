// Races: commands that meet, in every possible sequence, lead each order to its one right end.
import { expect, test } from 'vitest'
import type { OrderActor } from '../../../src/actor/order-actor.ts'
import type { OrderCommand } from '../../../src/contract/commands.ts'
import type { OrderSummary } from '../../../src/contract/order.ts'
import { openOrder } from '../../../src/platform/personal-data.ts'
import { meta, unpaidSeconds, world } from '../../support/actor-world.ts'
import { permutations } from '../../support/order-book.ts'
import { commands, noon, won } from '../../support/orders.ts'
import { testVault } from '../../support/vault.ts'

/** All parties that can meet: the customer, the provider's answer, its silence, the staff, the courier, the clock. */
const parties = ['cancel', 'approval', 'unknown', 'take', 'start', 'deadline'] as const
type Party = (typeof parties)[number]

const commandOf: Record<Exclude<Party, 'deadline'>, OrderCommand> = {
  cancel: commands.CancelOrder,
  approval: commands.RecordPayApproved,
  unknown: commands.RecordPayUnknown,
  take: commands.TakeOrder,
  start: commands.RecordDeliveryStarted,
}

/** Let the parties come in this sequence, each so many times; then let the contexts do the steps that are left. */
async function race(order: readonly Party[], times: number) {
  const { wakeUp, storage, clock } = world()
  const actor = wakeUp()
  actor.handle(commands.PlaceOrder, meta)
  const refused: Party[] = []
  for (const party of order) {
    clock.now += 1000
    for (let time = 0; time < times; time++) {
      if (party === 'deadline') {
        clock.now = Math.max(clock.now, noon + unpaidSeconds * 1000)
        await actor.onAlarm()
      } else if (!actor.handle(commandOf[party], meta).ok) refused.push(party)
    }
  }
  comeToRest(actor)
  // The stored order is the same after a restart.
  expect(wakeUp().read()).toEqual(actor.read())
  expect(storage.alarm).not.toBeNull()
  return { refused, summary: summaryOf(actor), events: actor.history(null)?.events ?? [] }
}

/** The store acknowledges a cancel, the refund is made, the courier starts or is called back. */
function comeToRest(actor: OrderActor): void {
  for (let step = 0; step < 10; step++) {
    const commandsLeft = stepsLeft(summaryOf(actor))
    if (commandsLeft.length === 0) return
    for (const command of commandsLeft) expect(actor.handle(command, meta).ok).toBe(true)
  }
  throw new Error('the order never comes to rest')
}

function stepsLeft({ orderStatus, payment, delivery }: OrderSummary): OrderCommand[] {
  const isPaid = payment.captured.amount > payment.refunded.amount
  if (orderStatus === 'orderTaken') return [commands.RecordDeliveryStarted]
  if (orderStatus === 'orderCanceled') return isPaid ? [commands.TakeCancelOrder] : []
  if (orderStatus !== 'cancelOrderTaken') return []
  const recall = delivery?.status === 'started' ? [commands.RecordDeliveryCanceled] : []
  return isPaid ? [...recall, commands.RecordPayCanceled] : recall
}

function summaryOf(actor: OrderActor): OrderSummary {
  const order = actor.read()
  if (order === null) throw new Error('the order is gone')
  return openOrder(testVault, order)
}

const amountKept: Partial<Record<OrderSummary['orderStatus'], number>> = { payApproved: 4500, deliveryStarted: 4500 }

const everybody = {
  'payCanceled, by customerRequest': 456,
  'payCanceled, by paymentTimeout': 240,
  'payCanceled, delivery canceled, by customerRequest': 24,
}
const withoutCancel = {
  'payApproved, by nobody': 20,
  'deliveryStarted, delivery started, by nobody': 40,
  'payCanceled, by paymentTimeout': 60,
}

test.each([
  { times: 1, names: 'six parties', who: parties, ends: everybody },
  { times: 2, names: 'six parties', who: parties, ends: everybody },
  { times: 2, names: 'all but the cancel', who: parties.filter((party) => party !== 'cancel'), ends: withoutCancel },
])('every order in which $names can come, each × $times: the promises hold at rest', async ({ times, who, ends }) => {
  const seen: Record<string, number> = {}
  for (const order of permutations<Party>(who)) {
    const end = await judged(order, times)
    seen[end] = (seen[end] ?? 0) + 1
  }
  expect(seen).toEqual(ends)
})

/** Check the promises for one race, and name its end. */
async function judged(order: readonly Party[], times: number): Promise<string> {
  const { summary, events, refused } = await race(order, times)
  const { orderStatus, payment, delivery } = summary
  const types = events.map(({ type }) => type)
  const result = `${order.join(', ')} → ${types.join(', ')}`
  // The provider has charged the money in every race: it is kept for an order that stands, and refunded for another.
  expect(payment.captured, result).toEqual(won(4500))
  expect(payment.captured.amount - payment.refunded.amount, result).toBe(amountKept[orderStatus] ?? 0)
  expect(refused, result).not.toContain('approval')
  expect(['payApproved', 'deliveryStarted', 'payCanceled'], result).toContain(orderStatus)
  expect(new Set(types).size, result).toBe(types.length)
  if (types.includes('DeliveryStarted')) {
    expect(types.indexOf('PayApproved'), result).toBeLessThan(types.indexOf('DeliveryStarted'))
    expect(types.indexOf('OrderTaken'), result).toBeLessThan(types.indexOf('DeliveryStarted'))
  }
  // No delivery is under way for a canceled order, and an accepted cancel is never undone.
  if (orderStatus === 'payCanceled') expect(delivery?.status ?? 'canceled', result).toBe('canceled')
  if (types.includes('OrderCanceled')) expect(orderStatus, result).toBe('payCanceled')
  const carried = delivery === null ? '' : `, delivery ${delivery.status}`
  return `${orderStatus}${carried}, by ${summary.cancel?.reason ?? 'nobody'}`
}

test('the races by pairs: who comes first decides, and the loser is told', async () => {
  const pairs: [Party, Party][] = [
    ['cancel', 'approval'],
    ['approval', 'cancel'],
    ['deadline', 'approval'],
    ['approval', 'deadline'],
    ['unknown', 'deadline'],
    ['cancel', 'take'],
    ['take', 'approval'],
    ['start', 'approval'],
  ]
  const lines: string[] = []
  for (const pair of pairs) {
    const { refused, events } = await race(pair, 1)
    const types = events.map(({ type }) => type).slice(1)
    lines.push(
      `${pair.join(' × ').padEnd(20)} ${types.join(' → ')}${refused.length > 0 ? `  (refused: ${refused})` : ''}`,
    )
  }
  expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    cancel × approval    OrderCanceled → PayApproved → CancelOrderTaken → PayCanceled
    approval × cancel    PayApproved → OrderCanceled → CancelOrderTaken → PayCanceled
    deadline × approval  OrderCanceled → PayApproved → CancelOrderTaken → PayCanceled
    approval × deadline  PayApproved
    unknown × deadline   PayUnknown → OrderCanceled
    cancel × take        OrderCanceled  (refused: take)
    take × approval      PayApproved  (refused: take)
    start × approval     PayApproved  (refused: start)
    "
  `)
})
