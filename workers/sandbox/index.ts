// The sandbox Worker: a payment provider for development and tests, reached over HTTP as a remote one would be.
import { DurableObject } from 'cloudflare:workers'
import { durableStorage } from '../../src/platform/durable-storage.ts'
import { serve } from '../../src/sandbox/api.ts'
import { Ledger, type NewCharge } from '../../src/sandbox/ledger.ts'
import { Register } from '../../src/sandbox/register.ts'
import { readSandboxSettings, readWebhookSettings, type SandboxVars } from '../../src/sandbox/settings.ts'
import { sendNotices } from '../../src/sandbox/webhook.ts'

export interface SandboxEnv extends SandboxVars {
  SANDBOX_LEDGER: DurableObjectNamespace<SandboxLedger>
  SANDBOX_REGISTER: DurableObjectNamespace<SandboxRegister>
  /** Where webhooks go: the shop, which may not be deployed yet. */
  SHOP?: Fetcher
}

/** The books of one reference. */
export class SandboxLedger extends DurableObject<SandboxEnv> {
  readonly #settings = readWebhookSettings(this.env)
  #armedAt: number | null = null
  readonly #ledger = new Ledger(String(this.ctx.id.name), durableStorage(this.ctx.storage))

  charge(key: string, fingerprint: string, charge: NewCharge, now: number) {
    const answer = this.#ledger.charge(key, fingerprint, charge, now)
    this.#arm()
    return answer
  }

  refund(...args: Parameters<Ledger['refund']>) {
    const answer = this.#ledger.refund(...args)
    this.#arm()
    return answer
  }

  charges(now: number) {
    return this.#ledger.charges(now)
  }

  moved(now: number) {
    return this.#ledger.moved(now)
  }

  override async alarm() {
    this.#armedAt = null
    const { SHOP } = this.env
    await sendNotices(String(this.ctx.id.name), this.#ledger.notices, {
      ...this.#settings,
      fetch: async (url, init) => (SHOP === undefined ? new Response(null, { status: 404 }) : SHOP.fetch(url, init)),
      now: () => Date.now(),
    })
    this.#arm()
  }

  #arm() {
    const at = this.#settings.triesMax === 0 ? null : this.#ledger.notices.nextAt()
    if (at === null || at === this.#armedAt) return
    this.#armedAt = at
    void this.ctx.storage.setAlarm(at)
  }
}

/** A part of the register of all references. */
export class SandboxRegister extends DurableObject<SandboxEnv> {
  readonly #register = new Register(durableStorage(this.ctx.storage))

  enter(...args: Parameters<Register['enter']>) {
    this.#register.enter(...args)
  }

  page(...args: Parameters<Register['page']>) {
    return this.#register.page(...args)
  }
}

export default {
  fetch: (request, env) =>
    serve(request, {
      ...readSandboxSettings(env),
      ledger: (reference) => env.SANDBOX_LEDGER.getByName(reference),
      register: (part) => env.SANDBOX_REGISTER.getByName(`part-${part}`),
      now: () => Date.now(),
      random: () => Math.random(),
      sleep: async (milliseconds) => {
        if (milliseconds > 0) await scheduler.wait(milliseconds)
      },
    }),
} satisfies ExportedHandler<SandboxEnv>
