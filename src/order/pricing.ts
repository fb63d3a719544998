// Pricing: a request for an order is checked against the catalog. The price of an order never comes from the client.
import { type ChargingOf, chargeFault } from '../contract/charging.ts'
import { formatMoney, type Money } from '../contract/money.ts'
import type { OrderLine } from '../contract/order.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import type { Item, PlaceOrderRequest } from '../contract/rpc.ts'

export type PricedOrder = { lines: OrderLine[]; total: Money }

/**
 * Price every line from `items`. Refuses an unknown item, an item name or price that differs from the catalog, a second
 * currency, and a total that is beyond what can be counted exactly, or that the payment provider would not charge.
 */
export function price(
  request: PlaceOrderRequest,
  items: Record<string, Item>,
  chargingOf: ChargingOf,
): Result<PricedOrder> {
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
        detail: `Item "${item.itemId}" costs ${formatMoney(item.price)}.`,
        field: field('itemPrice'),
        current: item.price,
      })
    }
    lines.push({ itemId: item.itemId, itemName: item.itemName, qty: line.qty, unitPrice: item.price })
  }
  return totalOfLines(lines, chargingOf)
}

function totalOfLines(lines: OrderLine[], chargingOf: ChargingOf): Result<PricedOrder> {
  const currency = lines[0]?.unitPrice.currency
  if (currency === undefined) return invalid('lines', 'An order has at least one line.')
  const charging = chargingOf(currency)
  if (charging === null) return invalid('lines.0.itemId', `The shop takes no payments in ${currency}.`)
  let amount = 0
  for (const [index, { itemId, qty, unitPrice }] of lines.entries()) {
    if (unitPrice.currency !== currency) {
      const detail = `Item "${itemId}" costs ${unitPrice.currency}, and the lines before it ${currency}.`
      return invalid(`lines.${index}.itemId`, `${detail} An order has one currency.`)
    }
    amount += unitPrice.amount * qty
    if (!Number.isSafeInteger(amount)) return invalid(`lines.${index}.qty`, 'With this line the order costs too much.')
  }
  const total = { amount, currency }
  const fault = amount === 0 ? null : chargeFault(total, charging)
  return fault === null ? accepted({ lines, total }) : invalid(`lines.${lines.length - 1}.qty`, fault)
}

function invalid(field: string, detail: string) {
  return refused({ code: 'invalid_request', detail, field })
}
