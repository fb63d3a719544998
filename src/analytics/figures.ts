// The figures of a period, from the sums of its days. Pure.
import type { Cancellations, DeliveryTimes, ItemSales, Sales } from '../contract/analytics.ts'
import { cancelReasons } from '../contract/order.ts'
import type { DaySums } from './store.ts'

/** The sums of each day that has any, oldest day first. */
export type SumsByDay = ReadonlyMap<string, DaySums>

export function salesIn(sums: SumsByDay): Pick<Sales, 'totals' | 'days'> {
  const totals = new Map<string, DaySums['sales'][number]>()
  for (const { sales } of sums.values()) {
    for (const each of sales) {
      const known = totals.get(each.currency)
      totals.set(each.currency, known === undefined ? each : added(known, each))
    }
  }
  return {
    totals: [...totals.values()].map(shownSales),
    days: [...sums].flatMap(([day, { sales }]) => sales.map((each) => ({ day, ...shownSales(each) }))),
  }
}

/** The best-sold first: by pieces, and then by id. */
export function itemsIn(sums: SumsByDay): ItemSales[] {
  const items = new Map<string, DaySums['items'][number]>()
  for (const { items: sold } of sums.values()) {
    for (const each of sold) {
      const key = JSON.stringify([each.itemId, each.currency])
      const known = items.get(key)
      // The name may have changed: that of the last day counts.
      const { itemName, translations } = each
      items.set(key, known === undefined ? each : { ...added(known, each), itemName, translations })
    }
  }
  return [...items.values()]
    .toSorted((a, b) => b.qty - a.qty || (a.itemId < b.itemId ? -1 : 1))
    .map(({ currency, sales, translations, ...item }) => {
      return { ...item, sales: { amount: sales, currency }, ...(translations && { translations }) }
    })
}

export function deliveryTimesIn(sums: SumsByDay): Omit<DeliveryTimes, 'from' | 'to' | 'timeZone'> {
  const days = [...sums].filter(([, { deliveries }]) => deliveries.length > 0)
  return {
    ...timesOf(days.flatMap(([, { deliveries }]) => deliveries)),
    days: days.map(([day, { deliveries }]) => ({ day, ...timesOf(deliveries) })),
  }
}

export function cancellationsIn(sums: SumsByDay): Pick<Cancellations, 'orders' | 'canceled' | 'reasons'> {
  const all = [...sums.values()]
  const found = all.flatMap(({ cancellations }) => cancellations)
  const reasons = cancelReasons.map((reason) => {
    const own = found.filter((each) => each.reason === reason)
    return { reason, orders: total(own, ({ orders }) => orders), unpaid: total(own, ({ unpaid }) => unpaid) }
  })
  return { orders: total(all, ({ orders }) => orders), canceled: total(found, ({ orders }) => orders), reasons }
}

/** Each time with how often it was taken. The percentiles are by nearest rank. */
function timesOf(deliveries: DaySums['deliveries']) {
  const sorted = deliveries.toSorted(([a], [b]) => a - b)
  const delivered = total(sorted, ([, orders]) => orders)
  const rank = (share: number) => {
    let left = Math.ceil(share * delivered)
    for (const [seconds, orders] of sorted) {
      left -= orders
      if (left <= 0) return seconds
    }
    return null
  }
  return { delivered, medianSeconds: rank(0.5), p90Seconds: rank(0.9) }
}

function shownSales({ orders, canceled, sales, returned, currency }: DaySums['sales'][number]) {
  return { orders, canceled, sales: { amount: sales, currency }, returned: { amount: returned, currency } }
}

/** The sum of two rows: of each number; the texts are those of the first. */
function added<T extends object>(a: T, b: T): T {
  const others = new Map<string, unknown>(Object.entries(b))
  const sums = Object.entries(a).map(([key, value]) => {
    const other = others.get(key)
    return [key, typeof value === 'number' && typeof other === 'number' ? value + other : value]
  })
  return { ...a, ...Object.fromEntries(sums) }
}

function total<T>(rows: readonly T[], of: (row: T) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0)
}
