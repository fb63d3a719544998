// The pages of ops under /ops: plain forms, each answered by a new page. Nothing here needs a script.
import { Hono } from 'hono'
import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import type { DeadLetter } from '../contract/dead-letter.ts'
import { detailIn, readerOf } from '../contract/language.ts'
import type { Rejection } from '../contract/rejections.ts'
import type { Result } from '../contract/result.ts'
import type { Flash } from '../web/components.tsx'
import { draftNotice, draftOf } from '../web/draft.ts'
import { forbiddenPage, noPage, pageStatusOf, seeOther } from '../web/error-pages.tsx'
import { keepNotice, takeNotice } from '../web/flash.ts'
import { methodsOf } from '../web/methods.ts'
import { renderPage } from '../web/page.tsx'
import type { AlertPorts } from './alerts/run.ts'
import { addAlerts } from './alerts-pages.tsx'
import { listAuditFor } from './audit.ts'
import { auditPage } from './audit-page.tsx'
import { listAudit } from './audit-store.ts'
import { findDeadLetters, readDeadLetter } from './dead-letters.ts'
import type { AuditFilterInput, FilterInput } from './filter.ts'
import type { OperationsPorts } from './ports.ts'
import { discardDeadLetter, redriveDeadLetter, redriveDeadLetters, redrivenMax } from './redrive.ts'
import { texts } from './texts.ts'
import { letterPage, lettersPage } from './views.tsx'

export const lettersPageSize = 25
export const auditPageSize = 50
/** The newest acts that the page of a letter shows. */
const actsMax = 20

const place = '/ops/dead-letters'
const auditFields = ['actorId', 'action', 'target', 'since', 'until'] as const
const filterFields = ['subscriber', 'type', 'orderId', 'state', 'since', 'until'] as const

/** The page that a request asks for, for ops. Faults are thrown. */
export async function opsPage(
  ports: OperationsPorts & AlertPorts,
  caller: Caller,
  request: Request,
  requestId: string,
): Promise<Response> {
  if (!mayCall(caller.role, 'listDeadLetters'))
    return forbiddenPage(caller, { en: 'those who run the shop', ko: '운영자' })
  const app = new Hono({ strict: false })
  app.get('/ops', () => seeOther(place))
  addLists(app, ports, caller, requestId)
  addLetter(app, ports, caller, requestId)
  addAlerts(app, ports, caller, requestId)
  app.get('/ops/audit', (c) => showAudit(ports, caller, inputOf(c.req.query(), auditFields), c.req.query('cursor')))
  app.notFound((c) => noPage(caller, methodsOf(app.routes)(c.req.path)))
  app.onError((fault) => {
    throw fault
  })
  return app.fetch(request)
}

function addLists(app: Hono, ports: OperationsPorts, caller: Caller, requestId: string): void {
  const t = texts[readerOf(caller).language]
  app.get('/ops/dead-letters', (c) => showLetters(ports, caller, inputOf(c.req.query()), c.req.query('cursor')))
  // Where a person comes back to after a form that was sent signed out.
  app.get('/ops/dead-letters/redrive', (c) => {
    const draft = draftOf(c.req.raw)
    if (draft === null) return seeOther(place)
    return showLetters(ports, caller, inputOf(draft), undefined, { flash: draftNotice(readerOf(caller)) })
  })
  app.post('/ops/dead-letters/redrive', async (c) => {
    const { state: _, ...input } = inputOf(await c.req.parseBody())
    const meta = { requestId, idempotencyKey: null }
    const result = await redriveDeadLetters(ports, caller, input, meta)
    if (!result.ok) return showLetters(ports, caller, input, undefined, { rejection: result.rejection })
    const { sent, left, until } = result.value
    const text = t.redriven(sent, left)
    // The form of the answer goes on with what was open at this one.
    return showLetters(ports, caller, { ...input, until }, undefined, { flash: { tone: 'good', text } })
  })
}

