// One context's Worker as it is deployed, with its real D1 and queue, and stand-ins for the orders and the payment
// around it.
import { createTestHarness } from 'wrangler'
import type { Caller } from '../../src/contract/caller.ts'
import type { EventType } from '../../src/contract/events.ts'
import type { OrderSummary } from '../../src/contract/order.ts'
import type { Ask, ShownPage } from './ask.ts'
import type { Step } from './order-book.ts'

export type Alone = Awaited<ReturnType<typeof startAlone>>

export type AloneOptions = {
  context: string
  entrypoint: string
  /** The D1 bindings whose migrations are applied. */
  databases: string[]
  /** The queue the stand-in sends to; the context's own events by default. */
  queue?: string
  vars?: Record<string, string>
  secrets?: Record<string, string>
}

export async function startAlone(options: AloneOptions) {
  const { context, entrypoint, databases, queue = `homeappliance-${context}-events`, vars = {}, secrets = {} } = options
  const name = `homeappliance-${context}`
  const harness = createTestHarness({
    workers: [
      {
        config: {
          name: 'homeappliance-order',
          main: 'test/support/stand-in/index.ts',
          compatibility_date: '2026-11-01',
          queues: { producers: [{ binding: 'EVENTS', queue }] },
          services: [{ binding: 'CONTEXT', service: name, entrypoint }],
        },
      },
      {
        config: {
          name: 'homeappliance-payment',
          main: 'test/support/stand-in/payment.ts',
          compatibility_date: '2026-11-01',
          services: [{ binding: 'ORDER_COMMANDS', service: 'homeappliance-order', entrypoint: 'OrderCommands' }],
        },
      },
      { configPath: `workers/${context}/wrangler.toml`, vars, secrets },
    ],
  })
  const { url } = await harness.listen()
  for (const database of databases) await harness.getWorker(name).applyD1Migrations(database)

  async function ask(question: Ask): Promise<unknown> {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(question) })
    if (!response.ok) throw new Error(`the stand-in answered ${response.status}`)
    return response.json()
  }

  return {
    /** Take an order through its steps; nothing is sent yet. */
    tell: (orderId: string, customerId: string, ...steps: Step[]) => ask({ ask: 'tell', orderId, customerId, steps }),
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
    close: () => harness.close(),
  }
}
