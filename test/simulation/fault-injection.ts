// Fault injection: each order has its own random stream and its own faults. So one order does not depend on the others,
// and a failing run can be reduced part by part.
import { Random } from './random.ts'

/**
 * Where a fault can be injected, and its variants. `turn`: an object has written in a step. `call`: a call to another
 * object, database or queue. `work`: a Worker continues after an answer. `send`: a send to a queue. `message`: one
 * message in a queue. `alarm`: an alarm is set. `ring`: an alarm fires. `provider`: a request to the payment provider.
 */
export const faultVariants = {
  turn: ['crash before commit', 'crash after commit'],
  call: ['refused', 'lost answer', 'slow answer', 'slow request', 'never answers'],
  work: ['crash'],
  send: ['refused', 'answer lost'],
  message: ['repeated', 'delayed', 'lost'],
  alarm: ['late'],
  ring: ['repeated'],
  provider: ['refused', 'answer lost', 'never answers', 'late request', 'fails'],
} as const satisfies Record<string, readonly [string, ...string[]]>

export type FaultKind = keyof typeof faultVariants
export const faultKinds = ['turn', 'call', 'work', 'send', 'message', 'alarm', 'ring', 'provider'] as const

/**
 * The fault is injected the `nth` time that the order passes this place (a context, or the callee). `dice` in [0, 1)
 * chooses the variant.
 */
export type Fault = { order: number; kind: FaultKind; place: string; nth: number; dice: number }

/** Several orders in one batch: a fault of one of them hits all. */
export class SharedInjector {
  readonly name: string
  readonly random: Random
  readonly #injectors: readonly OrderInjector[]

  constructor(first: OrderInjector, ...others: OrderInjector[]) {
    this.name = [first, ...others].map(({ name }) => name).join('+')
    this.random = first.random
    this.#injectors = [first, ...others]
  }

  faultAt<K extends FaultKind>(kind: K, place: string): (typeof faultVariants)[K][number] | null {
    return this.#injectors.map((injector) => injector.faultAt(kind, place)).find((variant) => variant !== null) ?? null
  }

  latency(): number {
    return latencyOf(this.random)
  }
}

/** The faults of one order, or of several in a batch. */
export type Injector = OrderInjector | SharedInjector

export class OrderInjector {
  readonly name: string
  readonly random: Random
  /** By kind and place: the dice of each fault by its `nth`, and how often the order has passed. */
  readonly #points = new Map<string, { dice: Map<number, number>; passed: number }>()
  /** Every fault injected so far, as "kind place: variant". */
  readonly injected: string[] = []

  constructor(seed: number, order: number, faults: readonly Fault[]) {
    this.name = `o${order}`
    this.random = new Random(seed, 1000 + order)
    for (const { kind, place, nth, dice } of faults) {
      const point = this.#points.get(`${kind} ${place}`) ?? { dice: new Map(), passed: 0 }
      this.#points.set(`${kind} ${place}`, point)
      point.dice.set(nth, dice)
    }
  }

  /** The variant of the fault to inject here; null for none, as almost always. Counts the order's passage. */
  faultAt<K extends FaultKind>(kind: K, place: string): (typeof faultVariants)[K][number] | null {
    if (this.#points.size === 0) return null
    const point = this.#points.get(`${kind} ${place}`)
    if (point === undefined) return null
    point.passed++
    const dice = point.dice.get(point.passed)
    const choices: readonly (typeof faultVariants)[K][number][] = faultVariants[kind]
    const variant = dice === undefined ? undefined : choices[Math.floor(dice * choices.length)]
    if (variant === undefined) return null
    this.injected.push(`${kind} ${place}: ${variant}`)
    return variant
  }

  latency(): number {
    return latencyOf(this.random)
  }
}

/** Network latency in milliseconds: mostly short, sometimes long. */
function latencyOf(random: Random): number {
  return random.chance(0.04) ? random.span(50, 3000) : random.between(1, 20)
}
