// A refund that the provider refuses is settled by the staff on the order's page: its form, and what is refused.
import { describe, expect, test } from 'vitest'
import { parseSettlement, settlementTypedOf } from '../../../src/ordermanagement/settlement-form.tsx'
import { withOrder } from '../../support/admin-pages.ts'
import { callers } from '../../support/callers.ts'
import { orderIdOf } from '../../support/order-book.ts'

const path = `/admin/orders/${orderIdOf(1)}`
const typed = { refundId: 'rfd_1', way: 'bankTransfer', reference: 'transfer 7', checked: 'yes' }

describe('the form', () => {
  test('stands beside a refund that is refused, and not beside one that is settled; ops only read', async () => {
    const { get } = await withOrder('place', 'pay')
    const html = await (await get(path)).text()
    expect(html.match(/name="refundId" value="(\w+)"/g)).toEqual(['name="refundId" value="rfd_1"'])
    for (const text of ['Not taken so far, 12 tries', 'Settled by hand: cash (&lt;i&gt;7&lt;/i&gt;)']) {
      expect(html).toContain(text)
    }
    expect(await (await get(path, callers.ops)).text()).not.toContain('name="refundId"')
  })

  test('settles the refund, and the page says so', async () => {
    const { post, follow, settlements } = await withOrder('place', 'pay')
    const html = await (await follow(await post(`${path}/settlement`, typed))).text()
    expect(html).toContain('The refund is settled by hand')
    const { refundId, way, reference } = typed
    expect(settlements).toEqual([{ refundId, way, reference, checkedAtProvider: true }])
  })

  test('keeps what was typed when it is refused', async () => {
    const { post, settlements } = await withOrder('place', 'pay')
    const answer = await post(`${path}/settlement`, { ...typed, checked: '' })
    const html = await answer.text()
    expect(answer.status).toBe(422)
    for (const text of ['value="transfer 7"', 'Look at the payment provider’s dashboard first']) {
      expect(html).toContain(text)
    }
    expect(settlements).toEqual([])
  })
})

test('a way that is none of ours is refused, whatever else was typed', () => {
  const read = parseSettlement(settlementTypedOf({ ...typed, way: 'gold' }))
  expect(read).toMatchObject({ ok: false, rejection: { field: 'way' } })
  expect(settlementTypedOf({ reference: new File([], 'x') })).toEqual({
    ...{ refundId: '', way: '', reference: '' },
    isChecked: false,
  })
})
