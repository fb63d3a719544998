// Who calls whom: lives that can end at any moment, and calls between them that can be lost on either way.
import { TimeoutError } from '../../src/platform/timeout.ts'
import type { Kernel } from './kernel.ts'
import type { Way } from './lane.ts'
import { answerMsMax } from './limits.ts'

/** One life of an object or of a Worker's work. When it has ended it hears nothing and does nothing any more. */
export class Life {
  isAlive = true
  /** Let something out into the world; an object holds it back until what it has written is durable. */
  readonly emit: (output: () => void) => void
  /** A Worker's life can end whenever it goes on; that of an object ends at its turns. */
  readonly isWorker: boolean
  readonly #endings = new Set<() => void>()

  constructor(emit: ((output: () => void) => void) | null = null) {
    this.isWorker = emit === null
    this.emit = emit ?? ((output) => output())
  }

  /** Be told of the end, until the returned function is called. */
  onEnd(ending: () => void): () => void {
    this.#endings.add(ending)
    return () => this.#endings.delete(ending)
  }

  end(): void {
    if (!this.isAlive) return
    this.isAlive = false
    for (const ending of this.#endings) ending()
  }
}

export type Reply<T> = { ok(value: T): void; fail(fault: Error): void }

export class Network {
  readonly kernel: Kernel
  /** Every life of a Worker's work that is under way. */
  readonly workers = new Set<Life>()
  /** How often everything was killed: what was on its way inside the platform went with it. */
  kills = 0

  constructor(kernel: Kernel) {
    this.kernel = kernel
  }

  /** A life for a Worker's work, among those that a restart of the platform ends. */
  work(): Life {
    const life = new Life()
    this.workers.add(life)
    return life
  }

  /** The whole platform is killed: every Worker's work ends, and no call that is under way arrives. */
  kill(): void {
    this.kills++
    for (const life of this.workers) life.end()
    this.workers.clear()
  }

  /**
   * Call something: it arrives after a while, and the answer after another, unless something is lost. Who calls waits
   * no longer than `msMax`, and then knows nothing.
   */
  call<T>(
    from: Life,
    lane: Way,
    place: string,
    what: string,
    arrive: (reply: Reply<T>) => void,
    msMax = answerMsMax,
  ): Promise<T> {
    if (!from.isAlive) return new Promise<never>(() => {})
    const { kernel } = this
    const label = `${place} ${what}`
    const fault = lane.strikes('call', place)
    if (fault !== null) kernel.note(`! ${lane.name} ${label}: ${fault}`)
    const slow = lane.random.span(500, 60_000)
    return new Promise<T>((resolve, reject) => {
      let isAnswered = false
      const limit = kernel.after(msMax, '', () => {
        if (isAnswered || !from.isAlive) return
        isAnswered = true
        kernel.note(`${lane.name} ${label} ✗ no answer`)
        reject(new TimeoutError(`no answer within ${msMax} ms`))
      })
      const answer = (delayMs: number, outcome: string, settle: () => void) => {
        kernel.after(delayMs, `${lane.name} ${label} ${outcome}`, () => {
          if (isAnswered || !from.isAlive) return
          isAnswered = true
          kernel.drop(limit)
          if (from.isWorker && lane.strikes('work', place) !== null) {
            kernel.note(`! ${lane.name} ${label}: its caller crashed`)
            from.end()
          } else settle()
        })
      }
      const fail = (reason: string) => answer(lane.latency(), `✗ ${reason}`, () => reject(new Error(reason)))
      from.emit(() => {
        if (fault === 'refused') return fail('the network refused')
        const delayMs = lane.latency() + (fault === 'slow request' ? slow : 0)
        const { kills } = this
        kernel.after(delayMs, `${lane.name} ${label}`, () => {
          if (kills !== this.kills) return
          arrive({
            ok: (value) => {
              if (fault === 'never answers') return
              if (fault === 'lost answer') return fail('the answer was lost')
              answer(lane.latency() + (fault === 'slow answer' ? slow : 0), '✓', () => resolve(value))
            },
            fail: (reason) => fault !== 'never answers' && fail(reason.message),
          })
        })
      })
    })
  }
}
