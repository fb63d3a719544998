// The stand-in for the order Worker while one context is tested: orders in memory under the real rules. A test takes
// them through their steps, and sends their messages as often and in any order it likes.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { CommandMeta, OrderCommand } from '../../../src/contract/commands.ts'
import type { EventType } from '../../../src/contract/events.ts'
import type { OrderCommandsRpc, OrderRpc } from '../../../src/contract/rpc.ts'
import type { Ask } from '../ask.ts'
import { OrderBook, shownOf, tell } from '../order-book.ts'
import { orderApiOf } from '../page-ports.ts'

export interface StandInEnv {
  EVENTS: Queue<unknown>
  CONTEXT: Record<string, (...args: unknown[]) => Promise<unknown>>
}

const book = new OrderBook()

export class OrderCommands extends WorkerEntrypoint<StandInEnv> implements OrderCommandsRpc {
  handle(orderId: string, command: OrderCommand, meta: CommandMeta) {
    return book.handle(orderId, command, meta)
  }

  read(orderId: string, after?: EventType) {
    return book.read(orderId, after)
  }
}

export class Orders extends WorkerEntrypoint<StandInEnv> implements Pick<OrderRpc, 'get' | 'history' | 'cancel'> {
  get(...args: Parameters<OrderRpc['get']>) {
    return orderApiOf(book).get(...args)
  }

  history(...args: Parameters<OrderRpc['history']>) {
    return orderApiOf(book).history(...args)
  }

  cancel(...args: Parameters<OrderRpc['cancel']>) {
    return orderApiOf(book).cancel(...args)
  }
}

export default {
  async fetch(request, env) {
    return Response.json((await answer(await request.json<Ask>(), env)) ?? null)
  },
} satisfies ExportedHandler<StandInEnv>

async function answer(ask: Ask, env: StandInEnv): Promise<unknown> {
  switch (ask.ask) {
    case 'tell':
      // What customers are told of must be news.
      if (Date.parse(book.now) < Date.now()) book.now = new Date().toISOString()
      return tell(book, ask.orderId, ask.customerId, ...ask.steps)
    case 'setClock':
      book.now = ask.at
      return null
    case 'say':
      return env.EVENTS.sendBatch(ask.types.map((type) => ({ body: book.message(ask.orderId, type) })))
    case 'send':
      return env.EVENTS.send(ask.body)
    case 'break':
      book.fault = ask.fault === null ? null : new Error(ask.fault)
      return null
    case 'read': {
      const order = await book.read(ask.orderId)
      return { order: order && shownOf(order), types: book.typesOf(ask.orderId) }
    }
    case 'call':
      return env.CONTEXT[ask.method]?.(...ask.args)
    case 'page': {
      const { path, caller, form } = ask
      const init = form === null ? {} : { method: 'POST', body: new URLSearchParams(form) }
      const response = await env.CONTEXT[ask.ask]?.(caller, new Request(`https://shop${path}`, init), 'req_test')
      if (!(response instanceof Response)) throw new Error('a page is a response')
      return { status: response.status, location: response.headers.get('location'), html: await response.text() }
    }
  }
}
