// The people and what they do: a customer orders, pays and cancels, the staff take, a courier hands over. Whoever gets
// no answer or "later" tries again; whoever gets an answer remembers it, and it must stay true.
import type { Caller } from '../../src/contract/caller.ts'
import type { OrderSummary } from '../../src/contract/order.ts'
import type { Result } from '../../src/contract/result.ts'
import { complete } from '../../src/delivery/deliveries.ts'
import { cancelOrder, takeOrder } from '../../src/ordermanagement/worklist.ts'
import { item } from './calls.ts'
import type { Lane } from './lane.ts'
import type { Life } from './network.ts'
import type { Command, Deed } from './plan.ts'
import type { Shop } from './shop.ts'

/** Something a person was told: that what they asked for is so, and how the order stands. */
export type Answer = { deed: Deed; order: OrderSummary; isPaid: boolean }

export type Buyer = { orderId: string; key: string; customer: Caller; lane: Lane; answers: Answer[] }

const staff: Caller = { subject: 'usr_staff', role: 'staff', name: 'Park' }
const ops: Caller = { subject: 'usr_ops', role: 'ops', name: 'Han' }
const courier: Caller = { subject: 'usr_courier', role: 'courier', name: 'Choi' }

const patienceMs = 20_000

export class People {
  readonly #shop: Shop

  constructor(shop: Shop) {
    this.#shop = shop
  }

  schedule(command: Command, buyer: Buyer): void {
    const { kernel } = this.#shop.options
    kernel.after(command.at, `${buyer.lane.name} ${command.deed.do}`, () => this.#try(command, buyer, 1))
  }

  #try(command: Command, buyer: Buyer, tries: number): void {
    const { network, options } = this.#shop
    const { lane } = buyer
    const what = command.deed.do
    const life = network.work()
    let isOver = false
    const over = (outcome: string, again: boolean) => {
      if (isOver) return
      isOver = true
      options.kernel.drop(patience)
      network.workers.delete(life)
      options.kernel.note(`${lane.name} ${what}: ${outcome}`)
      if (!again || tries >= command.triesMax) return
      const pauseMs = lane.random.span(50, 5000) * 2 ** Math.min(tries, 9)
      options.kernel.after(pauseMs, `${lane.name} ${what}, try ${tries + 1}`, () =>
        this.#try(command, buyer, tries + 1),
      )
    }
    const patience = options.kernel.after(patienceMs, '', () => over('no answer', true))
    this.#do(command.deed, buyer, life, tries).then(
      (refusal) => over(refusal ?? 'done', refusal !== null && isWorthRepeating(refusal)),
      (fault) => over(String(fault), true),
    )
  }

  /** Null when it is done, else the code of the refusal. */
  async #do(deed: Deed, buyer: Buyer, life: Life, tries: number): Promise<string | null> {
    const { calls } = this.#shop
    const { orderId, customer, lane } = buyer
    switch (deed.do) {
      case 'place':
        return await this.#place(deed, buyer, life, tries)
      case 'pay':
        return await this.#pay(deed, tries > 2 ? 'tok_approved' : deed.token, buyer, life)
      case 'cancel':
        return remember(deed, buyer, await calls.counter(life, lane).cancel(customer, orderId, null))
      case 'staffCancel':
        return remember(deed, buyer, await cancelOrder(calls.worklistPorts(life, lane), staff, orderId, 'sold out'))
      case 'take':
        return remember(deed, buyer, await takeOrder(calls.worklistPorts(life, lane), staff, orderId))
      case 'complete':
        return remember(deed, buyer, await complete(calls.deliveryPorts(life, lane), courier, orderId))
      case 'republish':
        return remember(deed, buyer, await calls.counter(life, lane).republish(ops, orderId))
      case 'news':
        await calls.payments(life).getByName(orderId).news()
        return null
    }
  }

  async #place(deed: Deed & { do: 'place' }, buyer: Buyer, life: Life, tries: number): Promise<string | null> {
    const request = {
      lines: [{ itemId: item.itemId, qty: deed.qty }],
      contact: { customerName: 'Kang', deliveryAddress: 'Gangnam', deliveryPhoneNumber: '010-0123-4567' },
      withPaymentToken: deed.token !== null,
    }
    const placed = await this.#shop.calls.counter(life, buyer.lane).place(buyer.customer, request, buyer.key)
    if (!placed.ok) return placed.rejection.code
    const refusal = remember(deed, buyer, { ok: true, value: placed.value.order })
    if (refusal !== null || deed.token === null || tries > 1) return refusal
    await this.#pay({ do: 'pay', token: deed.token }, deed.token, buyer, life)
    return null
  }

  /** As the gateway does: when the payment context is out of reach, the order is told so. */
  async #pay(deed: Deed, token: string | null, buyer: Buyer, life: Life): Promise<string | null> {
    const { calls } = this.#shop
    const { orderId, customer, lane, answers } = buyer
    try {
      const paid = await calls.till(life).pay(customer, orderId, token)
      if (!paid.ok) return paid.rejection.code
      answers.push({ deed, order: paid.value.order, isPaid: paid.value.outcome === 'paid' })
      return null
    } catch {
      const order = await calls.counter(life, lane).deferPayment(customer, orderId)
      if (!order.ok) return order.rejection.code
      const isPaid = order.value.payment.status === 'approved'
      answers.push({ deed, order: order.value, isPaid })
      return isPaid ? null : 'payment_overloaded'
    }
  }
}

function remember(deed: Deed, { answers }: Buyer, result: Result<OrderSummary>): string | null {
  if (!result.ok) return result.rejection.code
  answers.push({ deed, order: result.value, isPaid: false })
  return null
}

function isWorthRepeating(refusal: string): boolean {
  return [
    'delivery_not_started',
    'order_not_found',
    'order_not_paid',
    'order_not_taken',
    'payment_declined',
    'payment_overloaded',
  ].includes(refusal)
}
