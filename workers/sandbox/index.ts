// The sandbox Worker: a payment provider for development and tests, reached over HTTP as a remote one would be.
import { DurableObject } from 'cloudflare:workers'
import { durableStorage } from '../../src/platform/durable-storage.ts'
import { serve } from '../../src/sandbox/api.ts'
import { shardFor } from '../../src/sandbox/entry.ts'
import { migrateLedger, readFirstRelease } from '../../src/sandbox/first-release.ts'
import { Ledger } from '../../src/sandbox/ledger.ts'
import { readSandboxSettings, readWebhookSettings, type SandboxVars } from '../../src/sandbox/settings.ts'
import { sendNotices } from '../../src/sandbox/webhook.ts'

export interface SandboxEnv extends SandboxVars {
  SANDBOX_REGISTER: DurableObjectNamespace<SandboxRegister>
  SANDBOX_LEDGER: DurableObjectNamespace<SandboxLedger>
  /** Where webhooks go: the shop, which may not be deployed yet. */
  SHOP?: Fetcher
}

const shardOf = (env: SandboxEnv, shard: number) => env.SANDBOX_REGISTER.getByName(`part-${shard}`)

/** A shard of the ledger. */
export class SandboxRegister extends DurableObject<SandboxEnv> {
  readonly #settings = readWebhookSettings(this.env)
  readonly #storage = durableStorage(this.ctx.storage)
  readonly #ledger = new Ledger(this.#storage)
  #migrated: Promise<void> | null = null
  #isSending = false
  #armedAt: number | null = null

  async charge(...args: Parameters<Ledger['charge']>) {
    await this.#ready()
    const answer = this.#ledger.charge(...args)
    this.#arm()
    return answer
  }

  async refund(...args: Parameters<Ledger['refund']>) {
    await this.#ready()
    const answer = this.#ledger.refund(...args)
    this.#arm()
    return answer
  }

  async charges(...args: Parameters<Ledger['charges']>) {
    await this.#ready()
    return this.#ledger.charges(...args)
  }

  async moved(...args: Parameters<Ledger['moved']>) {
    await this.#ready()
    return this.#ledger.moved(...args)
  }

  async movements(...args: Parameters<Ledger['movements']>) {
    await this.#ready()
    return this.#ledger.movements(...args)
  }

  override async alarm() {
    const { SHOP } = this.env
    this.#isSending = true
    try {
      await sendNotices(this.#ledger.notices, {
        ...this.#settings,
        fetch: async (url, init) => (SHOP === undefined ? new Response(null, { status: 404 }) : SHOP.fetch(url, init)),
        now: () => Date.now(),
      })
    } finally {
      this.#isSending = false
    }
    this.#armedAt = null
    this.#arm()
  }

  async #ready() {
    const read = (reference: string) => this.env.SANDBOX_LEDGER.getByName(reference).entries()
    this.#migrated ??= migrateLedger(this.#storage, read)
    try {
      await this.#migrated
    } catch (fault) {
      this.#migrated = null
      throw fault
    }
  }

  /** Once for the notices of many: while they are sent, the next alarm waits for what becomes of them. */
  #arm() {
    const at = this.#settings.triesMax === 0 || this.#isSending ? null : this.#ledger.notices.nextAt()
    if (at === null || at === this.#armedAt) return
    this.#armedAt = at
    void this.ctx.storage.setAlarm(at)
  }
}

/** The ledger of one reference as the first release kept it: read once, by its shard. */
export class SandboxLedger extends DurableObject<SandboxEnv> {
  entries() {
    return readFirstRelease(String(this.ctx.id.name), durableStorage(this.ctx.storage))
  }

  /** What it still had to tell is told by its shard, which this wakes. */
  override async alarm() {
    const reference = String(this.ctx.id.name)
    await shardOf(this.env, shardFor(reference)).charges(reference, Date.now())
  }
}

export default {
  fetch: (request, env) =>
    serve(request, {
      ...readSandboxSettings(env),
      ledger: (shard) => shardOf(env, shard),
      now: () => Date.now(),
      random: () => Math.random(),
      sleep: async (milliseconds) => {
        if (milliseconds > 0) await scheduler.wait(milliseconds)
      },
    }),
} satisfies ExportedHandler<SandboxEnv>
