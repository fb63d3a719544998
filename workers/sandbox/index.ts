// The sandbox Worker: a payment provider for development and tests, reached over HTTP as a remote one would be.
import { DurableObject } from 'cloudflare:workers'
import { serve } from '../../src/sandbox/api.ts'
import { Ledger, type NewCharge, type SqlRow } from '../../src/sandbox/ledger.ts'
import { readSandboxSettings, type SandboxVars } from '../../src/sandbox/settings.ts'

export interface SandboxEnv extends SandboxVars {
  SANDBOX_LEDGER: DurableObjectNamespace<SandboxLedger>
}

/** The books of one reference. */
export class SandboxLedger extends DurableObject<SandboxEnv> {
  readonly #ledger = new Ledger(String(this.ctx.id.name), {
    sql: (query, ...bindings) => this.ctx.storage.sql.exec<SqlRow>(query, ...bindings).toArray(),
    transaction: (work) => this.ctx.storage.transactionSync(work),
  })

  charge(key: string, fingerprint: string, charge: NewCharge, now: number) {
    return this.#ledger.charge(key, fingerprint, charge, now)
  }

  refund(...args: Parameters<Ledger['refund']>) {
    return this.#ledger.refund(...args)
  }

  charges(now: number) {
    return this.#ledger.charges(now)
  }

  moved(now: number) {
    return this.#ledger.moved(now)
  }
}

export default {
  fetch: (request, env) =>
    serve(request, {
      ...readSandboxSettings(env),
      ledger: (reference) => env.SANDBOX_LEDGER.getByName(reference),
      now: () => Date.now(),
      random: () => Math.random(),
      sleep: async (milliseconds) => {
        if (milliseconds > 0) await scheduler.wait(milliseconds)
      },
    }),
} satisfies ExportedHandler<SandboxEnv>
