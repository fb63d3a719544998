// The requests that a test may send over HTTP to the stand-in for the order Worker.
import type { Caller } from '../../src/contract/caller.ts'
import type { EventType } from '../../src/contract/events.ts'
import type { Step } from './order-book.ts'

/**
 * `setClock`: the orders go on from this instant. `tell` takes an order through steps; `say` sends the messages of the
 * event types, in that order; `call` is an RPC to the context.
 */
export type Ask =
  | { ask: 'tell'; orderId: string; customerId: string; steps: Step[] }
  | { ask: 'setClock'; at: string }
  | { ask: 'say'; orderId: string; types: EventType[] }
  | { ask: 'send'; body: unknown }
  | { ask: 'break'; fault: string | null }
  | { ask: 'read'; orderId: string }
  | { ask: 'call'; method: string; args: unknown[] }
  | { ask: 'page'; path: string; caller: Caller; form: Record<string, string> | null }

export type ShownPage = { status: number; location: string | null; html: string }
