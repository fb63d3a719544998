// The virtual network: calls between Workers and objects, whose lifetimes can end at any time. Requests and answers can
// be lost.
import { TimeoutError } from '../../src/platform/timeout.ts'
import type { Injector } from './fault-injection.ts'
import type { Kernel } from './kernel.ts'
import { answerMsMax } from './timeouts.ts'

/** One lifetime of an object or of a Worker's invocation. After its end it receives nothing and does nothing. */
export class Lifetime {
  isAlive = true
  /** Send something out; an object holds it back until its writes are committed. */
  readonly emit: (output: () => void) => void
  /** A Worker's lifetime can end after any answer; an object's lifetime ends at the end of a step. */
  readonly isWorker: boolean
  readonly #endings = new Set<() => void>()

  constructor(emit: ((output: () => void) => void) | null = null) {
    this.isWorker = emit === null
    this.emit = emit ?? ((output) => output())
  }

  /** Call `ending` at the end, unless the returned function is called before. */
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
  /** The lifetimes of all running Worker invocations. */
  readonly workers = new Set<Lifetime>()
  /** How often the platform was killed: each kill loses all calls that have not arrived. */
  kills = 0

  constructor(kernel: Kernel) {
    this.kernel = kernel
  }

  /** A new lifetime for a Worker's invocation; a restart of the platform ends it. */
  work(): Lifetime {
    const lifetime = new Lifetime()
    this.workers.add(lifetime)
    return lifetime
  }

  /** The whole platform is killed: every Worker's invocation ends, and no pending call arrives. */
  kill(): void {
    this.kills++
    for (const lifetime of this.workers) lifetime.end()
    this.workers.clear()
  }

  /**
   * Call something: request and answer each take a while, and each can be lost. The caller waits at most `msMax`, and
   * then gets a TimeoutError.
   */
  call<T>(
    from: Lifetime,
    injector: Injector,
    place: string,
    what: string,
    arrive: (reply: Reply<T>) => void,
    msMax = answerMsMax,
  ): Promise<T> {
    if (!from.isAlive) return new Promise<never>(() => {})
    const { kernel } = this
    const label = `${place} ${what}`
    const fault = injector.faultAt('call', place)
    if (fault !== null) kernel.note(`! ${injector.name} ${label}: ${fault}`)
    const slow = injector.random.span(500, 60_000)
    return new Promise<T>((resolve, reject) => {
      let isAnswered = false
      const limit = kernel.schedule(msMax, '', () => {
        if (isAnswered || !from.isAlive) return
        isAnswered = true
        kernel.note(`${injector.name} ${label} ✗ no answer`)
        reject(new TimeoutError(`no answer within ${msMax} ms`))
      })
      const answer = (delayMs: number, outcome: string, settle: () => void) => {
        kernel.schedule(delayMs, `${injector.name} ${label} ${outcome}`, () => {
          if (isAnswered || !from.isAlive) return
          isAnswered = true
          kernel.cancel(limit)
          if (from.isWorker && injector.faultAt('work', place) !== null) {
            kernel.note(`! ${injector.name} ${label}: its caller crashed`)
            from.end()
          } else settle()
        })
      }
      const fail = (reason: string) => answer(injector.latency(), `✗ ${reason}`, () => reject(new Error(reason)))
      from.emit(() => {
        if (fault === 'refused') return fail('the network refused')
        const delayMs = injector.latency() + (fault === 'slow request' ? slow : 0)
        const { kills } = this
        kernel.schedule(delayMs, `${injector.name} ${label}`, () => {
          if (kills !== this.kills) return
          arrive({
            ok: (value) => {
              if (fault === 'never answers') return
              if (fault === 'lost answer') return fail('the answer was lost')
              answer(injector.latency() + (fault === 'slow answer' ? slow : 0), '✓', () => resolve(value))
            },
            fail: (reason) => fault !== 'never answers' && fail(reason.message),
          })
        })
      })
    })
  }
}
