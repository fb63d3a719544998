// The steps of an order's story, as customers, staff and couriers take them through the public API.
import type { InferRequestType } from 'hono/client'
import { type Client, clientOver } from '../../scripts/client.ts'
import type { OrderStatus } from '../../src/contract/order.ts'
import { type Account, type Answer, type Shop, until } from './shop.ts'

export type OrderAnswer = {
  orderId: string
  orderStatus: OrderStatus
  seq: number
  total: { amount: number; currency: string }
  payment: { status: string; captured: { amount: number }; refunded: { amount: number } }
  delivery: { status: string } | null
}
export type MessageAnswer = { messageId: string; kind: string; text: string }
export type ProviderAnswer = { charges: { amount: { amount: number } }[]; refunds: { amount: { amount: number } }[] }
type List<T> = { items: T[] }

export const kangsForm = {
  customerName: 'Kang',
  itemId: '2',
  qty: 3,
  deliveryAddress: 'Gangnam',
  deliveryPhoneNumber: '010-0123-4567',
}

type PlaceForm = InferRequestType<Client['orders']['$post']>['json']

const of = (orderId: string) => ({ param: { orderId }, header: {} })

export function storyOf(shop: Shop, customer: Account = 'customer') {
  /** By the typed client: a step that the API does not have does not compile. */
  async function asked(account: Account, ask: (client: Client) => Promise<unknown>): Promise<Answer<OrderAnswer>> {
    const answers: Answer<OrderAnswer>[] = []
    const client = clientOver(async (method, path, body) => {
      const answer = await shop.call<OrderAnswer>(account, method, path, body)
      answers.push(answer)
      return answer
    })
    await ask(client)
    const [answer] = answers
    if (answer === undefined) throw new Error('nothing was asked')
    return answer
  }

  const story = {
    async place(form: PlaceForm = kangsForm): Promise<OrderAnswer> {
      const placed = await asked(customer, ({ orders }) => orders.$post({ header: {}, json: form }))
      if (placed.status !== 201) throw new Error(`not placed: ${JSON.stringify(placed)}`)
      return placed.body
    },
    pay: (id: string, paymentToken = 'tok_approved') =>
      asked(customer, ({ payments }) =>
        payments[':orderId'].$patch({ ...of(id), json: { orderStatus: 'payApproved', paymentToken } }),
      ),
    take: (id: string) =>
      asked('staff', ({ ordermgmts }) =>
        ordermgmts[':orderId'].$patch({ ...of(id), json: { orderStatus: 'orderTaken' } }),
      ),
    complete: (id: string) =>
      asked('courier', ({ deliveries }) =>
        deliveries[':orderId'].$patch({ ...of(id), json: { orderStatus: 'deliveryCompleted' } }),
      ),
    cancel: (id: string) =>
      asked(customer, ({ orders }) => orders[':orderId'].$patch({ ...of(id), json: { orderStatus: 'orderCancel' } })),
    read: async (id: string) => (await shop.call<OrderAnswer>(customer, 'GET', `/orders/${id}`)).body,
    messages: async (id: string) =>
      (await shop.call<List<MessageAnswer>>(customer, 'GET', `/messages?orderId=${id}`)).body.items,
    /** How many orders of the shop were paid, and canceled after that. */
    async sales() {
      type Sums = { orders: number; canceled: number }
      const { body } = await shop.call<{ totals: Sums[] }>('staff', 'GET', '/analytics/sales')
      return body.totals.map(({ orders, canceled }) => ({ orders, canceled }))
    },
    mypage: async (id: string) => (await shop.call<OrderAnswer>(customer, 'GET', `/myPages/${id}`)).body,
    ledger: async (id: string) => (await shop.call<ProviderAnswer>('ops', 'GET', `/payments/${id}/provider`)).body,
    history: async (id: string) => {
      const { body } = await shop.call<{ events: { type: string }[] }>(customer, 'GET', `/orders/${id}/events`)
      return body.events.map((event) => event.type)
    },
    reaches: (id: string, status: OrderStatus) =>
      until(
        () => story.read(id),
        (order) => order.orderStatus === status,
      ),
    tells: (id: string, count: number) =>
      until(
        () => story.messages(id),
        (messages) => messages.length === count,
      ),
    /** The staff have the order on their worklist. */
    isOnWorklist: (id: string) =>
      until(
        () => shop.call('staff', 'GET', `/ordermgmts/${id}`),
        ({ status }) => status === 200,
      ),
    /** The couriers have the order among those on the road. */
    isOnTheRoad: (id: string) =>
      until(
        () => shop.call<{ status?: string | number }>('courier', 'GET', `/deliveries/${id}`),
        ({ body }) => body.status === 'started',
      ),
    /** mypage shows the order just as the actor has it. */
    agrees: async (id: string) => {
      const order = await story.read(id)
      return until(
        () => story.mypage(id),
        (row) => row.seq === order.seq && row.orderStatus === order.orderStatus,
      )
    },
    /** Bring a new order to where the name says, as far as the happy path goes. */
    async upTo(status: 'orderStarted' | 'payApproved' | 'deliveryStarted' | 'deliveryCompleted'): Promise<string> {
      const { orderId } = await story.place()
      if (status === 'orderStarted') return orderId
      // A provider that another test has let fail may be asked a little later.
      if ((await story.pay(orderId)).status !== 200) await story.reaches(orderId, 'payApproved')
      if (status === 'payApproved') return orderId
      await story.take(orderId)
      await story.reaches(orderId, 'deliveryStarted')
      if (status === 'deliveryStarted') return orderId
      await story.complete(orderId)
      return orderId
    },
  }
  return story
}
