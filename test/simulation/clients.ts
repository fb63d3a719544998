// The simulated users: customers order, pay and cancel, the staff take orders, couriers deliver. A client without an
// answer, or told to come later, tries again. A client keeps each answer, and the answer must stay true.
import type { Caller } from '../../src/contract/caller.ts'
import type { RequestMeta } from '../../src/contract/idempotency.ts'
import type { OrderSummary } from '../../src/contract/order.ts'
import type { Result } from '../../src/contract/result.ts'
import { cancelOrder, takeOrder } from '../../src/ordermanagement/worklist.ts'
import { reportAtTheDoor } from './at-the-door.ts'
import { actAtTheProvider } from './at-the-provider.ts'
import { freeItem, item } from './calls.ts'
import type { OrderInjector } from './fault-injection.ts'
import type { Lifetime } from './network.ts'
import type { Command, Expectation, Operation } from './plan.ts'
import type { Shop } from './shop.ts'

/** An answer to a user: the operation is done, and this is the order. */
export type Answer = { operation: Operation; order: OrderSummary; isPaid: boolean }

/** The customer of one order. `answersByKey`: the first answer under each key, and one that contradicts it. */
export type Buyer = {
  orderId: string
  key: string
  customer: Caller
  injector: OrderInjector
  answers: Answer[]
  answersByKey: Map<string, { answer: string; contradiction: string | null }>
  expectation: Expectation
}

const staff: Caller = { subject: 'usr_staff', role: 'staff', name: 'Park' }
const ops: Caller = { subject: 'usr_ops', role: 'ops', name: 'Han' }

const patienceMs = 20_000
/** Where the provider sends customers back to. */
const returnUrl = 'https://shop.example/return'

export class Clients {
  readonly #shop: Shop

  constructor(shop: Shop) {
    this.#shop = shop
  }

