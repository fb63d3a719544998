// The worklist's page: its tabs and counts, its search, whom it offers which orders, and how it leads on.
import { describe, expect, test } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import type { WorklistRow } from '../../../src/contract/rpc.ts'
import { type ListView, worklistPage } from '../../../src/ordermanagement/list-view.tsx'
import { shownIn } from '../../../src/ordermanagement/tabs.ts'
import { renderPage } from '../../../src/web/page.tsx'
import { callers } from '../../support/callers.ts'
import { kang, orderIdOf } from '../../support/order-book.ts'

const { staff, staff2, ops } = callers
const counts = { toPack: 3, needsAttention: 0, refundsStuck: 1, onTheRoad: 1000 }

const row: WorklistRow = {
  orderId: orderIdOf(1),
  orderStatus: 'payApproved',
  ...kang,
  lines: [{ itemId: '1', itemName: 'Fan', qty: 2, unitPrice: { amount: 500, currency: 'KRW' } }],
  total: { amount: 1000, currency: 'KRW' },
  paidAt: '2026-11-02T09:00:00.000Z',
  updatedAt: '2026-11-02T09:00:00.000Z',
  seq: 2,
  needsAttention: null,
  clerk: null,
}

async function htmlOf(query: Record<string, string>, changes: Partial<ListView> = {}, caller: Caller = staff) {
  const page = { items: [], cursor: null }
  const view = { shown: shownIn(query), page, counts, outcomes: [], error: null, ...changes }
  return (await renderPage(worklistPage(caller, view))).text()
}

const current = (html: string) => [...html.matchAll(/<a href="([^"]+)" aria-current="true">/g)].map(([, href]) => href)

describe('the tabs', () => {
  test('open on what is to be packed, with counts', async () => {
    const html = await htmlOf({})
    expect(current(html)).toEqual(['/admin'])
    for (const text of ['To pack (3)', 'Needs attention (0)', 'Refunds stuck (1)', 'On the road (999+)']) {
      expect(html).toContain(text)
    }
  })

  test.each([
    [{ tab: 'needsAttention' }, ['/admin?tab=needsAttention']],
    [{ needsAttention: 'true' }, ['/admin?tab=needsAttention']],
    [{ tab: 'all' }, ['/admin?tab=all', '/admin?tab=all']],
    [{ orderStatus: 'orderTaken' }, ['/admin?tab=all', '/admin?tab=all&amp;orderStatus=orderTaken']],
    [{ tab: 'nonsense' }, ['/admin']],
    [{ q: 'kang' }, []],
  ])('%j marks what is shown', async (query: Record<string, string>, hrefs) => {
    expect(current(await htmlOf(query))).toEqual(hrefs)
  })

  test('say of an empty list what it lacks', async () => {
    expect(await htmlOf({})).toContain('Nothing is to be packed')
    expect(await htmlOf({ tab: 'refundsStuck' })).toContain('No refund is stuck')
    expect(await htmlOf({ q: 'kang' })).toContain('No order was found')
  })
})

describe('the list', () => {
  test('leads to the next page and to the CSV of what is shown', async () => {
    const page = { items: [row], cursor: 'a cursor' }
    const html = await htmlOf({ tab: 'all', orderStatus: 'orderTaken' }, { page })
    expect(html).toContain('href="/admin?tab=all&amp;orderStatus=orderTaken&amp;cursor=a+cursor">Older orders')
    expect(html).toContain('href="/admin/orders.csv?tab=all&amp;orderStatus=orderTaken"')
    expect(await htmlOf({}, { page })).toContain('>Next orders')
    expect(await htmlOf({ q: 'fan' }, { page })).toContain('href="/admin?q=fan&amp;cursor=a+cursor"')
  })

  test('offers the staff the orders that are to be packed, except those of another clerk', async () => {
    const claimed = { ...row, orderId: orderIdOf(2), clerk: { id: staff2.subject, name: 'Yoon', since: row.paidAt } }
    const page = { items: [row, claimed], cursor: null }
    const boxes = (html: string) => [...html.matchAll(/type="checkbox"[^>]*value="([^"]+)"/g)].map(([, id]) => id)
    expect(boxes(await htmlOf({}, { page }))).toEqual([row.orderId])
    expect(boxes(await htmlOf({}, { page }, staff2))).toEqual([row.orderId, claimed.orderId])
    expect(boxes(await htmlOf({ tab: 'all' }, { page }))).toEqual([])
    expect(boxes(await htmlOf({}, { page }, ops))).toEqual([])
    expect(await htmlOf({}, { page })).toContain('Yoon is packing it')
    expect(await htmlOf({}, { page }, staff2)).toContain('You are packing it')
  })

  test('tells each outcome by itself, in the reader’s language', async () => {
    const taken = { by: 'usr_1', name: 'Yoon', at: row.paidAt }
    const outcomes = [
      { orderId: orderIdOf(1), result: 'packed' },
      { orderId: orderIdOf(2), result: { code: 'order_claimed', detail: 'raw', taken } },
      { orderId: orderIdOf(3), result: 'unknown' },
    ] as const
    const html = await htmlOf({}, { outcomes })
    for (const text of [
      '1 order is packed.',
      '2 were refused:',
      'The order has been in the hands of Yoon since 2 Nov 2026',
    ]) {
      expect(html).toContain(text)
    }
    expect(html).not.toContain('raw')
    const reader = { language: 'ko', timeZone: 'Asia/Seoul' } as const
    expect(await htmlOf({}, { outcomes }, { ...staff, reader })).toContain('주문 1건을 포장 완료로 처리했습니다.')
  })

  test('shows what was typed into the search as text', async () => {
    const html = await htmlOf({ q: '"><script>x' })
    expect(html).not.toContain('<script>x')
    expect(html).toContain('value="&quot;&gt;&lt;script&gt;x"')
  })
})
