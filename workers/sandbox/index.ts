// The sandbox Worker: a payment provider for development and tests, called over HTTP like a remote one.
import { DurableObject, WorkerEntrypoint } from 'cloudflare:workers'
import type { Caller } from '../../src/contract/caller.ts'
import type { SandboxRpc } from '../../src/contract/rpc.ts'
import { readConfig, type Vars } from '../../src/platform/config.ts'
import { durableStorage } from '../../src/platform/durable-storage.ts'
import { outlastingReset } from '../../src/platform/object-calls.ts'
import { serve } from '../../src/sandbox/api.ts'
import { sandboxConfig } from '../../src/sandbox/config.ts'
import { parseId, shardFor } from '../../src/sandbox/entry.ts'
import { migrateLedger, readFirstRelease } from '../../src/sandbox/first-release.ts'
import { Ledger } from '../../src/sandbox/ledger.ts'
import { sandboxPage } from '../../src/sandbox/pages.tsx'
import { settingsOf, webhookSettingsOf } from '../../src/sandbox/settings.ts'
import { sendNotices } from '../../src/sandbox/webhook.ts'

export interface SandboxEnv extends Vars<typeof sandboxConfig> {
  SANDBOX_REGISTER: DurableObjectNamespace<SandboxRegister>
  SANDBOX_LEDGER: DurableObjectNamespace<SandboxLedger>
  /** The shop, which receives the webhooks and may not be deployed yet. */
  SHOP?: Fetcher
}

/** Every call is idempotent, by the key of its request. */
const shardOf = ({ SANDBOX_REGISTER }: SandboxEnv, shard: number) =>
  outlastingReset(() => SANDBOX_REGISTER.getByName(`part-${shard}`))

/** A shard of the ledger. */
export class SandboxRegister extends DurableObject<SandboxEnv> {
  readonly #settings = webhookSettingsOf(readConfig(sandboxConfig, this.env))
  readonly #storage = durableStorage(this.ctx.storage)
  readonly #ledger = new Ledger(this.#storage)
  #migrated: Promise<void> | null = null
  #isSending = false
  #alarmAt: number | null = null

  async charge(...args: Parameters<Ledger['charge']>) {
    await this.#ready()
    const answer = this.#ledger.charge(...args)
    this.#setAlarm()
    return answer
  }

  async refund(...args: Parameters<Ledger['refund']>) {
    await this.#ready()
    const answer = this.#ledger.refund(...args)
    this.#setAlarm()
    return answer
  }

  async dispute(...args: Parameters<Ledger['dispute']>) {
    await this.#ready()
    const answer = this.#ledger.dispute(...args)
    this.#setAlarm()
    return answer
  }

  async closeDispute(...args: Parameters<Ledger['closeDispute']>) {
    await this.#ready()
    const answer = this.#ledger.closeDispute(...args)
    this.#setAlarm()
    return answer
  }

  async decide(...args: Parameters<Ledger['decide']>) {
    await this.#ready()
    const answer = this.#ledger.decide(...args)
    this.#setAlarm()
    return answer
  }

  async authentication(...args: Parameters<Ledger['authentication']>) {
    await this.#ready()
    return this.#ledger.authentication(...args)
  }

  async refunds(...args: Parameters<Ledger['refunds']>) {
    await this.#ready()
    return this.#ledger.refunds(...args)
  }

  async failRefund(...args: Parameters<Ledger['failRefund']>) {
    await this.#ready()
    const answer = this.#ledger.failRefund(...args)
    this.#setAlarm()
    return answer
  }

  async findDispute(...args: Parameters<Ledger['findDispute']>) {
    await this.#ready()
    return this.#ledger.findDispute(...args)
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
    this.#alarmAt = null
    this.#setAlarm()
  }

  async #ready() {
    const ledgerOf = (reference: string) => outlastingReset(() => this.env.SANDBOX_LEDGER.getByName(reference))
    const read = (reference: string) => ledgerOf(reference).entries()
    this.#migrated ??= migrateLedger(this.#storage, read)
    try {
      await this.#migrated
    } catch (fault) {
      this.#migrated = null
      throw fault
    }
  }

  /** One alarm for many notices. While they are being sent the next alarm is not set: their results decide its time. */
  #setAlarm() {
    const at = this.#settings.triesMax === 0 || this.#isSending ? null : this.#ledger.notices.nextAt()
    if (at === null || at === this.#alarmAt) return
    this.#alarmAt = at
    void this.ctx.storage.setAlarm(at)
  }
}

/** The data of one reference in the first release. Its shard reads it once. */
export class SandboxLedger extends DurableObject<SandboxEnv> {
  entries() {
    return readFirstRelease(String(this.ctx.id.name), durableStorage(this.ctx.storage))
  }

  /** A notice of the first release is due: this call makes the shard migrate, and the shard sends it. */
  override async alarm() {
    const reference = String(this.ctx.id.name)
    await shardOf(this.env, shardFor(reference)).charges(reference, Date.now())
  }
}

/** The pages, which the gateway shows. */
export class SandboxPages extends WorkerEntrypoint<SandboxEnv> implements SandboxRpc {
  page(caller: Caller, request: Request) {
    const shard = (id: string) => shardOf(this.env, shardFor(parseId('au', id)?.reference ?? ''))
    const ports = {
      authentication: (id: string) => shard(id).authentication(id, Date.now()),
      decide: (id: string, outcome: 'approved' | 'refused' | 'canceled') => shard(id).decide(id, outcome, Date.now()),
    }
    return sandboxPage(ports, caller, request)
  }
}

export default {
  fetch: (request, env) =>
    serve(request, {
      ...settingsOf(readConfig(sandboxConfig, env)),
      ledger: (shard) => shardOf(env, shard),
      now: () => Date.now(),
      random: () => Math.random(),
      sleep: async (milliseconds) => {
        if (milliseconds > 0) await scheduler.wait(milliseconds)
      },
    }),
} satisfies ExportedHandler<SandboxEnv>
