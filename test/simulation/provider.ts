// The payment provider, outside of the shop: the sandbox's own API and ledger, reached through the real gate and
// adapter over a network on which requests and answers can be lost, late or failing.
import type { ProviderRecord } from '../../src/contract/rpc.ts'
import { Gate } from '../../src/payment/providers/gate.ts'
import type { PaymentProvider, ProviderCalls } from '../../src/payment/providers/provider.ts'
import { sandboxProvider } from '../../src/payment/providers/sandbox.ts'
import type { Log } from '../../src/platform/log.ts'
import { serve } from '../../src/sandbox/api.ts'
import { Ledger } from '../../src/sandbox/ledger.ts'
import type { Kernel } from './kernel.ts'
import type { Lane } from './lane.ts'
import type { Life, Network, Reply } from './network.ts'
import { ObjectHost } from './object.ts'
import { Sqlite } from './sqlite.ts'

/** As in the Workers' variables. */
const gateSettings = { timeoutMs: 2000, callsMax: 64, openMs: 1000 }
const sandboxTimes = { latencyMs: { min: 0, max: 0 }, slowMs: 3000, lostMs: 30_000 }
const gates = 2
/** The key of a charge that the shop has not asked for. */
export const strayKey = 'by-hand'

export type ProviderOptions = { kernel: Kernel; laneOf: (orderId: string) => Lane; isDown: () => boolean }

export class Provider {
  readonly #network: Network
  readonly #options: ProviderOptions
  readonly #gates: ObjectHost<Gate>[]
  readonly #ledger = emptyLedger()

  constructor(network: Network, options: ProviderOptions) {
    this.#network = network
    this.#options = options
    this.#gates = Array.from({ length: gates }, (_, index) => this.#newGate(`gate ${index}`, options.laneOf('')))
  }

  /** What a payment calls: the gate of its shard. It waits for `msMax` at most. */
  callsOf(life: Life, orderId: string, msMax: number): ProviderCalls & { record(): Promise<ProviderRecord | null> } {
    const lane = this.#options.laneOf(orderId)
    const gate = this.#gates[gateOf(orderId)]
    if (gate === undefined) throw new Error('there is no gate')
    const ask = <T>(label: string, work: (gate: Gate) => Promise<T>) =>
      this.#network.call(life, lane, 'gate', label, (reply: Reply<T>) => gate.receive(work, reply), msMax)
    return {
      record: () => ask('record', (the) => the.record(orderId)),
      charge: (charge) => ask('charge', (the) => the.charge(charge)),
      find: (query) => ask('find', (the) => the.find(query)),
      refund: (refund) => ask('refund', (the) => the.refund(refund)),
    }
  }

  adapterFor(life: Life): PaymentProvider {
    return sandboxProvider({
      fetch: (url, init) => this.#fetch(life, url, init),
      url: 'https://sandbox.internal',
      apiKey: 'key',
      webhookSecret: 'secret',
    })
  }

  /** A charge that the shop has not asked for: once for each order, however often it is said. */
  chargeByHand(orderId: string, amount: number): void {
    const { now } = this.#options.kernel
    const charge = { amount, currency: 'KRW', declineReason: null, settlesAt: now, loseAnswer: false }
    this.#ledger.charge(orderId, { key: strayKey, fingerprint: '' }, charge, now)
  }

  /** The witness: what was really taken and given back. */
  moved(orderId: string) {
    return this.#ledger.moved(orderId, this.#options.kernel.now)
  }

  crash(): void {
    for (const gate of this.#gates) gate.crash()
  }

  close(): void {
    for (const gate of this.#gates) gate.close()
  }

  #newGate(name: string, lane: Lane): ObjectHost<Gate> {
    const { kernel } = this.#options
    const log: Log = (event, fields = {}) => kernel.note(`log ${name} ${event} ${JSON.stringify(fields)}`)
    const create = (_: unknown, life: Life) => new Gate(this.adapterFor(life), gateSettings, log)
    return new ObjectHost({ kernel, lane, name, create, wake: async () => {}, place: 'gate' })
  }

  /** One HTTP request. An answer that never comes is left to the gate's time-out. */
  #fetch(life: Life, url: string, { signal: _, ...init }: RequestInit): Promise<Response> {
    const { kernel } = this.#options
    const lane = this.#options.laneOf(/ord_[0-9a-z]{26}/.exec(`${url} ${init.body}`)?.[0] ?? '')
    const fault = lane.strikes('provider', 'sandbox')
    if (fault !== null) kernel.note(`! ${lane.name} provider: ${fault}`)
    // Within the time after which a charge that nobody has heard of counts as never made: that is assumed, not shown.
    const lateMs = lane.random.span(500, 90_000)
    return new Promise((resolve, reject) => {
      const answer = (text: string, settle: () => void) =>
        kernel.after(lane.latency(), `${lane.name} provider ${text}`, () => {
          if (life.isAlive && fault !== 'never answers') settle()
        })
      const fail = (reason: string) => answer(`✗ ${reason}`, () => reject(new Error(reason)))
      const send = async () => {
        if (this.#options.isDown() || fault === 'refused') return fail('refused')
        if (fault === 'fails') return answer('500', () => resolve(Response.json({}, { status: 500 })))
        try {
          const response = await serve(new Request(url, init), this.#sandboxPorts(lane))
          if (fault === 'answer lost') return fail('the answer was lost')
          return answer(`${response.status}`, () => resolve(response))
        } catch (broken) {
          return fail(String(broken))
        }
      }
      const delayMs = lane.latency() + (fault === 'late request' ? lateMs : 0)
      life.emit(() => {
        const { kills } = this.#network
        kernel.after(delayMs, `${lane.name} provider ${init.method ?? 'GET'}`, () => {
          // Whoever sent it was killed in the meantime: it may have left the house before.
          if (kills === this.#network.kills || lane.random.chance(0.5)) void send()
        })
      })
    })
  }

  #sandboxPorts(lane: Lane) {
    const { kernel } = this.#options
    return {
      ...sandboxTimes,
      apiKey: 'key',
      // One for all shards: nobody reads the whole ledger here.
      ledger: () => this.#ledger,
      now: () => kernel.now,
      random: () => lane.random.next(),
      sleep: async (delayMs: number) => {
        if (delayMs > 0) await new Promise<void>((resolve) => kernel.after(delayMs, '', resolve))
      },
    }
  }
}

/** The number of the gate that all charges of an order go through. */
export function gateOf(orderId: string): number {
  return (orderId.codePointAt(6) ?? 0) % gates
}

/** Opened once and emptied for every run. */
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
