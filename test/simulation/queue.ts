// A queue like the platform's: at-least-once delivery, no order, batches, retries and dead letters.
import type { OrderMessage } from '../../src/contract/message.ts'
import type { Subscriber } from '../../src/contract/routing.ts'
import type { Batch } from '../../src/platform/consume.ts'
import type { OrderInjector } from './fault-injection.ts'
import type { Kernel } from './kernel.ts'
import type { Lifetime, Network } from './network.ts'

type Waiting = { id: string; body: OrderMessage; attempts: number; injector: OrderInjector; event: number | null }

/** As in the Workers' configuration. */
const batchSizeMax = 100
/** Consumers that run at once; the databases behind them run one statement after the other. */
const batchesAtOnceMax = 5
const retriesMax = 100
const dayMs = 86_400_000

export type Consumer = (batch: Batch, lifetime: Lifetime) => Promise<void>

export class VirtualQueue {
  readonly deadLetters: OrderMessage[] = []
  readonly #network: Network
  readonly #subscriber: Subscriber
  readonly #mayLose: boolean
  readonly #consumer: Consumer
  /** All messages that are accepted and not yet acknowledged. */
  readonly #waiting = new Set<Waiting>()
  #ready: Waiting[] = []
  #batches = 0
  #taken = 0
  /** The ids of all messages ever accepted, and when the last one left. */
  readonly #known = new Set<string>()
  emptyAt = 0

  constructor(network: Network, subscriber: Subscriber, mayLose: boolean, consumer: Consumer) {
    this.#network = network
    this.#subscriber = subscriber
    this.#mayLose = mayLose
    this.#consumer = consumer
  }

  get taken(): number {
    return this.#taken
  }

  /** Take the messages that were never taken. */
  fill(injector: OrderInjector, messages: readonly OrderMessage[]): void {
    this.take(
      injector,
      messages.filter(({ id }) => !this.#known.has(id)),
    )
  }

  /** Take messages, all or none. Each can then be lost, repeated or delayed. */
  take(injector: OrderInjector, messages: readonly OrderMessage[]): void {
    for (const body of messages) {
      this.#known.add(body.id)
      const injected = injector.faultAt('message', this.#subscriber)
      const outcome = injected === 'lost' && !this.#mayLose ? 'delayed' : injected
      const name = `${body.subject.slice(-4)}/${body.data.event.seq} ${body.data.event.type}`
      if (outcome !== null) this.#kernel.note(`! ${injector.name} ${this.#subscriber}'s ${name}: ${outcome}`)
      const copies = outcome === 'lost' ? 0 : outcome === 'repeated' ? injector.random.between(2, 3) : 1
      for (let copy = 0; copy < copies; copy++) {
        const waiting = { id: `${this.#subscriber}-${++this.#taken}`, body, attempts: 0, injector, event: null }
        const isLate = outcome === 'delayed' || copy > 0
        this.#put(waiting, isLate ? injector.random.span(1000, 3 * dayMs) : injector.random.span(1, 2000), name)
      }
    }
  }

  /** The local platform keeps its queues in memory: a restart empties them. */
  clear(): void {
    for (const { event } of this.#waiting) if (event !== null) this.#kernel.cancel(event)
    this.#waiting.clear()
    this.#ready = []
  }

  get #kernel(): Kernel {
    return this.#network.kernel
  }

  #put(waiting: Waiting, delayMs: number, name: string): void {
    this.#waiting.add(waiting)
    waiting.event = this.#kernel.schedule(
      delayMs,
      `${waiting.injector.name} ${this.#subscriber} can have ${name}`,
      () => {
        waiting.event = null
        this.#ready.push(waiting)
        this.#kernel.schedule(waiting.injector.random.between(0, 30), '', () => this.#deliver())
      },
    )
  }

  #deliver(): void {
    if (this.#batches >= batchesAtOnceMax) return
    const taken = this.#ready.splice(0, batchSizeMax)
    if (taken.length === 0) return
    this.#batches++
    const verdicts = new Map<Waiting, { retryMs: number | null }>()
    /** The first verdict on a message counts. */
    const judge = (waiting: Waiting, retryMs: number | null) => {
      if (!verdicts.has(waiting)) verdicts.set(waiting, { retryMs })
    }
    const messages = taken.map((waiting) => {
      waiting.attempts++
      return {
        id: waiting.id,
        body: waiting.body,
        attempts: waiting.attempts,
        ack: () => judge(waiting, null),
        retry: ({ delaySeconds }: { delaySeconds: number }) => judge(waiting, delaySeconds * 1000),
      }
    })
    const lifetime = this.#network.work()
    const over = (didEnd: boolean) => {
      for (const waiting of taken) {
        if (!this.#waiting.has(waiting)) continue
        const verdict = didEnd ? { retryMs: waiting.injector.random.span(1000, 30_000) } : verdicts.get(waiting)
        this.#settle(waiting, verdict?.retryMs ?? null)
      }
      this.#batches--
      this.#deliver()
    }
    lifetime.onEnd(() => over(true))
    this.#consumer({ messages }, lifetime).then(
      () => {
        if (!lifetime.isAlive) return
        this.#network.workers.delete(lifetime)
        over(false)
      },
      () => lifetime.end(),
    )
  }

  #settle(waiting: Waiting, retryMs: number | null): void {
    this.#waiting.delete(waiting)
    this.emptyAt = this.#kernel.now
    if (retryMs === null) return
    if (waiting.attempts <= retriesMax) {
      this.#put(waiting, retryMs, `${waiting.id} again`)
    } else {
      this.#kernel.note(`${waiting.injector.name} ${waiting.id} is a dead letter`)
      this.deadLetters.push(waiting.body)
    }
  }
}