function addLetter(app: Hono, ports: OperationsPorts, caller: Caller, requestId: string): void {
  const meta = { requestId, idempotencyKey: null }
  const answer = (form: Request, id: string, result: Result<DeadLetter | null>, notice: string, reason = '') => {
    if (!result.ok) return showLetter(ports, caller, id, { rejection: result.rejection, reason })
    if (result.value === null) return noPage(caller, null)
    const path = `${place}/${id}`
    return seeOther(path, [keepNotice(form, path, notice)])
  }
  app.get('/ops/dead-letters/:deadLetterId', (c) => {
    const { notice, headers } = takeNotice(c.req.raw)
    const t = texts[readerOf(caller).language]
    const flash = notice === 'sent' || notice === 'discarded' ? ({ tone: 'good', text: t[notice] } as const) : null
    return showLetter(ports, caller, c.req.param('deadLetterId'), { flash }, headers)
  })
  app.get('/ops/dead-letters/:deadLetterId/:form{redrive|discard}', (c) => {
    const { deadLetterId } = c.req.param()
    const draft = draftOf(c.req.raw)
    if (draft === null) return seeOther(`${place}/${deadLetterId}`)
    const told = { flash: draftNotice(readerOf(caller)), reason: draft['reason'] ?? '' }
    return showLetter(ports, caller, deadLetterId, told)
  })
  app.post('/ops/dead-letters/:deadLetterId/redrive', async (c) => {
    const id = c.req.param('deadLetterId')
    return answer(c.req.raw, id, await redriveDeadLetter(ports, caller, id, meta), 'sent')
  })
  app.post('/ops/dead-letters/:deadLetterId/discard', async (c) => {
    const id = c.req.param('deadLetterId')
    const { reason } = await c.req.parseBody()
    const input = typeof reason === 'string' ? reason : ''
    return answer(c.req.raw, id, await discardDeadLetter(ports, caller, id, input, meta), 'discarded', input)
  })
}

type Answer = { flash?: Flash | null; rejection?: Rejection; reason?: string }

/** A filter that is refused shows no letters, and why. */
async function showLetters(
  ports: OperationsPorts,
  caller: Caller,
  input: FilterInput,
  cursor: string | undefined,
  { flash = null, rejection }: Answer = {},
): Promise<Response> {
  const page = { limit: lettersPageSize, cursor: cursor ?? null }
  const found = rejection ? null : await findDeadLetters(ports, caller, input, page)
  const refusal = rejection ?? (found?.ok === false ? found.rejection : null)
  const value = found?.ok ? found.value : { items: [], cursor: null }
  const shown = { input, page: value, redrivenMax, ...toldBy(caller, refusal, flash) }
  return renderPage(lettersPage(caller, shown), refusal === null ? 200 : pageStatusOf(refusal))
}

async function showLetter(
  ports: OperationsPorts,
  caller: Caller,
  deadLetterId: string,
  { flash = null, rejection, reason = '' }: Answer,
  headers: [string, string][] = [],
): Promise<Response> {
  const letter = await readDeadLetter(ports, caller, deadLetterId)
  if (!letter.ok || letter.value === null) return noPage(caller, null)
  const acts = await listAudit(ports.database, { target: deadLetterId }, { limit: actsMax, after: null })
  const shown = { letter: letter.value, acts: acts.items, reason, ...toldBy(caller, rejection ?? null, flash) }
  return renderPage(letterPage(caller, shown), rejection ? pageStatusOf(rejection) : 200, headers)
}

/** What is told above the page, or at the field at fault. */
function toldBy(caller: Caller, refusal: Rejection | null, flash: Flash | null) {
  const { language } = readerOf(caller)
  if (refusal === null) return { flash, fault: null }
  const text = detailIn(refusal, language)
  if (refusal.field !== undefined) return { flash: null, fault: { field: refusal.field, text } }
  return { flash: { tone: 'bad', text } as const, fault: null }
}

async function showAudit(
  ports: OperationsPorts,
  caller: Caller,
  input: AuditFilterInput,
  cursor: string | undefined,
): Promise<Response> {
  const found = await listAuditFor(ports, caller, input, { limit: auditPageSize, cursor: cursor ?? null })
  if (found.ok) return renderPage(auditPage(caller, { input, page: found.value, fault: null }))
  const { fault } = toldBy(caller, found.rejection, null)
  const nothing = { items: [], cursor: null }
  return renderPage(auditPage(caller, { input, page: nothing, fault }), pageStatusOf(found.rejection))
}

/** The filter as it was typed, without the fields that are empty. */
function inputOf(
  fields: Record<string, unknown>,
  names: readonly string[] = filterFields,
): FilterInput & AuditFilterInput {
  const given = names.flatMap((name) => {
    const value = fields[name]
    return typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()] as const] : []
  })
  return Object.fromEntries(given)
}
