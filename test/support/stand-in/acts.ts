// Stands in for the sources of the audit where a test runs operations alone: nobody did anything there.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { ActsRpc } from '../../../src/contract/audit.ts'

export class Acts extends WorkerEntrypoint implements ActsRpc {
  async actsAfter() {
    return { acts: [], last: 0, newest: 0 }
  }
}

export default { fetch: () => new Response(null, { status: 404 }) }
