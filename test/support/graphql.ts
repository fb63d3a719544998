// How a test asks the shop by GraphQL.
import type { Account, Shop } from './shop.ts'

export type Order = { orderId: string; orderStatus: string; seq: number; payment: { status: string } }
type Reported = { message: string; path?: string[]; extensions?: { code?: string; status?: number; field?: string } }
export type Body = { data?: Record<string, Order | null> | null; errors?: Reported[] }

export const askGraphql = (shop: Shop, who: Account | null, query: string, variables: object) =>
  shop.call<Body>(who, 'POST', '/graphql', { query, variables })

export const codes = ({ body }: { body: Body }) => body.errors?.map(({ extensions }) => extensions?.code)
