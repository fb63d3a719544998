// The page of staff and ops under /admin/analytics: a plain form for the days, and tables.
import { Hono } from 'hono'
import type { PeriodRequest } from '../contract/analytics.ts'
import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import { detailIn, readerOf } from '../contract/language.ts'
import type { Result } from '../contract/result.ts'
import { forbiddenPage, noPage, notFoundPage } from '../web/error-pages.tsx'
import { methodsOf } from '../web/methods.ts'
import { renderPage } from '../web/page.tsx'
import { type AnalyticsPorts, cancellationsFor, deliveryTimesFor, itemsFor, salesFor } from './analytics.ts'
import { type Figures, figuresPage } from './views.tsx'

/** How many items the page shows. */
export const itemsShownMax = 25

/** The page that a request asks for. Faults are thrown. */
export async function analyticsPage(ports: AnalyticsPorts, caller: Caller, request: Request): Promise<Response> {
  if (!mayCall(caller.role, 'readSales')) {
    return forbiddenPage(caller, { en: 'the staff of the store', ko: '매장 직원' })
  }
  const app = new Hono({ strict: false })
  app.get('/admin/analytics', (c) => {
    // An empty field of the form is one that was left out.
    const { from, to } = c.req.query()
    return showFigures(ports, caller, { from: from || null, to: to || null })
  })
  app.notFound((c) => noPage(caller, methodsOf(app.routes)(c.req.path)))
  app.onError((fault) => {
    throw fault
  })
  return app.fetch(request)
}

/** Days that cannot be shown are refused beside the figures of the usual days. */
async function showFigures(ports: AnalyticsPorts, caller: Caller, asked: PeriodRequest): Promise<Response> {
  const found = await figuresFor(ports, caller, asked)
  if (found.ok) {
    const { sales } = found.value
    return renderPage(figuresPage(caller, { figures: found.value, error: null, input: sales }))
  }
  const usual = await figuresFor(ports, caller, { from: null, to: null })
  if (!usual.ok) return notFoundPage(caller, usual.rejection)
  const error = detailIn(found.rejection, readerOf(caller).language)
  const input = { from: asked.from ?? '', to: asked.to ?? '' }
  return renderPage(figuresPage(caller, { figures: usual.value, error, input }), 422)
}

/** One after the other: the first has each day summed up. */
async function figuresFor(ports: AnalyticsPorts, caller: Caller, asked: PeriodRequest): Promise<Result<Figures>> {
  const sales = await salesFor(ports, caller, asked)
  if (!sales.ok) return sales
  const items = await itemsFor(ports, caller, asked, { limit: itemsShownMax, cursor: null })
  if (!items.ok) return items
  const times = await deliveryTimesFor(ports, caller, asked)
  if (!times.ok) return times
  const cancellations = await cancellationsFor(ports, caller, asked)
  if (!cancellations.ok) return cancellations
  const figures = { sales: sales.value, items: items.value, times: times.value, cancellations: cancellations.value }
  return { ok: true, value: figures }
}
