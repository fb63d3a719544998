// The whole shop in one process: every Worker as its wrangler file describes it, filled as the demo shop is, and the
// demo shop's accounts signed in.
import { randomUUID } from 'node:crypto'
import { contextWorkers } from '../../scripts/workers.ts'
import { queueOf, type Subscriber, subscribers } from '../../src/contract/routing.ts'
import { checkAnswersOf } from './answers.ts'
import type { BreakableWorker } from './harness/bundles.ts'
import { createHarness, type Harness } from './harness/harness.ts'
import { type Account, authSecret, readSessions, signToken, signTokenOf } from './harness/sessions.ts'
import { preparedState } from './harness/state.ts'
import type { HarnessWorker, PlatformPart, TestPart } from './harness/workers.ts'
import type { ProviderFault } from './provider-fault-proxy.ts'
import { openStorage } from './storage-snapshot.ts'

export type { Account, BreakableWorker }

export type Answer<T = Record<string, unknown>> = { status: number; headers: Headers; body: T }

type Vars = Record<string, Record<string, string>>

export type ShopOptions = {
  /** Variables by the Worker's short name (`order`), over those of its wrangler file. */
  vars?: Vars
  /** Workers by their short names that can be broken with `shop.outage(true)` and mended with `shop.outage(false)`. */
  breakable?: readonly BreakableWorker[]
  /** Whether `shop.providerFault(…)` can part payment from its provider. */
  providerFault?: boolean
  /** Whether the order Worker counts the messages that it puts on the queues: see `shop.sent()`. */
  counted?: boolean
  /** Other changes of Workers, by their short names. */
  parts?: Readonly<Record<string, Omit<PlatformPart, 'context'>>>
  /** Breakable Workers whose orders are spread over two queues. */
  spread?: readonly BreakableWorker[]
  /** Breakable Workers that can have a second consumer beside them: see `shop.compete()`. With it, all is `counted`. */
  scaledOut?: readonly BreakableWorker[]
  /** Whether each Worker is of two releases (workerd/rolling.ts), each with a document of the API of its own. */
  rolling?: boolean
  /** Whether calls are limited as in the gateway's wrangler file, or each of its classes to so many in its period. */
  limited?: true | number
}

export type Shop = Awaited<ReturnType<typeof openShop>>

/** A token lives for 15 minutes. */
const tokenMsMax = 600_000

/** In a test one customer calls as often as hundreds do. */
const unlimited = { RATE_LIMITS: '' }

export async function openShop(options: ShopOptions = {}) {
  const harness = createHarness({ workers: workersOf(options) })
  const { url, folder } = await harness.listen()
  if (options.rolling !== true) checkAnswersOf(url.origin)
  const storage = openStorage(folder)
  const sessions = readSessions(await preparedState())
  const tokens = new Map<Account, { signedAt: number; token: Promise<string> }>()

  /** An access token of the account's session: see harness/sessions.ts. */
  function token(account: Account): Promise<string> {
    const known = tokens.get(account)
    if (known !== undefined && Date.now() < known.signedAt + tokenMsMax) return known.token
    const token = signToken(sessions, account, url.origin)
    tokens.set(account, { signedAt: Date.now(), token })
    return token
  }

  return {
    origin: url.origin,
    harness,
    /** Where its files are. */
    folder,
    /** Every row that the shop has written, by its table. */
    everythingWritten: storage.everythingWritten,
    token,
    /** The token of a customer who has no account. */
    tokenOfCustomer: (id: string) =>
      signTokenOf(sessions, { id, name: id, role: 'customer' }, randomUUID(), url.origin),
    call: callerOf(url.origin, token),
    ...toolsOf(harness),
    async close(): Promise<void> {
      storage.close()
      await harness.close()
    },
  }
}

function workersOf(options: ShopOptions): HarnessWorker[] {
  const contexts = ['gateway', ...contextWorkers.map(({ name }) => name.replace('homeappliance-', ''))]
  const { scaledOut = [], spread = [], breakable = [...scaledOut, ...spread] } = options
  const varsOf = (context: string) => options.vars?.[context] ?? {}
  const broken = (context: BreakableWorker): PlatformPart => {
    const [first, further] = [queueOf(context, 0).name, queueOf(context, 1).name]
    const consumes = spread.includes(context) ? { [further]: first } : {}
    return { context, vars: varsOf(context), bundle: `breakable-${context}`, services: { OUTAGE: outage }, consumes }
  }
  const workers = contexts.map((context): PlatformPart => {
    const vars = varsOf(context)
    const bundle = options.rolling === true ? { bundle: `rolling-${context}` as const } : {}
    const usual: PlatformPart = { context, vars, ...bundle, ...options.parts?.[context] }
    const breaks = breakable.find((name) => name === context)
    if (breaks !== undefined) return broken(breaks)
    switch (context) {
      case 'gateway':
        return { ...usual, ...gatewayOf(vars, options.limited) }
      case 'identity':
        return { ...usual, vars: { BETTER_AUTH_SECRET: authSecret, ...vars } }
      case 'order':
        if (scaledOut.length > 0) return { ...usual, bundle: 'counted-order', queues: secondQueuesOf(scaledOut) }
        if (options.counted === true) return { ...usual, bundle: 'counted-order' }
        return { ...usual, queues: furtherQueuesOf(spread) }
      case 'operations':
        return { ...usual, queues: furtherQueuesOf(spread) }
      case 'payment':
        return options.providerFault === true ? { ...usual, services: { SANDBOX: { name: proxy.name } } } : usual
      default:
        return usual
    }
  })
  const seconds = scaledOut.map((context) => ({ ...broken(context), isSecond: true }))
  return [...workers, ...seconds, tools, ...(options.providerFault === true ? [proxy] : [])]
}

