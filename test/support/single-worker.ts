// One context's Worker as it is deployed, with its real D1 and queue, and stand-ins for the order and payment Workers.
import type { Caller } from '../../src/contract/caller.ts'
import type { EventType } from '../../src/contract/events.ts'
import type { OrderSummary } from '../../src/contract/order.ts'
import type { Ask, ShownPage } from './ask.ts'
import type { ChangedBundle } from './harness/bundles.ts'
import { createHarness } from './harness/harness.ts'
import type { Step } from './order-book.ts'

export type SingleWorker = Awaited<ReturnType<typeof startSingleWorker>>

export type SingleWorkerOptions = {
  context: string
  entrypoint: string
  /** The queue the stand-in sends to; the context's own events by default. */
  queue?: string
  vars?: Record<string, string>
  /** Databases beside the context's own, by binding and name: nobody has migrated them. */
  databases?: Record<string, string>
  /** Another bundle than the context's own. */
  bundle?: ChangedBundle
  /** Whether the mails that it sends can be read. */
  readsMails?: boolean
}

/** The contexts that operations asks. */
const askedByOperations = [
  ...['identity', 'payment', 'ordermanagement', 'delivery', 'message', 'mypage', 'analytics', 'archive'],
]

export async function startSingleWorker(options: SingleWorkerOptions) {
  const { context, entrypoint, queue = `homeappliance-${context}-events`, vars = {}, databases = {}, bundle } = options
  const { readsMails = false } = options
  const order = { name: 'homeappliance-order', entrypoint: 'OrderCommands' }
  const harness = createHarness({
    readsMails,
    workers: [
      {
        name: order.name,
        entry: 'stand-in-order',
        queues: { EVENTS: queue },
        services: { CONTEXT: { name: `homeappliance-${context}`, entrypoint } },
      },
      ...(context === 'operations'
        ? askedByOperations.map((name) => ({ name: `homeappliance-${name}`, entry: 'stand-in-acts' as const }))
        : [{ name: 'homeappliance-payment', entry: 'stand-in-payment' as const, services: { ORDER_COMMANDS: order } }]),
      ...(context === 'message' ? [{ name: 'homeappliance-identity', entry: 'stand-in-account-emails' as const }] : []),
      { context, vars, databases, ...(bundle === undefined ? {} : { bundle }) },
    ],
  })
  const { url } = await harness.listen()

  async function ask(question: Ask): Promise<unknown> {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(question) })
    if (!response.ok) throw new Error(`the stand-in answered ${response.status}`)
    return response.json()
  }

  return {
    /** Take an order through its steps; nothing is sent yet. */
    tell: (orderId: string, customerId: string, ...steps: Step[]) => ask({ ask: 'tell', orderId, customerId, steps }),
    /** The orders go on from this instant, if it is later than now. */
    setClock: (at: string) => ask({ ask: 'setClock', at }),
    /** Send the messages of these events, in this order, in one batch. */
    say: (orderId: string, ...types: EventType[]) => ask({ ask: 'say', orderId, types }),
    send: (body: unknown) => ask({ ask: 'send', body }),
    /** Make the orders throw, until it is called with null. */
    break: (fault: string | null) => ask({ ask: 'break', fault }),
    /** The order as it stands, and the types of its events. */
    read: (orderId: string) => ask({ ask: 'read', orderId }) as Promise<{ order: OrderSummary; types: EventType[] }>,
    call: (method: string, ...args: unknown[]) => ask({ ask: 'call', method, args }),
    as:
      (caller: Caller) =>
      (method: string, ...args: unknown[]) =>
        ask({ ask: 'call', method, args: [caller, ...args] }),
    /** A page as the gateway would ask for it; with a form, posted. */
    page: (caller: Caller, path: string, form: Record<string, string> | null = null) =>
      ask({ ask: 'page', path, caller, form }) as Promise<ShownPage>,
    /** From now on a Worker with a `rolling` bundle is of the later release. */
    release: () => harness.getWorker(`homeappliance-${context}`).fetch('/rollout?share=100'),
    /** Have it handle a message of one of its queues. */
    hear: (queueName: string, body: unknown) => harness.getWorker(`homeappliance-${context}`).queue(queueName, body),
    /** The mails that it has sent. */
    mails: () => harness.mails(),
    env: <Env>() => harness.getWorker<Env>(`homeappliance-${context}`).getEnv(),
    close: () => harness.close(),
  }
}
