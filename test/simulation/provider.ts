// The payment provider outside the shop: the sandbox's API and ledger behind the real gate and adapter. Requests and
// answers can be lost, late or failing.
import { Gate } from '../../src/payment/providers/gate.ts'
import type { PaymentProvider, ProviderCalls, RecordOutcome } from '../../src/payment/providers/provider.ts'
import { sandboxProvider } from '../../src/payment/providers/sandbox.ts'
import type { Log } from '../../src/platform/log.ts'
import { serve } from '../../src/sandbox/api.ts'
import { Ledger } from '../../src/sandbox/ledger.ts'
import type { OrderInjector } from './fault-injection.ts'
import type { Kernel } from './kernel.ts'
import type { Lifetime, Network, Reply } from './network.ts'
import { ObjectHost } from './object.ts'
import { Sqlite } from './sqlite.ts'

/** As in the Workers' variables. */
const gateSettings = { timeoutMs: 2000, callsMax: 64, openMs: 1000 }
const sandboxTimes = { latencyMs: { min: 0, max: 0 }, slowMs: 3000, lostMs: 30_000 }
const gates = 2
/** The idempotency key of a charge that the shop did not request. */
export const strayKey = 'by-hand'

export type ProviderOptions = { kernel: Kernel; injectorOf: (orderId: string) => OrderInjector; isDown: () => boolean }

export class Provider {
  readonly #network: Network
  readonly #options: ProviderOptions
  readonly #gates: ObjectHost<Gate>[]
  readonly #ledger = emptyLedger()

  readonly #refusedUntil = new Map<string, number>()

  constructor(network: Network, options: ProviderOptions) {
    this.#network = network
    this.#options = options
    this.#gates = Array.from({ length: gates }, (_, index) => this.#newGate(`gate ${index}`, options.injectorOf('')))
  }

  /** The gate of the order's shard, as a payment calls it. The caller waits at most `msMax`. */
  callsOf(lifetime: Lifetime, orderId: string, msMax: number): ProviderCalls & { record(): Promise<RecordOutcome> } {
    const injector = this.#options.injectorOf(orderId)
    const gate = this.#gates[gateOf(orderId)]
    if (gate === undefined) throw new Error('there is no gate')
    const ask = <T>(label: string, work: (gate: Gate) => Promise<T>) =>
      this.#network.call(lifetime, injector, 'gate', label, (reply: Reply<T>) => gate.receive(work, reply), msMax)
    return {
      record: () => ask('record', (the) => the.record(orderId)),
      charge: (charge) => ask('charge', (the) => the.charge(charge)),
      find: (query) => ask('find', (the) => the.find(query)),
      cancel: (query) => ask('cancel', (the) => the.cancel(query)),
      refund: (refund) => ask('refund', (the) => the.refund(refund)),
      refunds: (charge) => ask('refunds', (the) => the.refunds(charge)),
    }
  }

  adapterFor(lifetime: Lifetime): PaymentProvider {
    return sandboxProvider({
      fetch: (url, init) => this.#fetch(lifetime, url, init),
      url: 'https://sandbox.internal',
      apiKey: 'key',
      webhookSecret: 'secret',
    })
  }

  /** Make a charge that the shop did not request: one for each order, however often this is called. */
  chargeByHand(orderId: string, amount: number): void {
    const { now } = this.#options.kernel
    const charge = { amount, currency: 'KRW', declineReason: null, settlesAt: now, loseAnswer: false }
    this.#ledger.charge(orderId, { key: strayKey, fingerprint: '' }, charge, now)
  }

  /** The owner of the card decides every charge of the order that waits for that. */
  authenticate(orderId: string, outcome: 'approved' | 'refused'): void {
    const { now } = this.#options.kernel
    for (const charge of this.#ledger.charges(orderId, now)) {
      if (charge.status === 'requires_action') this.#ledger.decide(charge.id, outcome, now)
    }
  }

  /** The order's first refund fails, though it was answered as made. */
  failRefund(orderId: string): void {
    this.#ledger.failRefund(`re_${orderId}_1`, { key: 'by-bank', fingerprint: '' }, this.#options.kernel.now)
  }

  /** A bank takes no refund of the order for this long. */
  refuseRefunds(orderId: string, forMs: number): void {
    this.#refusedUntil.set(orderId, this.#options.kernel.now + forMs)
  }

