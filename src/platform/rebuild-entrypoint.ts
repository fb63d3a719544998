// The RPC entrypoint by which operations has a projection rebuilt: the same in the Worker of each.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { RebuildRpc } from '../contract/rebuild.ts'
import { compareRows, type ProjectionTable, type RebuildPorts, rowsAfter } from './rebuild.ts'

export function rebuilder<Env>(portsOf: (env: Env) => RebuildPorts & { projection: ProjectionTable }) {
  return class extends WorkerEntrypoint<Env> implements RebuildRpc {
    rowsAfter(key: string[] | null, limit: number) {
      return rowsAfter(portsOf(this.env).projection, key, limit)
    }

    compare(orders: { orderId: string; key: string[] | null }[], isRepairing: boolean) {
      const { projection, ...ports } = portsOf(this.env)
      return compareRows(projection, ports, orders, isRepairing)
    }
  }
}
