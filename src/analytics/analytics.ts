// The figures of the shop, for staff and ops.
import type { Cancellations, DeliveryTimes, ItemsSold, Period, PeriodRequest, Sales } from '../contract/analytics.ts'
import { type GuardedCall, mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import { told } from '../contract/language.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import type { PageRequest } from '../contract/rpc.ts'
import { cutPage } from '../platform/cursor.ts'
import type { Database } from '../platform/database.ts'
import { readPage } from '../platform/paging.ts'
import type { DayOf } from './facts.ts'
import { cancellationsIn, deliveryTimesIn, itemsIn, type SumsByDay, salesIn } from './figures.ts'
import { daysOf, readPeriod } from './period.ts'
import { readSums } from './store.ts'

/** `now`: epoch milliseconds. */
export type AnalyticsPorts = { database: Database; dayOf: DayOf; timeZone: string; now: () => number }

export function salesFor(ports: AnalyticsPorts, caller: Caller, request: PeriodRequest): Promise<Result<Sales>> {
  return over(ports, caller, 'readSales', request, (period, sums) => accepted({ ...period, ...salesIn(sums) }))
}

/** A page is a part of the list as it stands: one that changes between two pages may show an item twice. */
export function itemsFor(
  ports: AnalyticsPorts,
  caller: Caller,
  request: PeriodRequest,
  page: PageRequest,
): Promise<Result<ItemsSold>> {
  return over(ports, caller, 'listItemsSold', request, (period, sums) => {
    const keyset = readPage(page)
    if (!keyset.ok) return keyset
    const from = Math.max(0, Number(keyset.value.after?.[0]) || 0)
    const { limit } = keyset.value
    const rest = itemsIn(sums).slice(from, from + limit + 1)
    return accepted({ ...period, ...cutPage(rest, limit, ({ itemId }) => [String(from + limit), itemId]) })
  })
}

export function deliveryTimesFor(
  ports: AnalyticsPorts,
  caller: Caller,
  request: PeriodRequest,
): Promise<Result<DeliveryTimes>> {
  return over(ports, caller, 'readDeliveryTimes', request, (period, sums) =>
    accepted({ ...period, ...deliveryTimesIn(sums) }),
  )
}

export function cancellationsFor(
  ports: AnalyticsPorts,
  caller: Caller,
  request: PeriodRequest,
): Promise<Result<Cancellations>> {
  return over(ports, caller, 'readCancellations', request, (period, sums) =>
    accepted({ ...period, ...cancellationsIn(sums) }),
  )
}

async function over<T>(
  { database, dayOf, timeZone, now }: AnalyticsPorts,
  caller: Caller,
  call: GuardedCall,
  request: PeriodRequest,
  answer: (period: Period, sums: SumsByDay) => Result<T>,
): Promise<Result<T>> {
  if (!mayCall(caller.role, call)) return storeOnly
  const today = dayOf(new Date(now()).toISOString())
  const period = readPeriod(request, today, timeZone)
  if (!period.ok) return period
  // A day that has not come has no orders, and is not summed up before it is over.
  const days = daysOf(period.value).filter((day) => day <= today)
  const sums = await readSums(database, days)
  return answer(period.value, new Map(days.flatMap((day) => [[day, sums.get(day)] as const].filter(isFound))))
}

function isFound<T>(entry: readonly [string, T | undefined]): entry is readonly [string, T] {
  return entry[1] !== undefined
}

const storeOnly = refused({
  code: 'forbidden',
  ...told({ en: 'This is for the store and those who run the shop.', ko: '매장 직원과 운영자만 사용할 수 있습니다.' }),
})
