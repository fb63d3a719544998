// The operations Worker: stores the dead letters of every subscriber, and lists them.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { Caller } from '../../src/contract/caller.ts'
import type { HealthRpc, OperationsRpc, PageRequest } from '../../src/contract/rpc.ts'
import { type DeadLetterPorts, listDeadLettersFor, storeDeadLetters } from '../../src/operations/dead-letters.ts'
import { contextLog } from '../../src/platform/log.ts'
import { checkMigrated } from '../../src/platform/migrations.ts'

export interface OperationsEnv {
  OPERATIONS_DB: D1Database
}

export class Operations extends WorkerEntrypoint<OperationsEnv> implements OperationsRpc, HealthRpc {
  deadLetters(caller: Caller, subscriber: string | null, page: PageRequest) {
    return listDeadLettersFor(portsOf(this.env), caller, subscriber, page)
  }

  async ready(): Promise<{ ok: true }> {
    await checkMigrated('operations', 'OPERATIONS_DB', this.env.OPERATIONS_DB)
    return { ok: true }
  }
}

/** Reached through bindings and the dead-letter queues only. */
export default {
  fetch: () => new Response(null, { status: 404 }),
  queue: (batch, env) => storeDeadLetters(portsOf(env), batch),
} satisfies ExportedHandler<OperationsEnv>

const log = contextLog('operations')

function portsOf(env: OperationsEnv): DeadLetterPorts {
  return { database: env.OPERATIONS_DB.withSession('first-primary'), now: Date.now, log }
}
