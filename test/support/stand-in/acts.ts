// Stands in for those whom operations asks where a test runs it alone: nobody did anything there, and no projection has
// a row.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { ActsRpc } from '../../../src/contract/audit.ts'
import type { CustomerDataRpc } from '../../../src/contract/customer-data.ts'
import type { FiguresRpc } from '../../../src/contract/figures.ts'
import type { ArchivedOrdersRpc, RebuildRpc } from '../../../src/contract/rebuild.ts'
import { accepted } from '../../../src/contract/result.ts'
import type { MyPageRpc } from '../../../src/contract/rpc.ts'

export class Acts extends WorkerEntrypoint implements ActsRpc {
  async actsAfter() {
    return { acts: [], last: 0, newest: 0 }
  }
}

export class Figures extends WorkerEntrypoint implements FiguresRpc {
  async figures() {
    return []
  }
}

export class Customers extends WorkerEntrypoint implements CustomerDataRpc {
  async eraseCustomer() {}
}

export class Rebuild extends WorkerEntrypoint implements RebuildRpc {
  async mark() {
    return 0
  }

  async rowsAfter() {
    return []
  }

  async compare() {
    return []
  }
}

export class ArchivedOrders extends WorkerEntrypoint implements ArchivedOrdersRpc {
  async archivedOrders() {
    return { orderIds: [], cursor: null }
  }
}

export class MyPages extends WorkerEntrypoint implements Pick<MyPageRpc, 'changedSince'> {
  async changedSince() {
    return accepted({ items: [], cursor: null })
  }
}

export default { fetch: () => new Response(null, { status: 404 }) }
