// The Workers that only the tests run, bundled once for each state of the sources, beside the platform's own bundles.
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { bundleWorkers, compactBundles, type EntryPoint } from '../../../scripts/bundles/esbuild.ts'
import { readSettings, type WorkerSettings } from '../../../scripts/bundles/settings.ts'
import { bundles } from '../../../scripts/bundles.ts'
import { contextWorkers, gatewayWorker, root } from '../../../scripts/workers.ts'
import { writeLaterRelease } from './later-release.ts'
import { hashOfFiles, makeOnce, testStore } from './store.ts'

const support = `${root}test/support`

/** Workers of the tests by the names under which they are bundled. */
const testEntries = {
  tools: 'workerd/tools.ts',
  bare: 'workerd/bare.ts',
  driver: 'driver.ts',
  meter: 'workerd/meter.ts',
  'provider-fault-proxy': 'provider-fault-proxy.ts',
  'stand-in-order': 'stand-in/index.ts',
  'stand-in-payment': 'stand-in/payment.ts',
  'stand-in-acts': 'stand-in/acts.ts',
  'stand-in-account-emails': 'stand-in/account-emails.ts',
  'stand-in-notices': 'stand-in/notices.ts',
  'stand-in-shop-door': 'stand-in/shop-door.ts',
  'stand-in-subscriber': 'stand-in/subscriber.ts',
} as const
export type TestEntry = keyof typeof testEntries

/** The entrypoint class of each Worker that a test may break. */
const breakables = {
  ordermanagement: 'OrderManagement',
  delivery: 'Delivery',
  message: 'Messages',
  mypage: 'MyPages',
  analytics: 'Analytics',
  operations: 'Operations',
  payment: 'Payments',
} as const
export type BreakableWorker = keyof typeof breakables

/** The classes of the objects that are in the jurisdiction of their region. */
const regional = { order: ['OrderObject'], payment: ['PaymentObject', 'PaymentGate'], mypage: ['LiveObject'] } as const
export type RegionalWorker = keyof typeof regional

/** A bundle of a Worker with something around it; `rolling`: of two releases. */
export type ChangedBundle =
  | `breakable-${BreakableWorker}`
  | `rolling-${string}`
  | `regional-${RegionalWorker}`
  | 'counted-order'

type PlatformName = `homeappliance-${string}`

export type TestBundles = {
  /** What the local runtime reads of the wrangler files, by the Worker's name. */
  settings: ReadonlyMap<string, WorkerSettings>
  /** The folder of a bundle: of a Worker of the platform or of the tests, or of a changed one. */
  folderOf: (name: PlatformName | TestEntry | ChangedBundle) => string
}

let prepared: Promise<TestBundles> | null = null

/** All bundles for the sources as they stand. Builds what is not built yet. */
export function testBundles(): Promise<TestBundles> {
  prepared ??= build()
  return prepared
}

async function build(): Promise<TestBundles> {
  const platform = await bundles()
  const folder = join(testStore, `bundles-${basename(platform.folder)}-${hashOfFiles([support])}`)
  await makeOnce('bundles-', folder, async (building) => {
    const own = [...testWorkers(), ...changedWorkers(building)]
    await bundleWorkers(own, building)
    // The local runtime copies and parses every byte each time that a shop is opened.
    const names = (workers: readonly { name: string }[]) => workers.map(({ name }) => name)
    await compactBundles(platform.folder, names(platform.workers), building)
    await compactBundles(building, names(own), building)
  })
  const settings = new Map(readSettings(platform.folder).map((one) => [one.name, one]))
  return { settings, folderOf: (name) => join(folder, name) }
}

function testWorkers(): EntryPoint[] {
  return Object.entries(testEntries).map(([name, path]) => ({ name, entry: `${support}/${path}` }))
}

/** The platform's own Workers with a wrapper around them. */
function changedWorkers(folder: string): EntryPoint[] {
  const wrapped = (name: string, code: string): EntryPoint => {
    const entry = join(folder, `${name}.ts`)
    writeFileSync(entry, code)
    return { name, entry }
  }
  const breakable = Object.entries(breakables).map(([context, entrypoint]) =>
    wrapped(`breakable-${context}`, breakableCode(context, entrypoint)),
  )
  writeLaterRelease(join(folder, 'later'))
  const rolling = [gatewayWorker, ...contextWorkers].map(({ name, entry }) => {
    const context = name.replace('homeappliance-', '')
    return wrapped(`rolling-${context}`, rollingCode(context, readFileSync(entry, 'utf8')))
  })
  const inRegions = Object.entries(regional).map(([context, classes]) =>
    wrapped(`regional-${context}`, regionalCode(context, classes)),
  )
  return [...breakable, ...rolling, ...inRegions, wrapped('counted-order', countedCode)]
}

/** The local runtime has no jurisdictions: a class of its own stands for the objects of the region `eu`. */
function regionalCode(context: string, classes: readonly string[]): string {
  return `import worker, * as real from '${root}workers/${context}/index.ts'
export * from '${root}workers/${context}/index.ts'
${classes.map((name) => `export class ${name}Eu extends real.${name} {}`).join('\n')}
export default worker
`
}

function breakableCode(context: string, entrypoint: string): string {
  return `import { breakable, breakableQueue } from '${support}/breakable.ts'
import worker, * as real from '${root}workers/${context}/index.ts'
export * from '${root}workers/${context}/index.ts'
export class ${entrypoint} extends breakable(real.${entrypoint}) {}
export class Subscriber extends breakable(real.Subscriber) {}
export default breakableQueue(worker)
`
}

/** `entry`: the text of the Worker's entry file. */
function rollingCode(context: string, entry: string): string {
  const declared = [...entry.matchAll(/^export (?:class|const) (\w+)/gm)].map(([, name]) => name)
  const passedOn = [...entry.matchAll(/^export \{ (.+) \} from/gm)].flatMap(([, names]) => names?.split(', '))
  const classes = [...declared, ...passedOn].map((name) => {
    return `export const ${name} = rolling(real.${name}, next.${name})`
  })
  return `import { rolling, rollingWorker } from '${support}/workerd/rolling.ts'
import * as real from '${root}workers/${context}/index.ts'
import * as next from './later/workers/${context}/index.ts'
${classes.join('\n')}
export default rollingWorker(real.default, next.default)
`
}

/** The order Worker with queues that count, and routes that answer the counts and let a second consumer compete. */
const countedCode = `import { compete, competingQueues } from '${support}/competing-queues.ts'
import { countingQueues, sent } from '${support}/counting-queues.ts'
import * as real from '${root}workers/order/index.ts'
export * from '${root}workers/order/index.ts'
export class OrderObject extends real.OrderObject {
  constructor(ctx, env) {
    super(ctx, competingQueues(countingQueues(env)))
  }
}
export default {
  fetch(request) {
    if (new URL(request.url).pathname === '/compete') compete()
    return Response.json(sent)
  },
}
`
