// The packing slip: what the parcel needs, and no price.
import { expect, test } from 'vitest'
import { withOrder } from '../../support/admin-pages.ts'
import { callers } from '../../support/callers.ts'
import { orderIdOf } from '../../support/order-book.ts'

const { ops } = callers
const path = `/admin/orders/${orderIdOf(1)}`

test('the slip has goods, quantities and address, and no price', async () => {
  const { get } = await withOrder('place', 'pay')
  const html = await (await get(`${path}/slip`, ops)).text()
  for (const text of ['Packing slip 0000-0000', 'Air conditioner', '12 Teheran-ro', 'Kang'])
    expect(html).toContain(text)
  expect(html).not.toContain('₩')
  const korean = { ...ops, reader: { language: 'ko', timeZone: 'Asia/Seoul' } } as const
  expect(await (await get(`${path}/slip`, korean)).text()).toContain('냉방기')
  expect((await get(`/admin/orders/${orderIdOf(9)}/slip`)).status).toBe(404)
})
