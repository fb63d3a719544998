// The RPC entrypoint by which operations has a projection rebuilt: the same in the Worker of each.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { RebuildRpc } from '../contract/rebuild.ts'
import type { ProjectionTable, RebuildPorts } from './rebuild.ts'
import { compareAll, markAll, rowsOfAll } from './sharded-rebuild.ts'

/** `tables`: one for each database that the projection stands in. */
export function rebuilder<Env>(portsOf: (env: Env) => RebuildPorts & { tables: readonly ProjectionTable[] }) {
  return class extends WorkerEntrypoint<Env> implements RebuildRpc {
    rowsAfter(key: string[] | null, limit: number) {
      return rowsOfAll(portsOf(this.env).tables, key, limit)
    }

    mark(mark: number) {
      return markAll(portsOf(this.env).tables, mark)
    }

    compare(orders: { orderId: string; key: string[] | null }[], isRepairing: boolean) {
      const { tables, ...ports } = portsOf(this.env)
      return compareAll(tables, ports, orders, isRepairing)
    }
  }
}
