// The page of the alerts: how each was judged, a press to judge now, and a form to silence one for some hours.
import type { Hono } from 'hono'
import type { Caller } from '../contract/caller.ts'
import { detailIn, readerOf } from '../contract/language.ts'
import type { Rejection } from '../contract/rejections.ts'
import type { Flash } from '../web/components.tsx'
import { draftNotice, draftOf } from '../web/draft.ts'
import { pageStatusOf, seeOther } from '../web/error-pages.tsx'
import { keepNotice, takeNotice } from '../web/flash.ts'
import { renderPage } from '../web/page.tsx'
import { type AlertServicePorts, judgeAlerts, listAlerts, silenceAlert } from './alerts/alerts.ts'
import { alertsPage, type SilenceInput, silenceHours } from './alerts-view.tsx'
import { texts } from './texts.ts'

const place = '/ops/alerts'
const hourMs = 3_600_000

export function addAlerts(app: Hono, ports: AlertServicePorts, caller: Caller, requestId: string): void {
  const t = texts[readerOf(caller).language]
  app.get('/ops/alerts', (c) => {
    const { notice, headers } = takeNotice(c.req.raw)
    const flash = notice === 'judged' || notice === 'silenced' ? ({ tone: 'good', text: t[notice] } as const) : null
    return show(ports, caller, { flash }, headers)
  })
  app.post('/ops/alerts', async (c) => {
    await judgeAlerts(ports, caller)
    return seeOther(place, [keepNotice(c.req.raw, place, 'judged')])
  })
  // Where a person comes back to after a form that was sent signed out.
  app.get('/ops/alerts/silence', (c) => {
    const draft = draftOf(c.req.raw)
    if (draft === null) return seeOther(place)
    return show(ports, caller, { flash: draftNotice(readerOf(caller)), input: inputOf(draft) })
  })
  app.post('/ops/alerts/silence', async (c) => {
    const input = inputOf(await c.req.parseBody())
    const hours = silenceHours.find((one) => String(one) === input.hours) ?? 0
    const until = hours === 0 ? null : new Date(ports.now() + hours * hourMs).toISOString()
    const meta = { requestId, idempotencyKey: null }
    const done = await silenceAlert(ports, caller, input.rule, until, input.reason, meta)
    if (!done.ok) return show(ports, caller, { rejection: done.rejection, input })
    return seeOther(place, [keepNotice(c.req.raw, place, 'silenced')])
  })
}

type Told = { flash?: Flash | null; rejection?: Rejection; input?: SilenceInput }

async function show(
  ports: AlertServicePorts,
  caller: Caller,
  { flash = null, rejection, input = { rule: '', hours: '', reason: '' } }: Told,
  headers: [string, string][] = [],
): Promise<Response> {
  const found = await listAlerts(ports, caller)
  const text = rejection && detailIn(rejection, readerOf(caller).language)
  const fault = rejection?.field !== undefined && text !== undefined ? { field: rejection.field, text } : null
  const shown = { alerts: found.ok ? found.value : [], input, flash, fault }
  return renderPage(alertsPage(caller, shown), rejection === undefined ? 200 : pageStatusOf(rejection), headers)
}

function inputOf(fields: Record<string, unknown>): SilenceInput {
  const textOf = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '')
  return { rule: textOf('rule'), hours: textOf('hours'), reason: textOf('reason') }
}
