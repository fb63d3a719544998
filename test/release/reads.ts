// A read of each context by way of the gateway.
import { scriptPath } from '../../src/web/scripts.ts'
import type { ShopClient } from '../kill/shop-client.ts'

type Account = Parameters<ShopClient['call']>[0]
/** Of a context, given an order of the customer that was paid. */
type Read = { by: Account; path: (orderId: string) => string; query?: string }

const reads: Readonly<Record<string, Read>> = {
  docs: { by: 'customer', path: () => scriptPath('page') },
  sandbox: { by: 'ops', path: (orderId) => `/payments/${orderId}/provider` },
  identity: { by: 'customer', path: () => '/.well-known/openid-configuration' },
  message: { by: 'customer', path: () => '/messages?limit=5' },
  // The API's own list of items is cached.
  catalog: { by: 'customer', path: () => '/graphql', query: '{ items { itemId } }' },
  archive: { by: 'ops', path: () => '/archive' },
  order: { by: 'customer', path: (orderId) => `/orders/${orderId}` },
  payment: { by: 'customer', path: (orderId) => `/payments/${orderId}` },
  ordermanagement: { by: 'staff', path: () => '/ordermgmts?limit=5' },
  delivery: { by: 'courier', path: () => '/deliveries?limit=5' },
  mypage: { by: 'customer', path: () => '/myPages?limit=5' },
  analytics: { by: 'staff', path: () => '/analytics/sales' },
  operations: { by: 'ops', path: () => '/deadLetters' },
  gateway: { by: 'customer', path: () => '/openapi.json' },
}

/** What went wrong with a read of the context; null for nothing. */
export async function read(client: ShopClient, context: string, orderId: string): Promise<string | null> {
  const wanted = reads[context]
  if (wanted === undefined) throw new Error(`nothing reads ${context}`)
  const { by, query } = wanted
  const path = wanted.path(orderId)
  const body = query === undefined ? {} : { body: { query } }
  const status = await client.status(by, { method: query === undefined ? 'GET' : 'POST', path, ...body })
  return status === 200 ? null : `${path}: ${status ?? 'no answer'}`
}
