// An order's own share of chance and of faults: what happens to one order does not depend on which others there are, so
// that a failing run can be made smaller piece by piece.
import { Random } from './random.ts'

/**
 * Where a fault can strike, and how. `turn`: an object has written something. `call`: a call to another object,
 * database or queue. `work`: a Worker goes on after an answer. `send`: a hand-over to a queue. `message`: one message
 * on its way. `alarm`: an alarm is set. `ring`: it goes off. `provider`: a request to the payment provider.
 */
export const ways = {
  turn: ['crash before commit', 'crash after commit'],
  call: ['refused', 'lost answer', 'slow answer', 'slow request', 'never answers'],
  work: ['crash'],
  send: ['refused', 'answer lost'],
  message: ['repeated', 'delayed', 'lost'],
  alarm: ['late'],
  ring: ['repeated'],
  provider: ['refused', 'answer lost', 'never answers', 'late request', 'fails'],
} as const satisfies Record<string, readonly [string, ...string[]]>

export type FaultKind = keyof typeof ways
export const faultKinds = ['turn', 'call', 'work', 'send', 'message', 'alarm', 'ring', 'provider'] as const

/**
 * The `nth` time that a fault of this kind could strike the order in this place (a context, or the one that is called),
 * it does. `dice` in [0, 1) says how.
 */
export type Fault = { order: number; kind: FaultKind; place: string; nth: number; dice: number }

/** Several orders go one way together, in a batch: what strikes one of them strikes all. */
export class SharedLane {
  readonly name: string
  readonly random: Random
  readonly #lanes: readonly Lane[]

  constructor(first: Lane, ...others: Lane[]) {
    this.name = [first, ...others].map(({ name }) => name).join('+')
    this.random = first.random
    this.#lanes = [first, ...others]
  }

  strikes<K extends FaultKind>(kind: K, place: string): (typeof ways)[K][number] | null {
    return this.#lanes.map((lane) => lane.strikes(kind, place)).find((way) => way !== null) ?? null
  }

  latency(): number {
    return latencyOf(this.random)
  }
}

/** The way of one order, or of several. */
export type Way = Lane | SharedLane

export class Lane {
  readonly name: string
  readonly random: Random
  /** By point: the dice of each fault by its number, and how often the point was passed. */
  readonly #points = new Map<string, { dice: Map<number, number>; passed: number }>()
  /** Every fault that has struck, as "kind place: way". */
  readonly struck: string[] = []

  constructor(seed: number, order: number, faults: readonly Fault[]) {
    this.name = `o${order}`
    this.random = new Random(seed, 1000 + order)
    for (const { kind, place, nth, dice } of faults) {
      const point = this.#points.get(`${kind} ${place}`) ?? { dice: new Map(), passed: 0 }
      this.#points.set(`${kind} ${place}`, point)
      point.dice.set(nth, dice)
    }
  }

  /** The way in which a fault strikes here; null for none, as almost always. */
  strikes<K extends FaultKind>(kind: K, place: string): (typeof ways)[K][number] | null {
    if (this.#points.size === 0) return null
    const point = this.#points.get(`${kind} ${place}`)
    if (point === undefined) return null
    point.passed++
    const dice = point.dice.get(point.passed)
    const choices: readonly (typeof ways)[K][number][] = ways[kind]
    const way = dice === undefined ? undefined : choices[Math.floor(dice * choices.length)]
    if (way === undefined) return null
    this.struck.push(`${kind} ${place}: ${way}`)
    return way
  }

  latency(): number {
    return latencyOf(this.random)
  }
}

/** Milliseconds that a message takes from one machine to another: mostly few, sometimes many. */
function latencyOf(random: Random): number {
  return random.chance(0.04) ? random.span(50, 3000) : random.between(1, 20)
}