function secondQueuesOf(contexts: readonly BreakableWorker[]): Record<string, string> {
  return Object.fromEntries(
    contexts.map((context) => [`${context.toUpperCase()}_EVENTS_2`, `homeappliance-${context}-events-2`]),
  )
}

function furtherQueuesOf(contexts: readonly BreakableWorker[]): Record<string, string> {
  const queues = contexts.map((context) => queueOf(context, 1))
  return Object.fromEntries(queues.map(({ binding, name }) => [binding, name]))
}

function gatewayOf(vars: Record<string, string>, limited: ShopOptions['limited']): PlatformPart {
  if (limited === undefined) return { context: 'gateway', vars: { ...unlimited, ...vars } }
  return { context: 'gateway', vars, ...(limited === true ? {} : { rateLimit: limited }) }
}

/** Call the API as an account (null: with no token); a string body is sent as it is. */
function callerOf(origin: string, token: (account: Account) => Promise<string>) {
  return async function call<T = Record<string, unknown>>(
    account: Account | null,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const response = await fetch(`${origin}${path}`, {
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
}

/** What a test does to the shop from inside. */
function toolsOf(harness: Harness) {
  const post = async (path: string, body: unknown, asked: string) => {
    const answer = await harness.getWorker(tools.name).fetch(path, { method: 'POST', body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${asked}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const turn = async (position: string) => void (await post(`/${position}`, null, 'the switch'))
  return {
    /** While it is so, the queues of the breakable Workers take every message and do nothing with it. */
    forgetful: (isSo: boolean) => turn(isSo ? 'forgetful' : 'up'),
    /** While it is so, the breakable Workers get each message at its last try. */
    lastTry: (isSo: boolean) => turn(isSo ? 'lastTry' : 'up'),
    /** While it is so, the breakable Workers take every call and answer none. */
    silent: (isSo: boolean) => turn(isSo ? 'silent' : 'up'),
    /** While it is so, the breakable Workers throw at every call and message. */
    outage: (isSo: boolean) => turn(isSo ? 'down' : 'up'),
    /** From now on the Workers that are `scaledOut` have two consumers, which share the messages. */
    compete: async () => void (await harness.getWorker('homeappliance-order').fetch('/compete')),
    /** How many messages the breakable Workers have acknowledged, as `sent`; `_1` for a further queue. */
    async acknowledged(): Promise<Record<string, number>> {
      const answer = await harness.getWorker(tools.name).fetch('/acknowledged')
      return (await answer.json()) as Record<string, number>
    },
    /** How the connection to the provider is from now on; answers how many calls have gone over it. */
    async providerFault(result: ProviderFault): Promise<number> {
      const answer = await harness.getWorker(proxy.name).fetch(`/?fault=${result}`)
      return ((await answer.json()) as { calls: number }).calls
    },
    /** Call a context past the gateway, as another Worker would. */
    async callWorker<T>(binding: keyof typeof sideDoors, method: string, ...args: unknown[]): Promise<T> {
      return (await (await post('/call', { binding, method, args }, `${binding}.${method}`)).json()) as T
    },
    /** Put messages on the subscribers' queues once more. */
    async replay(messages: { subscriber: Subscriber; bodies: unknown[] }[]): Promise<void> {
      await post('/replay', messages, 'not replayed')
    },
    /**
     * How many messages the order Worker has put on each subscriber's queue, when it is `counted`; `_2` behind its name
     * for the queue of its second consumer.
     */
    async sent(): Promise<Record<string, number>> {
      const answer = await harness.getWorker('homeappliance-order').fetch('/')
      if (!answer.ok) throw new Error(`nothing is counted: ${answer.status}`)
      return (await answer.json()) as Record<string, number>
    },
  }
}

const entrypoint = (context: string, name: string) => ({ name: `homeappliance-${context}`, entrypoint: name })
const sideDoors = {
  ORDER_COMMANDS: entrypoint('order', 'OrderCommands'),
  ORDER_API: entrypoint('order', 'Orders'),
  PAYMENTS: entrypoint('payment', 'Payments'),
  ORDERMANAGEMENT: entrypoint('ordermanagement', 'OrderManagement'),
  DELIVERY: entrypoint('delivery', 'Delivery'),
  MESSAGES: entrypoint('message', 'Messages'),
  MYPAGES: entrypoint('mypage', 'MyPages'),
  ANALYTICS: entrypoint('analytics', 'Analytics'),
  OPERATIONS: entrypoint('operations', 'Operations'),
  ARCHIVE: entrypoint('archive', 'Archive'),
  ACCOUNTS: entrypoint('identity', 'Accounts'),
  RECONCILIATIONS: entrypoint('payment', 'Reconciliations'),
}
const tools = {
  name: 'test-tools',
  entry: 'tools',
  services: sideDoors,
  queues: Object.fromEntries(subscribers.map((subscriber) => [subscriber, queueOf(subscriber, 0).name])),
} as const satisfies TestPart
const outage = { name: tools.name, entrypoint: 'Switch' }
const proxy = {
  name: 'test-provider-fault-proxy',
  entry: 'provider-fault-proxy',
  services: { SANDBOX: { name: 'homeappliance-sandbox' } },
} as const satisfies TestPart

/** Ask until the answer satisfies `is`; throws with the last answer when it never does. */
export async function until<T>(ask: () => Promise<T>, is: (answer: T) => boolean, secondsMax = 30): Promise<T> {
  const end = Date.now() + secondsMax * 1000
  for (;;) {
    const answer = await ask()
    if (is(answer)) return answer
    if (Date.now() > end) throw new Error(`not so after ${secondsMax} s: ${JSON.stringify(answer)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
