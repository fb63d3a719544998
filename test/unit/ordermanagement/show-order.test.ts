// The order's page over a real store: its payments, and its past states.
import { expect, test } from 'vitest'
import { adminPage } from '../../../src/ordermanagement/pages.tsx'
import { withOrder } from '../../support/admin-pages.ts'
import { callers } from '../../support/callers.ts'
import { orderIdOf } from '../../support/order-book.ts'

const { staff } = callers
const path = `/admin/orders/${orderIdOf(1)}`

test('the payments, and on request what the provider says; the page stands without them', async () => {
  const { get, ports } = await withOrder('place', 'pay')
  const html = await (await get(path)).text()
  for (const text of ['Declined: ', 'Ask the payment provider']) expect(html).toContain(text)
  expect(html).not.toContain('ch_')
  expect(await (await get(`${path}?provider=ask`)).text()).toContain('ch_&lt;b&gt;2&lt;/b&gt;')
  const down = { ...ports.payments, get: () => Promise.reject(new Error('down')) }
  const page = await adminPage({ ...ports, payments: down }, staff, new Request(`https://shop${path}`), 'req_test')
  expect([page.status, (await page.text()).includes('out of reach')]).toEqual([200, true])
})

test('an earlier state of the order, with its history up to then', async () => {
  const { get } = await withOrder('place', 'pay', 'take', 'startDelivery')
  const html = await (await get(`${path}?asOf=2`)).text()
  expect(html).toContain('after step 2 of 4')
  for (const text of ['accepted and packed', 'set out', 'Packed: hand over']) expect(html).not.toContain(text)
  for (const asOf of ['4', '99', '0', 'x', '']) {
    expect(await (await get(`${path}?asOf=${asOf}`)).text()).not.toContain('after step')
  }
})
