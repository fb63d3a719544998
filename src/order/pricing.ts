// Pricing: a request for an order is checked against the catalog. The price of an order never comes from the client.

import { type ChargingOf, chargeFault } from '../contract/charging.ts'
import { type Text, told } from '../contract/language.ts'
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
        ...told({
          en: `There is no item "${line.itemId}" in the catalog.`,
          ko: `카탈로그에 "${line.itemId}" 상품이 없습니다.`,
        }),
        field: field('itemId'),
      })
    }
    if (line.itemName !== undefined && line.itemName !== item.itemName) {
      return refused({
        code: 'item_name_changed',
        ...told({
          en: `Item "${item.itemId}" is called "${item.itemName}".`,
          ko: `"${item.itemId}" 상품의 이름은 "${item.itemName}"입니다.`,
        }),
        field: field('itemName'),
        current: item.itemName,
      })
    }
    if (line.itemPrice !== undefined && line.itemPrice !== item.price.amount) {
      return refused({
        code: 'price_changed',
        ...told({
          en: `Item "${item.itemId}" costs ${formatMoney(item.price)}.`,
          ko: `"${item.itemId}" 상품의 가격은 ${formatMoney(item.price, 'ko')}입니다.`,
        }),
        field: field('itemPrice'),
        current: item.price,
      })
    }
    lines.push(lineOf(item, line.qty))
  }
  return totalOfLines(lines, chargingOf)
}

/** What was ordered, by its name in each language: the catalog may change. */
function lineOf({ itemId, itemName, price, translations }: Item, qty: number): OrderLine {
  const names = Object.entries(translations ?? {}).flatMap(([language, texts]) =>
    texts === undefined ? [] : [[language, { itemName: texts.itemName }]],
  )
  const line = { itemId, itemName, qty, unitPrice: price }
  return names.length === 0 ? line : { ...line, translations: Object.fromEntries(names) }
}

function totalOfLines(lines: OrderLine[], chargingOf: ChargingOf): Result<PricedOrder> {
  const currency = lines[0]?.unitPrice.currency
  if (currency === undefined)
    return invalid('lines', { en: 'An order has at least one line.', ko: '주문에는 상품이 하나 이상 있어야 합니다.' })
  const charging = chargingOf(currency)
  if (charging === null) {
    return invalid('lines.0.itemId', {
      en: `The shop takes no payments in ${currency}.`,
      ko: `${currency} 통화로는 결제할 수 없습니다.`,
    })
  }
  let amount = 0
  for (const [index, { itemId, qty, unitPrice }] of lines.entries()) {
    if (unitPrice.currency !== currency) {
      return invalid(`lines.${index}.itemId`, {
        en:
          `Item "${itemId}" costs ${unitPrice.currency}, and the lines before it ${currency}. ` +
          'An order has one currency.',
        ko: `"${itemId}" 상품은 ${unitPrice.currency}, 앞의 상품은 ${currency}입니다. 한 주문의 통화는 하나여야 합니다.`,
      })
    }
    amount += unitPrice.amount * qty
    if (!Number.isSafeInteger(amount)) {
      return invalid(`lines.${index}.qty`, {
        en: 'With this line the order costs too much.',
        ko: '이 상품을 더하면 주문 금액이 너무 큽니다.',
      })
    }
  }
  const total = { amount, currency }
  const fault = amount === 0 ? null : chargeFault(total, charging)
  return fault === null ? accepted({ lines, total }) : invalid(`lines.${lines.length - 1}.qty`, fault)
}

function invalid(field: string, text: Text) {
  return refused({ code: 'invalid_request', ...told(text), field })
}
