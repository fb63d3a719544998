// The page of the figures, drawn: what it shows where there is little, or more than one currency.
import { expect, test } from 'vitest'
import { type Figures, figuresPage } from '../../../src/analytics/views.tsx'
import { renderPage } from '../../../src/web/page.tsx'
import { callers } from '../../support/callers.ts'

const period = { from: '2026-11-01', to: '2026-11-02', timeZone: 'Asia/Seoul' }
const empty: Figures = {
  sales: { ...period, totals: [], days: [] },
  items: { ...period, items: [], cursor: null },
  times: { ...period, delivered: 0, medianSeconds: null, p90Seconds: null, days: [] },
  cancellations: { ...period, orders: 0, canceled: 0, reasons: [] },
}

async function drawn(change: Partial<Figures>): Promise<string> {
  const view = { figures: { ...empty, ...change }, error: null, input: period }
  return await (await renderPage(figuresPage(callers.staff, view))).text()
}

test('the chart has a bar for each day in the first currency, the highest as high as it is', async () => {
  const sum = (amount: number, currency: string) => ({
    orders: 1,
    canceled: 0,
    sales: { amount, currency },
    returned: { amount: 0, currency },
  })
  const days = [
    { day: '2026-11-01', ...sum(100, 'KRW') },
    { day: '2026-11-01', ...sum(900, 'USD') },
    { day: '2026-11-02', ...sum(50, 'KRW') },
  ]
  const html = await drawn({ sales: { ...period, totals: [sum(150, 'KRW'), sum(900, 'USD')], days } })
  expect([...html.matchAll(/<rect [^>]*width="8" height="(\d+)"/g)].map((match) => match[1])).toEqual(['100', '50'])
  for (const amount of ['₩150', '$9.00', 'Sales in KRW']) expect(html).toContain(amount)
})

test('a list that goes on says how much of it is shown', async () => {
  const item = {
    itemId: '1',
    itemName: 'Fan',
    orders: 1,
    qty: 1,
    canceledQty: 0,
    sales: { amount: 1, currency: 'KRW' },
  }
  expect(await drawn({ items: { ...period, items: [item], cursor: 'next' } })).toContain('The first 1.')
  expect(await drawn({ items: { ...period, items: [item], cursor: null } })).not.toContain('The first')
})

test('without figures there is neither a chart nor a table', async () => {
  expect(await drawn({})).not.toMatch(/role="img"|<table/)
})