  schedule(command: Command & { id: string }, buyer: Buyer): void {
    const { kernel } = this.#shop.options
    kernel.schedule(command.at, `${buyer.injector.name} ${command.operation.do}`, () => this.#try(command, buyer, 1, 0))
  }

  /** After a refusal the client sends a new request with a new key; without an answer it repeats the same request. */
  #try(command: Command & { id: string }, buyer: Buyer, tries: number, refusals: number): void {
    const { network, options } = this.#shop
    const { injector } = buyer
    const what = command.operation.do
    const lifetime = network.work()
    let isOver = false
    const request = { requestId: `req_${command.id}.${tries}`, idempotencyKey: `${command.id}.${refusals}` }
    const over = (outcome: string, retry: boolean, refused: boolean) => {
      if (isOver) return
      isOver = true
      options.kernel.cancel(patience)
      network.workers.delete(lifetime)
      options.kernel.note(`${injector.name} ${what}: ${outcome}`)
      if (!retry || tries >= command.triesMax) return
      const pauseMs = injector.random.span(50, 5000) * 2 ** Math.min(tries, 9)
      options.kernel.schedule(pauseMs, `${injector.name} ${what}, try ${tries + 1}`, () =>
        this.#try(command, buyer, tries + 1, refused ? refusals + 1 : refusals),
      )
    }
    const patience = options.kernel.schedule(patienceMs, '', () => over('no answer', true, false))
    const isImpatient = injector.random.chance(0.1)
    this.#do(command.operation, buyer, lifetime, tries, request).then(
      (refusal) => {
        const repeats = isImpatient && (refusal === null || refusal === 'payment_declined')
        over(refusal ?? 'done', repeats || isWorthRepeating(refusal), !repeats)
      },
      (fault) => over(String(fault), true, false),
    )
  }

  /** Null when the operation is done, else the code of the refusal. */
  async #do(
    operation: Operation,
    buyer: Buyer,
    lifetime: Lifetime,
    tries: number,
    request: RequestMeta,
  ): Promise<string | null> {
    const { calls } = this.#shop
    const { orderId, customer, injector } = buyer
    switch (operation.do) {
      case 'place':
        return await this.#place(operation, buyer, lifetime, tries, request)
      case 'pay':
        return await this.#pay(operation, tries > 2 ? 'tok_approved' : operation.token, buyer, lifetime, request)
      case 'cancel':
        return remember(
          operation,
          buyer,
          await calls.orderApi(lifetime, injector).cancel(customer, orderId, null, request),
          request,
        )
      case 'staffCancel':
        return remember(
          operation,
          buyer,
          await cancelOrder(calls.worklistPorts(lifetime, injector), staff, orderId, 'sold out', request),
          request,
        )
      case 'take':
        return remember(
          operation,
          buyer,
          await takeOrder(calls.worklistPorts(lifetime, injector), staff, orderId, request),
          request,
        )
      case 'complete':
      case 'failAttempt':
      case 'restart': {
        const ports = calls.deliveryPorts(lifetime, injector)
        return remember(operation, buyer, await reportAtTheDoor(operation, ports, orderId, request), request)
      }
      case 'refundPart': {
        const amount = { amount: operation.amount, currency: 'KRW' }
        const refunded = calls.orderApi(lifetime, injector).refundPart(staff, orderId, amount, 'a scratch', request)
        return remember(operation, buyer, await refunded, request)
      }
      case 'republish':
        return remember(operation, buyer, await calls.orderApi(lifetime, injector).republish(ops, orderId), null)
      case 'strayCharge':
      case 'authenticate':
      case 'failRefund':
      case 'refuseRefunds':
      case 'settle':
      case 'news': {
        const asked = { requestId: request.requestId, returnUrl }
        return await actAtTheProvider(operation, this.#shop, buyer, lifetime, asked)
      }
    }
  }

  async #place(
    operation: Operation & { do: 'place' },
    buyer: Buyer,
    lifetime: Lifetime,
    tries: number,
    { requestId }: RequestMeta,
  ): Promise<string | null> {
    const request = { requestId, idempotencyKey: buyer.key }
    const body = {
      lines: [{ itemId: (operation.isFree ? freeItem : item).itemId, qty: operation.qty }],
      contact: { customerName: 'Kang', deliveryAddress: 'Gangnam', deliveryPhoneNumber: '010-0123-4567' },
      withPaymentToken: operation.token !== null,
    }
    const placed = await this.#shop.calls.orderApi(lifetime, buyer.injector).place(buyer.customer, body, request)
    if (!placed.ok) return placed.rejection.code
    const refusal = remember(operation, buyer, { ok: true, value: placed.value.order }, request)
    if (refusal !== null || operation.token === null || tries > 1) return refusal
    await this.#pay({ do: 'pay', token: operation.token }, operation.token, buyer, lifetime, request)
    return null
  }

  /** As in the gateway: when the payment context does not answer, the order is marked as deferred. */
  async #pay(
    operation: Operation,
    token: string | null,
    buyer: Buyer,
    lifetime: Lifetime,
    { requestId, idempotencyKey }: RequestMeta,
  ): Promise<string | null> {
    const { calls } = this.#shop
    const { orderId, customer, injector, answers } = buyer
    try {
      // The means of payment is part of the request.
      const request = { requestId, idempotencyKey: `${idempotencyKey}.${token}` }
      const paid = await calls.paymentApi(lifetime).pay(customer, orderId, token, request, undefined, returnUrl)
      const isLast = paid.ok ? paid.value.outcome === 'paid' : paid.rejection.code === 'payment_declined'
      if (isLast) compareWithFirst(buyer, operation, request, paid)
      if (!paid.ok) return paid.rejection.code
      answers.push({ operation, order: paid.value.order, isPaid: paid.value.outcome === 'paid' })
      return null
    } catch {
      const order = await calls.orderApi(lifetime, injector).deferPayment(customer, orderId, requestId)
      if (!order.ok) return order.rejection.code
      const isPaid = order.value.payment.status === 'approved'
      answers.push({ operation, order: order.value, isPaid })
      return isPaid ? null : 'payment_overloaded'
    }
  }
}

function remember(
  operation: Operation,
  buyer: Buyer,
  result: Result<OrderSummary>,
  request: RequestMeta | null,
): string | null {
  // Without an order, nothing stores the key.
  const isThere = result.ok || result.rejection.code !== 'order_not_found'
  if (request !== null && isThere) compareWithFirst(buyer, operation, request, result)
  if (!result.ok) return result.rejection.code
  buyer.answers.push({ operation, order: result.value, isPaid: false })
  return null
}

/** Equal requests under one key must get equal answers. */
function compareWithFirst(
  { answersByKey }: Buyer,
  operation: Operation,
  { idempotencyKey }: RequestMeta,
  result: Result<unknown>,
): void {
  const key = `${JSON.stringify(operation)} under ${idempotencyKey}`
  const answer = JSON.stringify(result)
  const before = answersByKey.get(key)
  if (before === undefined) answersByKey.set(key, { answer, contradiction: null })
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
    'refund_not_settleable',
  ].includes(refusal)
}
