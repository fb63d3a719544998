// The sandbox Worker: a payment provider for development and tests, reached over HTTP as a remote one would be.
import { DurableObject } from 'cloudflare:workers'
import { serve } from '../../src/sandbox/api.ts'
import { Ledger, type NewCharge, type SqlRow, type Storage } from '../../src/sandbox/ledger.ts'
import { Register } from '../../src/sandbox/register.ts'
import { readSandboxSettings, type SandboxVars } from '../../src/sandbox/settings.ts'

export interface SandboxEnv extends SandboxVars {
  SANDBOX_LEDGER: DurableObjectNamespace<SandboxLedger>
  SANDBOX_REGISTER: DurableObjectNamespace<SandboxRegister>
}

/** The books of one reference. */
export class SandboxLedger extends DurableObject<SandboxEnv> {
  readonly #ledger = new Ledger(String(this.ctx.id.name), storageOf(this.ctx))

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

/** A part of the register of all references. */
export class SandboxRegister extends DurableObject<SandboxEnv> {
  readonly #register = new Register(storageOf(this.ctx))

  enter(...args: Parameters<Register['enter']>) {
    this.#register.enter(...args)
  }

  page(...args: Parameters<Register['page']>) {
    return this.#register.page(...args)
  }
}

function storageOf({ storage }: DurableObjectState): Storage {
  return {
    sql: (query, ...bindings) => storage.sql.exec<SqlRow>(query, ...bindings).toArray(),
    transaction: (work) => storage.transactionSync(work),
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
