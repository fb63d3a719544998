// What a clerk can do about an order that is to be packed: whose it is decides.
import { describe, expect, test } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import { summarize } from '../../../src/order/summary.ts'
import { type OrderView, orderPage } from '../../../src/ordermanagement/order-view.tsx'
import { type Page, renderPage } from '../../../src/web/page.tsx'
import { callers } from '../../support/callers.ts'
import { allSituations, orderId, tell } from '../../support/orders.ts'

const htmlOf = async (page: Page) => (await renderPage(page)).text()

const nothing = { cancelReason: null, refund: null, settlement: null, note: null, error: null }
const rest = { asOf: null, clerk: null, notes: [], payments: null }

async function orderHtml(situation: string, caller: Caller = callers.staff, changes: Partial<OrderView> = {}) {
  const { state, events } = tell(...(allSituations[situation] ?? []))
  const order = summarize(orderId, state)
  if (order === null) throw new Error(`${situation} has no order`)
  return htmlOf(orderPage(caller, { order, events, ...rest, flash: null, typed: nothing, ...changes }))
}

describe('a claim', () => {
  const clerk = (id: string, name: string) => ({ id, name, since: '2026-11-02T10:00:00.000Z' })
  const buttons = { claim: 'Start packing', pack: 'Packed: hand over', release: 'Let go of it', other: 'instead of' }
  const offered = (html: string) => Object.entries(buttons).flatMap(([name, text]) => (html.includes(text) ? name : []))

  test('says whose it is, and offers what its reader can do', async () => {
    expect(offered(await orderHtml('payApproved'))).toEqual(['claim', 'pack'])
    const own = await orderHtml('payApproved', callers.staff, { clerk: clerk('usr_staff', 'Park') })
    expect(offered(own)).toEqual(['pack', 'release'])
    expect(own).toContain('You have had this order in hand since 2 Nov 2026, 19:00.')
    const foreign = await orderHtml('payApproved', callers.staff, { clerk: clerk('usr_other', 'Yoon <b>') })
    expect(offered(foreign)).toEqual(['other'])
    expect(foreign).toContain('The order has been in the hands of Yoon &lt;b&gt; since 2 Nov 2026, 19:00.')
    expect(foreign).toContain('name="from" value="usr_other"')
    const ofOps = await orderHtml('payApproved', callers.ops, { clerk: clerk('usr_other', 'Yoon') })
    expect(offered(ofOps)).toEqual([])
  })

  test('is told in Korean, in the reader’s zone', async () => {
    const reader = { language: 'ko', timeZone: 'America/New_York' } as const
    const html = await orderHtml('payApproved', { ...callers.staff, reader }, { clerk: clerk('usr_other', '윤') })
    expect(html).toContain('윤 님이 2026. 11. 2. 05:00부터 이 주문을 맡고 있습니다.')
    expect(html).toContain('포장 명세서')
  })

  test('names, once the order is packed, who has packed it', async () => {
    const html = await orderHtml('orderTaken', callers.staff, { clerk: clerk('usr_other', 'Yoon') })
    expect(html).toContain('<dt>Packed by</dt><dd>Yoon</dd>')
    expect(offered(html)).toEqual([])
  })
})
