// The whole shop in one process: every Worker from its own wrangler file, seeded as the demo shop is.

import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { D1Database, KVNamespace } from '@cloudflare/workers-types'
import { createTestHarness } from 'wrangler'
import { layOutAssets } from '../../scripts/assets.ts'
import { demoAccounts, seedAccountsSql } from '../../scripts/demo/accounts.ts'
import { demoItems } from '../../scripts/demo/items.ts'
import { signIn } from '../../scripts/sign-in.ts'
import { contextWorkers, gatewayWorker, root } from '../../scripts/workers.ts'
import { shelfKey } from '../../src/catalog/store.ts'
import { type Subscriber, subscribers } from '../../src/contract/routing.ts'
import { judgeAnswersOf } from './answers.ts'
import type { ProviderFault } from './provider-fault-proxy.ts'
import { readerConfig } from './storage-snapshot.ts'

export type Account = keyof typeof demoAccounts

export type Answer<T = Record<string, unknown>> = { status: number; headers: Headers; body: T }

type Vars = Record<string, Record<string, string>>

export type ShopOptions = {
  /** Variables by the Worker's short name (`order`), over those of its wrangler file. */
  vars?: Vars
  /** Workers by their short names that can be broken with `shop.outage(true)` and mended with `shop.outage(false)`. */
  breakable?: readonly BreakableWorker[]
  /** Whether `shop.weather(…)` can part payment from its provider. */
  providerFault?: boolean
  /** Built bundles to run, by the Worker's name: a Worker that is changed for a test is built from its sources. */
  bundles?: Readonly<Record<string, string>>
  /** Whether the order Worker counts what it puts on the queues: see `shop.sent()`. */
  counted?: boolean
  /** Whether calls are limited as in the gateway's wrangler file, or each of its classes to so many in its period. */
  limited?: true | number
}

export type Shop = Awaited<ReturnType<typeof openShop>>

/** In a test one customer calls as often as hundreds do. */
const unlimited = { RATE_LIMITS: '' }

const secret = 'a secret of the tests, of more than 32 characters: 0123456789'

