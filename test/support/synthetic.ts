// Synthetic orders, as operations wires them.
import type { SyntheticRpc } from '../../src/contract/synthetic.ts'
import { placeSynthetic, type SyntheticPorts, syntheticRuns } from '../../src/operations/synthetic-order.ts'

export function syntheticOver(ports: SyntheticPorts): SyntheticRpc {
  return {
    placeSynthetic: (...args) => placeSynthetic(ports, ...args),
    syntheticRuns: (...args) => syntheticRuns(ports, ...args),
  }
}
