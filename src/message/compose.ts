// The text of each message, and its id. Pure.
import { encodeId } from '../contract/ids.ts'
import { contactOf, type OrderSummary } from '../contract/order.ts'
import type { CustomerMessage } from '../contract/rpc.ts'

export const messageKinds = ['deliveryStarted', 'deliveryCanceled'] as const satisfies CustomerMessage['kind'][]
export type MessageKind = (typeof messageKinds)[number]

/** One message for each order and kind: its id is derived from both, so that a receiver recognises a repeat. */
export async function messageIdOf(orderId: string, kind: MessageKind): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify([orderId, kind]))
  return encodeId('msg', new Uint8Array(await crypto.subtle.digest('SHA-256', text)))
}

/** The text for the customer. Throws when the order came without its contact: no text has a gap. */
export function textOf(order: OrderSummary, kind: MessageKind): string {
  const { customerName, deliveryAddress } = contactOf(order)
  const goods = order.lines.map((line) => `${line.qty} × ${line.itemName}`).join(', ')
  switch (kind) {
    case 'deliveryStarted':
      return `Dear ${customerName}, your order is on its way: ${goods}. Shipping to: ${deliveryAddress}.`
    case 'deliveryCanceled':
      return (
        `Dear ${customerName}, the delivery of your order was canceled: ${goods}. ` +
        `It was shipping to: ${deliveryAddress}. What you paid is returned to you.`
      )
  }
}