export async function openShop(options: ShopOptions = {}) {
  layOutAssets()
  const folder = mkdtempSync(join(tmpdir(), 'homeappliance-test-'))
  const workers = [gatewayWorker, ...contextWorkers].map((worker) => {
    const short = worker.name.replace('homeappliance-', '')
    const broken = options.breakable?.find((name) => name === short)
    const isGateway = short === 'gateway'
    const changed = isGateway && typeof options.limited === 'number' ? limitedConfig(folder, options.limited) : null
    const own = broken === undefined ? changed : breakableConfig(folder, broken)
    const counted = options.counted === true && short === 'order' ? countedConfig(folder) : null
    const configPath = own ?? counted ?? worker.config
    const bundle = configPath === worker.config ? options.bundles?.[worker.name] : undefined
    return {
      configPath,
      ...(bundle === undefined ? {} : { prebuiltWorkerDir: bundle }),
      vars: { ...(isGateway && options.limited === undefined ? unlimited : {}), ...options.vars?.[short] },
      ...(options.providerFault === true && short === 'payment'
        ? { bindingOverrides: { SANDBOX: providerFaultProxy.name } }
        : {}),
      ...(short === 'identity' ? { secrets: { BETTER_AUTH_SECRET: secret } } : {}),
    }
  })
  const harness = createTestHarness({
    root,
    workers: [
      ...workers,
      ...[switchConfig, replayerConfig, providerFaultProxy, sideDoorConfig, readerConfig].map((config) => ({ config })),
    ],
  })
  const { url } = await startedIn(folder, () => harness.listen())
  judgeAnswersOf(url.origin)
  for (const { name, databases } of contextWorkers) {
    for (const { binding } of databases) await harness.getWorker(name).applyD1Migrations(binding)
  }
  const { IDENTITY_DB } = await harness.getWorker<{ IDENTITY_DB: D1Database }>('homeappliance-identity').getEnv()
  const statements = (await seedAccountsSql()).trim().split('\n')
  await IDENTITY_DB.batch(statements.map((statement) => IDENTITY_DB.prepare(statement)))
  const { CATALOG_KV } = await harness.getWorker<{ CATALOG_KV: KVNamespace }>('homeappliance-catalog').getEnv()
  await CATALOG_KV.put(shelfKey, JSON.stringify(demoItems))

  const tokens = new Map<Account, Promise<string>>()
  function token(account: Account): Promise<string> {
    const known = tokens.get(account)
    if (known !== undefined) return known
    const { email, password } = demoAccounts[account]
    const asked = signIn(url.origin, email, password)
    tokens.set(account, asked)
    return asked
  }

  /** Call the API as an account (null: with no token); a string body is sent as it is. */
  async function call<T = Record<string, unknown>>(
    account: Account | null,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const response = await fetch(`${url.origin}${path}`, {
      method,
      headers: {
        ...(account === null ? {} : { authorization: `Bearer ${await token(account)}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      redirect: 'manual',
    })
    const text = await response.text()
    const json = response.headers.get('content-type')?.includes('json') === true
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text }
  }

  return {
    origin: url.origin,
    harness,
    /** All that the platform keeps while it runs. */
    folder,
    call,
    token,
    /** While it forgets, the queues of the breakable Workers take every message and do nothing with it. */
    async forgetful(isSo: boolean): Promise<void> {
      const answer = await harness.getWorker(switchConfig.name).fetch(isSo ? '/forgetful' : '/up')
      if (!answer.ok) throw new Error(`the switch answered ${answer.status}`)
    },
    /** While they are silent, the breakable Workers take every call and answer none. */
    async silent(isSo: boolean): Promise<void> {
      const answer = await harness.getWorker(switchConfig.name).fetch(isSo ? '/silent' : '/up')
      if (!answer.ok) throw new Error(`the switch answered ${answer.status}`)
    },
    async outage(down: boolean): Promise<void> {
      const answer = await harness.getWorker(switchConfig.name).fetch(down ? '/down' : '/up')
      if (answer.status !== 204) throw new Error(`the switch did not answer: ${answer.status}`)
    },
    /** How the way to the provider is from now on; the answer is how many calls have gone that way. */
    async providerFault(result: ProviderFault): Promise<number> {
      const answer = await harness.getWorker(providerFaultProxy.name).fetch(`/?weather=${result}`)
      return ((await answer.json()) as { calls: number }).calls
    },
    /** Call a context past the gateway, as another Worker would. */
    async callWorker<T>(binding: keyof typeof sideDoors, method: string, ...args: unknown[]): Promise<T> {
      const init = { method: 'POST', body: JSON.stringify({ binding, method, args }) }
      const answer = await harness.getWorker(sideDoorConfig.name).fetch('/', init)
      if (!answer.ok) throw new Error(`${binding}.${method} threw: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as T
    },
    /** Put messages on the subscribers' queues once more. */
    async replay(messages: { subscriber: Subscriber; bodies: unknown[] }[]): Promise<void> {
      const init = { method: 'POST', body: JSON.stringify(messages) }
      const answer = await harness.getWorker(replayerConfig.name).fetch('/', init)
      if (answer.status !== 204) throw new Error(`not replayed: ${answer.status} ${await answer.text()}`)
    },
    /** How many messages the order Worker has put on each subscriber's queue, when it is `counted`. */
    async sent(): Promise<Record<string, number>> {
      const answer = await harness.getWorker('homeappliance-order').fetch('/')
      if (!answer.ok) throw new Error(`nothing is counted: ${answer.status}`)
      return (await answer.json()) as Record<string, number>
    },
    async close() {
      await harness.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** The platform lays what it keeps where temporary files go. */
async function startedIn<T>(folder: string, start: () => Promise<T>): Promise<T> {
  const { TMPDIR } = process.env
  process.env['TMPDIR'] = folder
  try {
    return await start()
  } finally {
    if (TMPDIR === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = TMPDIR
  }
}

const compatibility = { compatibility_date: '2026-11-01' }
const switchConfig = { name: 'test-switch', main: 'test/support/workerd/switch.ts', ...compatibility }
const providerFaultProxy = {
  name: 'test-weather',
  main: 'test/support/provider-fault-proxy.ts',
  ...compatibility,
  services: [{ binding: 'SANDBOX', service: 'homeappliance-sandbox' }],
}
const sideDoors = {
  ORDER_COMMANDS: ['order', 'OrderCommands'],
  ORDER_API: ['order', 'Orders'],
  PAYMENTS: ['payment', 'Payments'],
  ORDERMANAGEMENT: ['ordermanagement', 'OrderManagement'],
  DELIVERY: ['delivery', 'Delivery'],
  MESSAGES: ['message', 'Messages'],
  MYPAGES: ['mypage', 'MyPages'],
  OPERATIONS: ['operations', 'Operations'],
  ACCOUNTS: ['identity', 'Accounts'],
  RECONCILIATIONS: ['payment', 'Reconciliations'],
} as const
const sideDoorConfig = {
  name: 'test-side-door',
  main: 'test/support/workerd/side-door.ts',
  ...compatibility,
  services: Object.entries(sideDoors).map(([binding, [worker, entrypoint]]) => ({
    binding,
    service: `homeappliance-${worker}`,
    entrypoint,
  })),
}
const replayerConfig = {
  name: 'test-replayer',
  main: 'test/support/workerd/replayer.ts',
  ...compatibility,
  queues: {
    producers: subscribers.map((subscriber) => ({ binding: subscriber, queue: `homeappliance-${subscriber}-events` })),
  },
}

/** The entrypoint class of each Worker that a test may break. */
const breakables = {
  ordermanagement: 'OrderManagement',
  delivery: 'Delivery',
  message: 'Messages',
  mypage: 'MyPages',
  operations: 'Operations',
  payment: 'Payments',
} as const
export type BreakableWorker = keyof typeof breakables

/** The Worker's own wrangler file with the breakable wrapper as its entry, and the switch bound to it. */
function breakableConfig(folder: string, name: BreakableWorker): string {
  const real = breakables[name]
  // Operations hears no events, so nobody asks it what it has taken in.
  const isSubscriber = name !== 'operations'
  const config = changedConfig(
    folder,
    name,
    `import { breakable, breakableQueue } from '${root}test/support/breakable.ts'
import worker, * as real from '${root}workers/${name}/index.ts'
export * from '${root}workers/${name}/index.ts'
export class ${real} extends breakable(real.${real}) {}
${isSubscriber ? 'export class Subscriber extends breakable(real.Subscriber) {}' : ''}
export default breakableQueue(worker)
`,
  )
  appendFileSync(config, `\n[[services]]\nbinding = "OUTAGE"\nservice = "test-switch"\nentrypoint = "Switch"\n`)
  return config
}

/** The order Worker's own wrangler file with queues that count, and a door at which the counts are told. */
function countedConfig(folder: string): string {
  return changedConfig(
    folder,
    'order',
    `import { countingQueues, sent } from '${root}test/support/counting-queues.ts'
import * as real from '${root}workers/order/index.ts'
export * from '${root}workers/order/index.ts'
export class OrderObject extends real.OrderObject {
  constructor(ctx, env) {
    super(ctx, countingQueues(env))
  }
}
export default { fetch: () => Response.json(sent) }
`,
  )
}

/** The Worker's own wrangler file with this code as its entry. */
function changedConfig(folder: string, name: string, code: string): string {
  const entry = join(folder, `${name}.ts`)
  writeFileSync(entry, code)
  const toml = readFileSync(`${root}workers/${name}/wrangler.toml`, 'utf8')
    .replace('main = "index.ts"', `main = "${entry}"`)
    .replaceAll('"../../migrations/', `"${root}migrations/`)
  const config = join(folder, `${name}.toml`)
  writeFileSync(config, toml)
  return config
}

/** The gateway's own wrangler file with so many calls of each class. */
function limitedConfig(folder: string, calls: number): string {
  const toml = readFileSync(`${root}wrangler.toml`, 'utf8')
    .replace('main = "', `main = "${root}`)
    .replaceAll(/=\d+(?=\/10)/g, `=${calls}`)
    .replaceAll(/limit = \d+/g, `limit = ${calls}`)
  const config = join(folder, 'gateway.toml')
  writeFileSync(config, toml)
  return config
}

/** Ask until the answer satisfies `is`; throws with the last answer when it never does. */
export async function until<T>(ask: () => Promise<T>, is: (answer: T) => boolean, secondsMax = 30): Promise<T> {
  const end = Date.now() + secondsMax * 1000
  for (;;) {
    const answer = await ask()
    if (is(answer)) return answer
    if (Date.now() > end) throw new Error(`not so after ${secondsMax} s: ${JSON.stringify(answer)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
