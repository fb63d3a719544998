// The price of an order is the catalog's, whatever the client sends.
import { describe, expect, it } from 'vitest'
import { chargingBy, readCharging } from '../../../src/contract/charging.ts'
import type { PlaceOrderRequest } from '../../../src/contract/rpc.ts'
import { price } from '../../../src/order/pricing.ts'
import { won } from '../../support/orders.ts'

const item = (itemId: string, amount: number) => ({
  itemId,
  itemName: `item ${itemId}`,
  description: '',
  category: 'climate',
  price: won(amount),
})
const items = { a: item('a', 1500), b: item('b', 200) }

function requestOf(...lines: PlaceOrderRequest['lines']): PlaceOrderRequest {
  const contact = { customerName: 'Kang', deliveryAddress: 'Gangnam', deliveryPhoneNumber: '010' }
  return { lines, contact, withPaymentToken: false }
}

describe('an order', () => {
  it('costs the sum of its lines, each at the price of the catalog', () => {
    expect(price(requestOf({ itemId: 'a', qty: 3 }, { itemId: 'b', qty: 2 }), items, chargingBy.sandbox)).toEqual({
      ok: true,
      value: {
        lines: [
          { itemId: 'a', itemName: 'item a', qty: 3, unitPrice: won(1500) },
          { itemId: 'b', itemName: 'item b', qty: 2, unitPrice: won(200) },
        ],
        total: won(4900),
      },
    })
  })
  it('keeps the name of an item in each language of the catalog, and nothing else of it', () => {
    const ko = { itemName: '선풍기', description: '조용합니다.', category: '계절 가전' }
    const translated = { a: { ...items.a, translations: { ko } } }
    const priced = price(requestOf({ itemId: 'a', qty: 1 }), translated, chargingBy.sandbox)
    const translations = { ko: { itemName: '선풍기' } }
    const lines = [{ itemId: 'a', itemName: 'item a', qty: 1, unitPrice: won(1500), translations }]
    expect(priced).toEqual({ ok: true, value: { lines, total: won(1500) } })
  })
  it('may name the item and price of the catalog', () => {
    const line = { itemId: 'a', qty: 1, itemName: 'item a', itemPrice: 1500 }
    expect(price(requestOf(line), items, chargingBy.sandbox)).toMatchObject({ ok: true, value: { total: won(1500) } })
  })
})

describe('is refused, by the field at fault,', () => {
  const good = { itemId: 'b', qty: 1 }

  it.each(['c', '', '__proto__', 'constructor'])('the item %j that is not in the catalog', (itemId) => {
    expect(price(requestOf(good, { itemId, qty: 1 }), items, chargingBy.sandbox)).toMatchObject({
      ok: false,
      rejection: { code: 'item_unknown', field: 'lines.1.itemId' },
    })
  })
  it('a name that is not the catalog’s, with the right one', () => {
    expect(price(requestOf({ ...good, itemName: 'ITEM B' }), items, chargingBy.sandbox)).toMatchObject({
      ok: false,
      rejection: { code: 'item_name_changed', field: 'lines.0.itemName', current: 'item b' },
    })
  })
  it.each([199, 0])('the price %d that is not the catalog’s, with the right one', (itemPrice) => {
    expect(price(requestOf(good, { ...good, itemPrice }), items, chargingBy.sandbox)).toMatchObject({
      ok: false,
      rejection: { code: 'price_changed', field: 'lines.1.itemPrice', current: won(200) },
    })
  })
  it('a line in another currency than the lines before it', () => {
    const dollars = { ...item('d', 900), price: { amount: 900, currency: 'USD' } }
    expect(price(requestOf(good, { itemId: 'd', qty: 1 }), { ...items, d: dollars }, chargingBy.sandbox)).toMatchObject(
      {
        ok: false,
        rejection: { code: 'invalid_request', field: 'lines.1.itemId', detail: expect.stringContaining('USD') },
      },
    )
  })
  it.each([
    [[{ itemId: 'dear', qty: 2 }], 'lines.0.qty'],
    [[{ itemId: 'dear', qty: 1 }, good], 'lines.1.qty'],
  ])('the line that takes the sum beyond what is exact: %j', (lines, field) => {
    const all = { ...items, dear: item('dear', Number.MAX_SAFE_INTEGER) }
    expect(price(requestOf(...lines), all, chargingBy.sandbox)).toMatchObject({
      ok: false,
      rejection: { code: 'invalid_request', field },
    })
  })
  it('but not the greatest sum that is exact', () => {
    const all = { ...items, dear: item('dear', Number.MAX_SAFE_INTEGER) }
    expect(price(requestOf({ itemId: 'dear', qty: 1 }), all, chargingBy.sandbox)).toMatchObject({ ok: true })
  })
  it('an order without lines', () => {
    expect(price(requestOf(), items, chargingBy.sandbox)).toMatchObject({
      ok: false,
      rejection: { code: 'invalid_request', field: 'lines' },
    })
  })
  it.each([
    ['below the provider’s least', chargingBy.toss, 'cheap', '₩99, and ₩100 is the least'],
    [
      'above its most',
      readCharging({ PAYMENT_PROVIDER: 'stripe', CURRENCIES: 'KRW:800' }),
      'dear',
      '₩100,000,000, and ₩99,999,999 is the most',
    ],
  ] as const)('an order %s, with that amount', (_, chargingOf, itemId, detail) => {
    const all = { ...items, cheap: item('cheap', 99), dear: item('dear', 100_000_000) }
    expect(price(requestOf({ itemId, qty: 1 }), all, chargingOf)).toMatchObject({
      ok: false,
      rejection: { code: 'invalid_request', field: 'lines.0.qty', detail: expect.stringContaining(detail) },
    })
  })
  it('an order in a currency that the shop does not take', () => {
    const dollars = { ...item('d', 900), price: { amount: 900, currency: 'USD' } }
    expect(price(requestOf({ itemId: 'd', qty: 1 }), { d: dollars }, chargingBy.toss)).toMatchObject({
      ok: false,
      rejection: { code: 'invalid_request', field: 'lines.0.itemId', detail: expect.stringContaining('USD') },
    })
  })
  it('but not one at the least amount, nor one that costs nothing', () => {
    const all = { cheap: item('cheap', 50), free: item('free', 0) }
    expect(price(requestOf({ itemId: 'cheap', qty: 2 }), all, chargingBy.toss)).toMatchObject({ ok: true })
    expect(price(requestOf({ itemId: 'free', qty: 1 }), all, chargingBy.toss)).toMatchObject({ ok: true })
  })
})
