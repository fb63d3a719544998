// An order's story as its people live it, through the public API.
import type { OrderStatus } from '../../src/contract/order.ts'
import { type Account, type Shop, until } from './shop.ts'

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

export function storyOf(shop: Shop, customer: Account = 'customer') {
  const story = {
    async place(form: object = kangsForm): Promise<OrderAnswer> {
      const placed = await shop.call<OrderAnswer>(customer, 'POST', '/orders', form)
      if (placed.status !== 201) throw new Error(`not placed: ${JSON.stringify(placed)}`)
      return placed.body
    },
    pay: (id: string, paymentToken = 'tok_approved') =>
      shop.call<OrderAnswer>(customer, 'PATCH', `/payments/${id}`, { orderStatus: 'payApproved', paymentToken }),
    take: (id: string) => shop.call<OrderAnswer>('staff', 'PATCH', `/ordermgmts/${id}`, { orderStatus: 'orderTaken' }),
    complete: (id: string) =>
      shop.call<OrderAnswer>('courier', 'PATCH', `/deliveries/${id}`, { orderStatus: 'deliveryCompleted' }),
    cancel: (id: string) => shop.call<OrderAnswer>(customer, 'PATCH', `/orders/${id}`, { orderStatus: 'orderCancel' }),
    read: async (id: string) => (await shop.call<OrderAnswer>(customer, 'GET', `/orders/${id}`)).body,
    messages: async (id: string) =>
      (await shop.call<List<MessageAnswer>>(customer, 'GET', `/messages?orderId=${id}`)).body.items,
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
      await story.pay(orderId)
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
