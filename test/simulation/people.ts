// The people and what they do: a customer orders, pays and cancels, the staff take, a courier hands over. Whoever gets
// no answer or "later" tries again; whoever gets an answer remembers it, and it must stay true.
import type { Caller } from '../../src/contract/caller.ts'
import type { RequestMeta } from '../../src/contract/idempotency.ts'
import type { OrderSummary } from '../../src/contract/order.ts'
import type { Result } from '../../src/contract/result.ts'
import { complete } from '../../src/delivery/deliveries.ts'
import { cancelOrder, takeOrder } from '../../src/ordermanagement/worklist.ts'
import { item } from './calls.ts'
import type { Expectation } from './expectations.ts'
import type { Lane } from './lane.ts'
import type { Life } from './network.ts'
import type { Command, Deed } from './plan.ts'
import type { Shop } from './shop.ts'

/** Something a person was told: that what they asked for is so, and how the order stands. */
export type Answer = { deed: Deed; order: OrderSummary; isPaid: boolean }

/** `told`: the answer under each Idempotency-Key, and whether another one contradicted it. */
export type Buyer = {
  orderId: string
  key: string
  customer: Caller
  lane: Lane
  answers: Answer[]
  reported: Map<string, { answer: string; contradiction: string | null }>
  hope: Expectation
}

const staff: Caller = { subject: 'usr_staff', role: 'staff', name: 'Park' }
const ops: Caller = { subject: 'usr_ops', role: 'ops', name: 'Han' }
const courier: Caller = { subject: 'usr_courier', role: 'courier', name: 'Choi' }

const patienceMs = 20_000

export class People {
  readonly #shop: Shop

  constructor(shop: Shop) {
    this.#shop = shop
  }

