// The test layers: pure code and scripts in Node, single Workers inside workerd, all Workers together, and a real
// browser.
import { fileURLToPath } from 'node:url'
import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { subscribers } from './src/contract/routing.ts'
import { testPersonalDataKeys } from './test/support/vault.ts'

/** A sibling must exist for the binding; no test in workerd calls the catalog. */
const standIn = (context: string, entrypoint: string) => ({
  name: `homeappliance-${context}`,
  modules: true,
  compatibilityDate: '2026-11-01',
  script: `import { WorkerEntrypoint } from 'cloudflare:workers'
export class ${entrypoint}`,
})

const catalogStandIn = standIn('catalog', 'Catalog extends WorkerEntrypoint {}\nexport default {}')

/** The subscribers have always applied everything, and operations takes every figure. */
const checkpoint = 'catchUp(order) { return { busy: false, appliedSeq: order.seq } }'

const collector = 'export class Collector extends WorkerEntrypoint { collect() {} }'

const subscriberStandIns = subscribers.map((context) =>
  standIn(context, `Subscriber extends WorkerEntrypoint { ${checkpoint} }\n${collector}\nexport default {}`),
)

/** The tests of the scripts and the benchmark. `npm run check` is for the product’s own code and leaves them out. */
const tools = ['test/unit/scripts/**/*.test.ts', 'test/unit/bench/**/*.test.ts']

/** How many orders it takes is said by ORDERS; by default, so many as are quick. */
const manyOrders = 'test/shop/subscribers/many-orders.test.ts'

/** Each project in one piece, since its files may share a process; the longest files first. */
const projectOrder = ['simulation', 'tools', 'workers', 'browser', 'shop', 'kill', 'release']
const longest = [
  'test/simulation/mutants',
  'test/shop/scripts/',
  'test/shop/security/',
  'test/shop/identity/rotation',
  manyOrders,
]

/**
 * One group after the other. The simulation only computes, and runs at the lowest priority: it fills the waits of
 * three other files beside it. The kill test, and that of a
 * release under load, have the machine to themselves.
 */
const groups = {
  unit: { maxWorkers: 2, sequence: { groupOrder: 0 } },
  shared: { maxWorkers: 5, sequence: { groupOrder: 1 } },
  kill: { maxWorkers: 1, sequence: { groupOrder: 2 } },
}

/** Both cores are busy to the end when the short files are the last ones. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ project, moduleId }: TestSpecification) => {
      const isLong = longest.some((part) => moduleId.includes(part))
      return 2 * projectOrder.indexOf(project.name) + Number(!isLong)
    }
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b))
  }
}

// Each worker and each process of a test loads the same large packages: they are compiled once.
process.env['NODE_COMPILE_CACHE'] ||= fileURLToPath(new URL('.wrangler/compile-cache', import.meta.url))

export default defineConfig({
  test: {
    silent: 'passed-only',
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          ...groups.unit,
          // Every file is independent of the others, so that two processes are enough for all of them.
          isolate: false,
          setupFiles: 'test/support/zod-openapi.ts',
          // One copy of graphql for both: of two, each takes the other's errors for none of its own.
          server: { deps: { inline: ['graphql', 'graphql-http'] } },
          include: ['test/unit/**/*.test.ts', 'test/http/**/*.test.ts', 'test/*.test.ts'],
          exclude: tools,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'tools',
          ...groups.shared,
          isolate: false,
          setupFiles: 'test/support/zod-openapi.ts',
          include: tools,
          testTimeout: 60_000,
        },
      },
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: './workers/order/wrangler.toml' },
            miniflare: {
              bindings: { CONFIRM_SECONDS: '1', PERSONAL_DATA_KEYS: testPersonalDataKeys },
              workers: [catalogStandIn, ...subscriberStandIns],
            },
          }),
        ],
        test: {
          name: 'workers',
          ...groups.shared,
          include: ['test/workers/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'simulation',
          ...groups.shared,
          setupFiles: 'test/simulation/lowest-priority.ts',
          include: ['test/simulation/**/*.test.ts'],
          // Its bounds are numbers of runs. At the lowest priority it waits for all the others.
          testTimeout: 1_200_000,
        },
      },
      {
        test: {
          name: 'shop',
          ...groups.shared,
          isolate: false,
          globalSetup: 'test/support/harness/prepare.ts',
          setupFiles: 'test/support/contract-check.ts',
          include: ['test/shop/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'browser',
          ...groups.shared,
          isolate: false,
          globalSetup: 'test/support/harness/prepare.ts',
          setupFiles: 'test/support/contract-check.ts',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'long',
          ...groups.kill,
          globalSetup: 'test/support/harness/prepare.ts',
          setupFiles: 'test/support/contract-check.ts',
          include: [manyOrders],
          env: { ORDERS: '10000' },
          testTimeout: 1_800_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'kill',
          ...groups.kill,
          setupFiles: 'test/support/contract-check.ts',
          include: ['test/kill/**/*.test.ts'],
          testTimeout: 900_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'release',
          ...groups.kill,
          globalSetup: 'test/support/harness/prepare.ts',
          include: ['test/release/**/*.test.ts'],
          testTimeout: 900_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
