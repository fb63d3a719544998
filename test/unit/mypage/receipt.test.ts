// The receipt: what it names, and its tax.
import { describe, expect, test } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import { myPageConfig } from '../../../src/mypage/config.ts'
import { receiptPage, taxIn } from '../../../src/mypage/receipt.tsx'
import { summarize } from '../../../src/order/summary.ts'
import { configFaults } from '../../../src/platform/config.ts'
import { renderPage } from '../../../src/web/page.tsx'
import { callers } from '../../support/callers.ts'
import { commands as c, orderId, tell, won } from '../../support/orders.ts'
import { seller } from '../../support/seller.ts'
import { testPersonalDataKeys } from '../../support/vault.ts'

const { customer } = callers

async function receiptOf(caller: Caller = customer, sold = seller) {
  const order = summarize(orderId, tell(c.PlaceOrder, c.RecordPayApproved, c.RefundPart, c.RecordPartRefunded).state)
  if (order === null) throw new Error('there is no order')
  return (await renderPage(receiptPage(caller, order, order.updatedAt, sold))).text()
}

test('it names the seller and the buyer, the goods, the tax, and what was returned', async () => {
  const html = await receiptOf()
  for (const text of ['123-45-67890', '1 Sejong-daero, Seoul', 'Kang', '₩4,500', '₩4,091', '₩409']) {
    expect(html).toContain(text)
  }
  expect(html).toContain('<dt>Returned</dt><dd>₩500</dd>')
})

test('it is in Korean for who reads Korean', async () => {
  const html = await receiptOf({ ...customer, reader: { language: 'ko', timeZone: 'Asia/Seoul' } })
  for (const text of ['영수증', '사업자등록번호', '부가가치세(10%, 포함)', '공급가액']) expect(html).toContain(text)
})

test('a seller without a tax or a number shows neither', async () => {
  const html = await receiptOf(customer, { ...seller, registration: '', address: '', taxPercent: 0 })
  for (const text of ['Business registration', 'Value added tax', 'Before tax']) expect(html).not.toContain(text)
})

describe('the tax in a sum', () => {
  test.each([
    [4500, 10, 4091, 409],
    [0, 10, 0, 0],
    [1, 10, 1, 0],
    [1100, 0, 1100, 0],
    [119, 19, 100, 19],
  ])('%i with %i %%: %i and %i', (amount, percent, net, tax) => {
    expect(taxIn(won(amount), percent)).toEqual({ net: won(net), tax: won(tax) })
  })
})

test.each(['ten', '-1', '100', ' '])('%j is no tax', (TAX_PERCENT) => {
  expect(configFaults(myPageConfig, { PERSONAL_DATA_KEYS: testPersonalDataKeys, TAX_PERCENT })).toEqual([
    `TAX_PERCENT is "${TAX_PERCENT}": it must be a number such as 10, or 0`,
  ])
})
