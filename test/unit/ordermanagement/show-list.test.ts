// The worklist's page over a real store: what each tab and a search list, and the same as CSV.
import { expect, test } from 'vitest'
import { handleOrderEvents } from '../../../src/ordermanagement/event-handler.ts'
import { openAdmin, withOrder } from '../../support/admin-pages.ts'
import { callers } from '../../support/callers.ts'
import { orderIdOf, tell } from '../../support/order-book.ts'

const { customer, courier } = callers
const orderId = orderIdOf(1)

test('the worklist opens on what is to be packed, the oldest first', async () => {
  const { book, ports, get } = openAdmin()
  for (const number of [1, 2, 3]) await tell(book, orderIdOf(number), customer.subject, 'place', 'pay')
  await tell(book, orderIdOf(3), customer.subject, 'take')
  await handleOrderEvents(ports, book.messages)
  const ids = async (address: string) =>
    [...(await (await get(address)).text()).matchAll(/href="\/admin\/orders\/(ord_\w+)"/g)].map(([, id]) => id)
  expect(await ids('/admin')).toEqual([1, 2].map(orderIdOf))
  expect(await ids('/admin?tab=onTheRoad')).toEqual([orderIdOf(3)])
  expect(await ids('/admin?tab=all')).toEqual([3, 2, 1].map(orderIdOf))
  expect(await ids('/admin?q=kang')).toHaveLength(3)
  expect(await ids(`/admin?q=${orderIdOf(2)}`)).toEqual([orderIdOf(2)])
})

test('the CSV has what the tab shows', async () => {
  const { get } = await withOrder('place', 'pay')
  const answer = await get('/admin/orders.csv')
  expect(answer.headers.get('content-type')).toContain('text/csv')
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="worklist-2026-11-02.csv"')
  expect((await answer.text()).split('\r\n')[1]).toContain(orderId)
  expect((await (await get('/admin/orders.csv?tab=onTheRoad')).text()).split('\r\n')).toHaveLength(2)
  expect((await get('/admin/orders.csv', courier)).status).toBe(403)
})
