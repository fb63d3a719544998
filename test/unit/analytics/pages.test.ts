// The page of the shop's figures.
import { expect, test } from 'vitest'
import { handleOrderEvents } from '../../../src/analytics/event-handler.ts'
import { analyticsPage } from '../../../src/analytics/pages.tsx'
import { daysIn } from '../../../src/analytics/period.ts'
import type { Caller } from '../../../src/contract/caller.ts'
import type { Language } from '../../../src/contract/language.ts'
import { callers } from '../../support/callers.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { openDatabase } from '../../support/sqlite.ts'

const { staff, customer } = callers
const database = openDatabase('analytics')
const ports = {
  database,
  dayOf: daysIn('Asia/Seoul'),
  timeZone: 'Asia/Seoul',
  now: () => Date.parse('2026-11-03T03:00:00.000Z'),
}
const book = new OrderBook()
await tell(book, orderIdOf(1), 'usr_1', 'place', 'pay', 'take', 'startDelivery', 'completeDelivery')
await tell(book, orderIdOf(2), 'usr_1', 'place', 'pay', 'cancel', 'takeCancel', 'refund')
await handleOrderEvents(
  ports,
  book.messages.filter(({ data }) => data.event.type !== 'OrderPlaced'),
)

async function page(query = '', caller: Caller = staff, language: Language = 'en') {
  const reader = { language, timeZone: 'Asia/Seoul' }
  const request = new Request(`https://shop/admin/analytics${query}`)
  const response = await analyticsPage(ports, { ...caller, reader }, request)
  return { status: response.status, html: await response.text() }
}

test('it shows the sales, the items, the times and the reasons', async () => {
  const { status, html } = await page()
  expect(status).toBe(200)
  for (const text of ['₩2,580,000', 'Air conditioner', 'minutes', 'The customer canceled', '1 of 2 orders.', '<rect']) {
    expect(html).toContain(text)
  }
})

test('it is there in Korean', async () => {
  const { html } = await page('', staff, 'ko')
  for (const text of ['일별 매출', '고객 취소', '주문 2건 중 1건입니다.']) expect(html).toContain(text)
})

test('days without orders say so', async () => {
  const { html } = await page('?from=2026-10-01&to=2026-10-02')
  for (const text of ['Nothing was sold', 'has been delivered yet', 'was canceled.']) expect(html).toContain(text)
})

test('days that cannot be shown are refused beside the usual ones, and stand in the form', async () => {
  const { status, html } = await page('?from=2020-01-01&to=2026-10-02')
  expect(status).toBe(422)
  expect(html).toContain('at most 92 days')
  expect(html).toContain('value="2020-01-01"')
  expect(html).toContain('₩2,580,000')
})

test('it is not for customers, and there is nothing below it', async () => {
  expect((await page('', customer)).status).toBe(403)
  expect((await analyticsPage(ports, staff, new Request('https://shop/admin/analytics/x'))).status).toBe(404)
})
