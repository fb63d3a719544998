// What is wrong with a set of wrangler files before anything is deployed. Pure: every fault is a sentence.
import { readCharging } from '../../src/contract/charging.ts'
import type { WorkerConfig } from './configs.ts'
import { regionFaults } from './region-faults.ts'

/**
 * Every binding must be provided by some Worker of the list, and every callee must stand before its callers, but for
 * one that calls them back: such a circle has no order.
 */
export function faultsOf(workers: readonly WorkerConfig[]): string[] {
  return [
    ...repeated(workers.map(({ name }) => name)).map((name) => `two Workers are named ${name}`),
    ...workers.flatMap((worker, index) => serviceFaults(worker, workers, index)),
    ...queueFaults(workers),
    ...databaseFaults(workers),
    ...chargingFaults(workers),
    ...regionFaults(workers),
  ]
}

type Database = { name: string; binding: string }
type Listed = { name: string; config: string; databases: readonly Database[] }

/** Where the list of Workers in scripts/workers.ts says something else than their wrangler files. */
export function faultsOfList(listed: readonly Listed[], workers: readonly WorkerConfig[]): string[] {
  return listed.flatMap(({ name, config, databases }) => {
    const worker = workers.find((candidate) => candidate.config === config)
    if (worker === undefined) return [`${name} has no wrangler file at ${config}`]
    const text = (list: readonly Database[]) =>
      list.map((database) => `${database.binding}=${database.name}`).join(', ') || 'none'
    return [
      ...(worker.name === name ? [] : [`scripts/workers.ts calls ${name} what its wrangler file calls ${worker.name}`]),
      ...(text(databases) === text(worker.databases)
        ? []
        : [`the databases of ${name} are ${text(worker.databases)}, and scripts/workers.ts says ${text(databases)}`]),
    ]
  })
}

/** Where a Worker is bound to something that the other's bundle, or its own, does not export. */
export function faultsOfExports(
  workers: readonly WorkerConfig[],
  exports: ReadonlyMap<string, readonly string[]>,
): string[] {
  const has = (worker: string, name: string) => exports.get(worker)?.includes(name) ?? false
  return workers.flatMap(({ name, services, classes }) => [
    ...services
      .filter(({ service, entrypoint }) => !has(service, entrypoint))
      .map((wanted) => `${name}: ${wanted.binding} is bound to ${wanted.entrypoint}, which ${wanted.service} lacks`),
    ...classes.filter((known) => !has(name, known)).map((known) => `${name} does not export its object class ${known}`),
  ])
}

/** The callees of a Worker that stand after it, in the order of the deployment. */
export function calleesAfter({ name, services }: WorkerConfig, workers: readonly WorkerConfig[]): WorkerConfig[] {
  const later = workers.slice(workers.findIndex((worker) => worker.name === name) + 1)
  return later.filter((worker) => services.some(({ service }) => service === worker.name))
}

/** The names that a bundled module exports. */
export function exportsOf(bundle: string): string[] {
  const list = /\bexport\s*\{([^}]*)\}/.exec(bundle)?.[1] ?? ''
  return list.split(',').flatMap((part) => {
    const name = part
      .trim()
      .split(/\s+as\s+/)
      .at(-1)
    return name === undefined || name === '' ? [] : [name]
  })
}

function serviceFaults({ name, services }: WorkerConfig, workers: readonly WorkerConfig[], index: number): string[] {
  return services.flatMap(({ binding, service }) => {
    const callee = workers.findIndex((worker) => worker.name === service)
    if (callee === -1) return [`${name}: ${binding} is bound to ${service}, which no Worker of the plan provides`]
    const calledBack = workers[callee]?.services.some((back) => back.service === name) ?? false
    if (callee >= index && !(calledBack && callee > index)) {
      return [`${name}: ${binding} is bound to ${service}, which is deployed after it`]
    }
    return []
  })
}

function queueFaults(workers: readonly WorkerConfig[]): string[] {
  const consumers = workers.flatMap((worker) => worker.consumers)
  const consumed = consumers.map(({ queue }) => queue)
  const dead = consumers.flatMap(({ deadLetterQueue }) => (deadLetterQueue === null ? [] : [deadLetterQueue]))
  const sent = new Set([...workers.flatMap(({ producers }) => producers), ...dead])
  return [
    ...repeated(consumed).map((queue) => `the queue ${queue} has two consumers`),
    ...[...sent].filter((queue) => !consumed.includes(queue)).map((queue) => `nobody consumes the queue ${queue}`),
    ...consumed
      .filter((queue) => !sent.has(queue) && !filledByPlatform.includes(queue))
      .map((queue) => `nobody sends to the queue ${queue}`),
  ]
}

/** The platform itself sends to these: by an event subscription, see "Messages to customers" in docs/operations.md. */
const filledByPlatform = ['homeappliance-message-email-events']

function databaseFaults(workers: readonly WorkerConfig[]): string[] {
  const databases = workers.flatMap((worker) => worker.databases)
  return [
    ...repeated(databases.map(({ name }) => name)).map((name) => `two bindings share the database ${name}`),
    ...databases.filter(({ migrations }) => migrations.length === 0).map(({ name }) => `${name} has no migrations`),
  ]
}

/** The payment provider is one, wherever it is named, and takes the currencies that orders are in. */
function chargingFaults(workers: readonly WorkerConfig[]): string[] {
  const named = workers.filter(({ vars }) => vars['PAYMENT_PROVIDER'] !== undefined)
  const providers = named.map(({ name, vars }) => `${name} ${vars['PAYMENT_PROVIDER']}`)
  const isOne = new Set(named.map(({ vars }) => vars['PAYMENT_PROVIDER'])).size <= 1
  const refused = named.flatMap(({ name, vars }) => {
    if (vars['CURRENCIES'] === undefined) return []
    try {
      readCharging({ PAYMENT_PROVIDER: String(vars['PAYMENT_PROVIDER']), CURRENCIES: String(vars['CURRENCIES']) })
      return []
    } catch (fault) {
      return [`${name}: ${fault instanceof Error ? fault.message : fault}`]
    }
  })
  return [...(isOne ? [] : [`PAYMENT_PROVIDER differs: ${providers.join(', ')}`]), ...refused]
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
}
