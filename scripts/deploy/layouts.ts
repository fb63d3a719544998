// The layouts that say in which databases orders stand, before a deployment brings them. Pure.
import { layoutsIn } from '../../src/platform/order-shards.ts'
import type { WorkerConfig } from './configs.ts'

/** Every Worker has a layout that begins so much later than its deployment (epoch milliseconds). */
const aheadMsMin = 600_000

/** What forbids the deployment, whatever the account has: a layout that names a database which is not bound. */
export function layoutFaults(workers: readonly WorkerConfig[]): string[] {
  return workers.flatMap((worker) =>
    layoutsOf(worker).flatMap(({ variable, number }) => {
      const isBound = number < worker.databases.length
      return isBound
        ? []
        : [`${worker.name}: ${variable} names database ${number}, and ${worker.databases.length} are bound`]
    }),
  )
}

/** What of a running shop there is: its Workers, and the databases by their names. */
type Account = { workers: ReadonlyMap<string, unknown>; pending: ReadonlyMap<string, unknown> }

/**
 * A layout of a database that the deployment creates begins when every Worker has it: or else its first orders are
 * written where the Workers of before do not look for them.
 */
export function lateLayoutFaults(workers: readonly WorkerConfig[], account: Account, now: number): string[] {
  return workers.flatMap((worker) => {
    if (!account.workers.has(worker.name)) return []
    const late = layoutsOf(worker).find(({ number, from, isLater }) => {
      const database = worker.databases[number]
      const isNew = database !== undefined && !account.pending.has(database.name)
      return isNew && isLater && from < now + aheadMsMin
    })
    if (late === undefined) return []
    const begins = new Date(late.from).toISOString()
    return [
      `${worker.name}: ${late.variable} uses a new database from ${begins} on: name a time an hour from now, or later`,
    ]
  })
}

/** `isLater`: the layout is not the first one. */
type NamedDatabase = { variable: string; number: number; from: number; isLater: boolean }

/** Each database of each layout. A text that is no list of layouts is told of with the variables. */
function layoutsOf({ vars }: WorkerConfig): NamedDatabase[] {
  return Object.entries(vars).flatMap(([variable, text]) => {
    if (!variable.endsWith('_LAYOUTS') || typeof text !== 'string') return []
    try {
      const layouts = layoutsIn(text)
      return layouts.flatMap(({ from, databases }, index) =>
        databases.map((number) => ({ variable, number, from, isLater: index > 0 })),
      )
    } catch {
      return []
    }
  })
}