  schedule(command: Command & { id: string }, buyer: Buyer): void {
    const { kernel } = this.#shop.options
    kernel.after(command.at, `${buyer.lane.name} ${command.deed.do}`, () => this.#try(command, buyer, 1, 0))
  }

  /** Who was refused asks anew, under a new key; who got no answer, or is impatient, repeats what they asked. */
  #try(command: Command & { id: string }, buyer: Buyer, tries: number, refusals: number): void {
    const { network, options } = this.#shop
    const { lane } = buyer
    const what = command.deed.do
    const life = network.work()
    let isOver = false
    const request = { requestId: `req_${command.id}.${tries}`, idempotencyKey: `${command.id}.${refusals}` }
    const over = (outcome: string, retry: boolean, refused: boolean) => {
      if (isOver) return
      isOver = true
      options.kernel.drop(patience)
      network.workers.delete(life)
      options.kernel.note(`${lane.name} ${what}: ${outcome}`)
      if (!retry || tries >= command.triesMax) return
      const pauseMs = lane.random.span(50, 5000) * 2 ** Math.min(tries, 9)
      options.kernel.after(pauseMs, `${lane.name} ${what}, try ${tries + 1}`, () =>
        this.#try(command, buyer, tries + 1, refused ? refusals + 1 : refusals),
      )
    }
    const patience = options.kernel.after(patienceMs, '', () => over('no answer', true, false))
    const isImpatient = lane.random.chance(0.1)
    this.#do(command.deed, buyer, life, tries, request).then(
      (refusal) => {
        const repeats = isImpatient && (refusal === null || refusal === 'payment_declined')
        over(refusal ?? 'done', repeats || isWorthRepeating(refusal), !repeats)
      },
      (fault) => over(String(fault), true, false),
    )
  }

  /** Null when it is done, else the code of the refusal. */
  async #do(deed: Deed, buyer: Buyer, life: Life, tries: number, request: RequestMeta): Promise<string | null> {
    const { calls } = this.#shop
    const { orderId, customer, lane } = buyer
    switch (deed.do) {
      case 'place':
        return await this.#place(deed, buyer, life, tries, request)
      case 'pay':
        return await this.#pay(deed, tries > 2 ? 'tok_approved' : deed.token, buyer, life, request)
      case 'cancel':
        return remember(deed, buyer, await calls.counter(life, lane).cancel(customer, orderId, null, request), request)
      case 'staffCancel':
        return remember(
          deed,
          buyer,
          await cancelOrder(calls.worklistPorts(life, lane), staff, orderId, 'sold out', request),
          request,
        )
      case 'take':
        return remember(deed, buyer, await takeOrder(calls.worklistPorts(life, lane), staff, orderId, request), request)
      case 'complete':
        return remember(
          deed,
          buyer,
          await complete(calls.deliveryPorts(life, lane), courier, orderId, request),
          request,
        )
      case 'refundPart': {
        const amount = { amount: deed.amount, currency: 'KRW' }
        const asked = calls.counter(life, lane).refundPart(staff, orderId, amount, 'a scratch', request)
        return remember(deed, buyer, await asked, request)
      }
      case 'republish':
        return remember(deed, buyer, await calls.counter(life, lane).republish(ops, orderId), null)
      case 'strayCharge':
        return await this.#inquire(deed, buyer, life)
      case 'news':
        await calls.payments(life).getByName(orderId).news()
        return null
    }
  }

  async #place(
    deed: Deed & { do: 'place' },
    buyer: Buyer,
    life: Life,
    tries: number,
    { requestId }: RequestMeta,
  ): Promise<string | null> {
    const request = { requestId, idempotencyKey: buyer.key }
    const asked = {
      lines: [{ itemId: item.itemId, qty: deed.qty }],
      contact: { customerName: 'Kang', deliveryAddress: 'Gangnam', deliveryPhoneNumber: '010-0123-4567' },
      withPaymentToken: deed.token !== null,
    }
    const placed = await this.#shop.calls.counter(life, buyer.lane).place(buyer.customer, asked, request)
    if (!placed.ok) return placed.rejection.code
    const refusal = remember(deed, buyer, { ok: true, value: placed.value.order }, request)
    if (refusal !== null || deed.token === null || tries > 1) return refusal
    await this.#pay({ do: 'pay', token: deed.token }, deed.token, buyer, life, request)
    return null
  }

  /** Null when the payment's books know of every charge. */
  async #inquire(
    { amount }: Deed & { do: 'strayCharge' },
    { orderId, lane }: Buyer,
    life: Life,
  ): Promise<string | null> {
    const { calls, provider } = this.#shop
    if ((await calls.orderCommands(life).read(orderId)) === null) return 'order_not_found'
    provider.chargeByHand(orderId, amount)
    const inquired = await calls.reconciliations(life, lane).inquire(ops, orderId)
    if (!inquired.ok) return inquired.rejection.code
    const known = inquired.value.attempts.filter(({ status }) => status === 'approved').length
    return known >= provider.moved(orderId).charges.length ? null : 'charge_unknown'
  }

  /** As the gateway does: when the payment context is out of reach, the order is told so. */
  async #pay(
    deed: Deed,
    token: string | null,
    buyer: Buyer,
    life: Life,
    { requestId, idempotencyKey }: RequestMeta,
  ): Promise<string | null> {
    const { calls } = this.#shop
    const { orderId, customer, lane, answers } = buyer
    try {
      // What is paid with is part of what is asked.
      const request = { requestId, idempotencyKey: `${idempotencyKey}.${token}` }
      const paid = await calls.till(life).pay(customer, orderId, token, request)
      const isLast = paid.ok ? paid.value.outcome === 'paid' : paid.rejection.code === 'payment_declined'
      if (isLast) compare(buyer, deed, request, paid)
      if (!paid.ok) return paid.rejection.code
      answers.push({ deed, order: paid.value.order, isPaid: paid.value.outcome === 'paid' })
      return null
    } catch {
      const order = await calls.counter(life, lane).deferPayment(customer, orderId, requestId)
      if (!order.ok) return order.rejection.code
      const isPaid = order.value.payment.status === 'approved'
      answers.push({ deed, order: order.value, isPaid })
      return isPaid ? null : 'payment_overloaded'
    }
  }
}

function remember(deed: Deed, buyer: Buyer, result: Result<OrderSummary>, request: RequestMeta | null): string | null {
  // Where there is no order yet, nobody can remember the key.
  const isThere = result.ok || result.rejection.code !== 'order_not_found'
  if (request !== null && isThere) compare(buyer, deed, request, result)
  if (!result.ok) return result.rejection.code
  buyer.answers.push({ deed, order: result.value, isPaid: false })
  return null
}

/** The same was asked under the same key: the answers must be the same. */
function compare({ reported }: Buyer, deed: Deed, { idempotencyKey }: RequestMeta, result: Result<unknown>): void {
  const key = `${JSON.stringify(deed)} under ${idempotencyKey}`
  const answer = JSON.stringify(result)
  const before = reported.get(key)
  if (before === undefined) reported.set(key, { answer, contradiction: null })
  else if (before.answer !== answer) before.contradiction ??= answer
}

function isWorthRepeating(refusal: string | null): boolean {
  if (refusal === null) return false
  return [
    'charge_unknown',
    'delivery_not_started',
    'order_not_found',
    'order_not_paid',
    'order_not_taken',
    'payment_declined',
    'payment_overloaded',
  ].includes(refusal)
}