  /** What was really charged and refunded. */
  moved(orderId: string) {
    return this.#ledger.moved(orderId, this.#options.kernel.now)
  }

  crash(): void {
    for (const gate of this.#gates) gate.crash()
  }

  close(): void {
    for (const gate of this.#gates) gate.close()
  }

  #newGate(name: string, injector: OrderInjector): ObjectHost<Gate> {
    const { kernel } = this.#options
    const log: Log = (event, fields = {}) => kernel.note(`log ${name} ${event} ${JSON.stringify(fields)}`)
    const create = (_: unknown, lifetime: Lifetime) => new Gate(this.adapterFor(lifetime), gateSettings, log)
    return new ObjectHost({ kernel, injector, name, create, wake: async () => {}, place: 'gate' })
  }

  /** One HTTP request. When no answer comes, the gate's time-out ends it. */
  #fetch(lifetime: Lifetime, url: string, { signal: _, ...init }: RequestInit): Promise<Response> {
    const { kernel } = this.#options
    const injector = this.#options.injectorOf(/ord_[0-9a-z]{26}/.exec(`${url} ${init.body}`)?.[0] ?? '')
    const fault = injector.faultAt('provider', 'sandbox')
    if (fault !== null) kernel.note(`! ${injector.name} provider: ${fault}`)
    // Shorter than `lateArrivalMs`: the shop assumes that no request arrives later.
    const lateMs = injector.random.span(500, 90_000)
    return new Promise((resolve, reject) => {
      const answer = (text: string, settle: () => void) =>
        kernel.schedule(injector.latency(), `${injector.name} provider ${text}`, () => {
          if (lifetime.isAlive && fault !== 'never answers') settle()
        })
      const fail = (reason: string) => answer(`✗ ${reason}`, () => reject(new Error(reason)))
      const send = async () => {
        if (this.#options.isDown() || fault === 'refused') return fail('refused')
        if (fault === 'fails') return answer('500', () => resolve(Response.json({}, { status: 500 })))
        if (this.#isRefused(url, init)) {
          return answer('409', () => resolve(Response.json({ error: { code: 'refund_not_allowed' } }, { status: 409 })))
        }
        try {
          const response = await serve(new Request(url, init), this.#sandboxPorts(injector))
          if (fault === 'answer lost') return fail('the answer was lost')
          return answer(`${response.status}`, () => resolve(response))
        } catch (broken) {
          return fail(String(broken))
        }
      }
      const delayMs = injector.latency() + (fault === 'late request' ? lateMs : 0)
      lifetime.emit(() => {
        const { kills } = this.#network
        kernel.schedule(delayMs, `${injector.name} provider ${init.method ?? 'GET'}`, () => {
          // The sender has been killed: the request may have left before.
          if (kills === this.#network.kills || injector.random.chance(0.5)) void send()
        })
      })
    })
  }

  #isRefused(url: string, { method }: RequestInit): boolean {
    const orderId = /\/charges\/ch_(ord_[0-9a-z]+)_\d+\/refunds$/.exec(url)?.[1] ?? ''
    return method === 'POST' && this.#options.kernel.now < (this.#refusedUntil.get(orderId) ?? 0)
  }

  #sandboxPorts(injector: OrderInjector) {
    const { kernel } = this.#options
    return {
      ...sandboxTimes,
      apiKey: 'key',
      // One ledger for all shards: nothing reads the whole ledger here.
      ledger: () => this.#ledger,
      now: () => kernel.now,
      random: () => injector.random.next(),
      sleep: async (delayMs: number) => {
        if (delayMs > 0) await new Promise<void>((resolve) => kernel.schedule(delayMs, '', resolve))
      },
    }
  }
}

/** The number of the gate that all charges of an order go through. */
export function gateOf(orderId: string): number {
  return (orderId.codePointAt(6) ?? 0) % gates
}

/** Opened once and cleared for each run. */
const ledgerSqlite = new Sqlite()

function emptyLedger(): Ledger {
  const ledger = new Ledger({
    sql: (query, ...bindings) => {
      if (!/^\s*CREATE/.test(query)) return ledgerSqlite.all(query, bindings)
      ledgerSqlite.script(query)
      return []
    },
    transaction: (work) => work(),
  })
  ledgerSqlite.clear()
  return ledger
}
