// Pricing: a request for an order is checked against the catalog. The price of an order never comes from the client.
import { sum, times } from '../contract/money.ts'
import type { OrderLine } from '../contract/order.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import type { Item, PlaceOrderRequest } from '../contract/rpc.ts'

export type PricedOrder = { lines: OrderLine[]; total: OrderLine['unitPrice'] }

/** Price every line from `items`. Refuses an unknown item, and an item name or price that differs from the catalog. */
export function price(request: PlaceOrderRequest, items: Record<string, Item>): Result<PricedOrder> {
  const lines: OrderLine[] = []
  for (const [index, line] of request.lines.entries()) {
    const item = Object.hasOwn(items, line.itemId) ? items[line.itemId] : undefined
    const field = (name: string) => `lines.${index}.${name}`
    if (item === undefined) {
      return refused({
        code: 'item_unknown',
        detail: `There is no item "${line.itemId}" in the catalog.`,
        field: field('itemId'),
      })
    }
    if (line.itemName !== undefined && line.itemName !== item.itemName) {
      return refused({
        code: 'item_name_changed',
        detail: `Item "${item.itemId}" is called "${item.itemName}".`,
        field: field('itemName'),
        current: item.itemName,
      })
    }
    if (line.itemPrice !== undefined && line.itemPrice !== item.price.amount) {
      return refused({
        code: 'price_changed',
        detail: `Item "${item.itemId}" costs ${item.price.amount} ${item.price.currency}.`,
        field: field('itemPrice'),
        current: item.price,
      })
    }
    lines.push({ itemId: item.itemId, itemName: item.itemName, qty: line.qty, unitPrice: item.price })
  }
  const [first, ...rest] = lines.map((line) => times(line.unitPrice, line.qty))
  if (first === undefined) {
    return refused({ code: 'invalid_request', detail: 'An order has at least one line.', field: 'lines' })
  }
  return accepted({ lines, total: sum([first, ...rest]) })
}
