// A queue as the platform has it: at least once, in no order, in batches, with retries and dead letters.
import type { OrderMessage } from '../../src/contract/message.ts'
import type { Subscriber } from '../../src/contract/routing.ts'
import type { Batch } from '../../src/platform/consume.ts'
import type { Kernel } from './kernel.ts'
import type { Lane } from './lane.ts'
import type { Life, Network } from './network.ts'

type Waiting = { id: string; body: OrderMessage; attempts: number; lane: Lane; event: number | null }

/** As the Workers' configuration says. */
const batchSizeMax = 100
/** The platform begins more as a queue grows; the databases behind them do one thing after the other. */
const batchesAtOnceMax = 5
const retriesMax = 100
const dayMs = 86_400_000

export type Consumer = (batch: Batch, life: Life) => Promise<void>

export class VirtualQueue {
  readonly deadLetters: OrderMessage[] = []
  readonly #network: Network
  readonly #subscriber: Subscriber
  readonly #mayLose: boolean
  readonly #consumer: Consumer
  /** Everything that was taken and not yet acknowledged. */
  readonly #waiting = new Set<Waiting>()
  #ready: Waiting[] = []
  #batches = 0
  #taken = 0
  /** What was ever taken, by order and seq; and when the last of it left. */
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

  /** Take what was never taken. */
  fill(lane: Lane, messages: readonly OrderMessage[]): void {
    this.take(
      lane,
      messages.filter(({ id }) => !this.#known.has(id)),
    )
  }

  /** Take messages, all or none; what happens to each on its way is another matter. */
  take(lane: Lane, messages: readonly OrderMessage[]): void {
    for (const body of messages) {
      this.#known.add(body.id)
      const struck = lane.strikes('message', this.#subscriber)
      const fate = struck === 'lost' && !this.#mayLose ? 'delayed' : struck
      const name = `${body.subject.slice(-4)}/${body.data.event.seq} ${body.data.event.type}`
      if (fate !== null) this.#kernel.note(`! ${lane.name} ${this.#subscriber}'s ${name}: ${fate}`)
      const copies = fate === 'lost' ? 0 : fate === 'repeated' ? lane.random.between(2, 3) : 1
      for (let copy = 0; copy < copies; copy++) {
        const waiting = { id: `${this.#subscriber}-${++this.#taken}`, body, attempts: 0, lane, event: null }
        const isLate = fate === 'delayed' || copy > 0
        this.#put(waiting, isLate ? lane.random.span(1000, 3 * dayMs) : lane.random.span(1, 2000), name)
      }
    }
  }

  /** The local platform's queues are in memory, and end with it. */
  forget(): void {
    for (const { event } of this.#waiting) if (event !== null) this.#kernel.drop(event)
    this.#waiting.clear()
    this.#ready = []
  }

  get #kernel(): Kernel {
    return this.#network.kernel
  }

  #put(waiting: Waiting, delayMs: number, name: string): void {
    this.#waiting.add(waiting)
    waiting.event = this.#kernel.after(delayMs, `${waiting.lane.name} ${this.#subscriber} can have ${name}`, () => {
      waiting.event = null
      this.#ready.push(waiting)
      this.#kernel.after(waiting.lane.random.between(0, 30), '', () => this.#deliver())
    })
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
    const life = this.#network.work()
    const over = (didEnd: boolean) => {
      for (const waiting of taken) {
        if (!this.#waiting.has(waiting)) continue
        const verdict = didEnd ? { retryMs: waiting.lane.random.span(1000, 30_000) } : verdicts.get(waiting)
        this.#settle(waiting, verdict?.retryMs ?? null)
      }
      this.#batches--
      this.#deliver()
    }
    life.onEnd(() => over(true))
    this.#consumer({ messages }, life).then(
      () => {
        if (!life.isAlive) return
        this.#network.workers.delete(life)
        over(false)
      },
      () => life.end(),
    )
  }

  #settle(waiting: Waiting, retryMs: number | null): void {
    this.#waiting.delete(waiting)
    this.emptyAt = this.#kernel.now
    if (retryMs === null) return
    if (waiting.attempts <= retriesMax) {
      this.#put(waiting, retryMs, `${waiting.id} again`)
    } else {
      this.#kernel.note(`${waiting.lane.name} ${waiting.id} is a dead letter`)
      this.deadLetters.push(waiting.body)
    }
  }
}
