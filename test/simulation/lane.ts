// An order's own share of chance and of faults: what happens to one order does not depend on which others there are, so
// that a failing run can be made smaller piece by piece.
import { Random } from './random.ts'

/**
 * Where a fault can strike. `turn`: an object has written something. `call`: a call to another object or database.
 * `work`: a Worker goes on after an answer. `send`: a hand-over to a queue. `message`: one message on its way. `alarm`:
 * an alarm is due. `provider`: a request to the payment provider.
 */
export const faultKinds = ['turn', 'call', 'work', 'send', 'message', 'alarm', 'provider'] as const
export type FaultKind = (typeof faultKinds)[number]

/**
 * The `nth` time that a fault of this kind could strike the order in this place (a context, or the one that is called),
 * it does. `dice` in [0, 1) says how.
 */
export type Fault = { order: number; kind: FaultKind; place: string; nth: number; dice: number }

export class Lane {
  readonly name: string
  readonly random: Random
  readonly #faults = new Map<string, number>()
  readonly #counts = new Map<string, number>()

  constructor(seed: number, order: number, faults: readonly Fault[]) {
    this.name = `o${order}`
    this.random = new Random(seed, 1000 + order)
    for (const { kind, place, nth, dice } of faults) this.#faults.set(`${kind} ${place} ${nth}`, dice)
  }

  /** The fault that strikes here, as one of the choices; null for none, as almost always. */
  strikes<T extends string>(kind: FaultKind, place: string, choices: readonly [T, ...T[]]): T | null {
    const point = `${kind} ${place}`
    const nth = (this.#counts.get(point) ?? 0) + 1
    this.#counts.set(point, nth)
    const dice = this.#faults.get(`${point} ${nth}`)
    return dice === undefined ? null : (choices[Math.floor(dice * choices.length)] ?? choices[0])
  }

  /** Milliseconds that a message takes from one machine to another: mostly few, sometimes many. */
  latency(): number {
    return this.random.chance(0.04) ? this.random.span(50, 3000) : this.random.between(1, 20)
  }
}
