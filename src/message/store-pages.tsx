// The shop's pages under /admin/messages: the messages to customers, and those that are sent again. Plain forms.
import { type Context, Hono } from 'hono'
import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import { messageProblems } from '../contract/customer-message.ts'
import { detailIn, readerOf } from '../contract/language.ts'
import type { Rejection } from '../contract/rejections.ts'
import type { Flash } from '../web/components.tsx'
import { draftNotice, draftOf } from '../web/draft.ts'
import { forbiddenPage, noPage, pageStatusOf, seeOther } from '../web/error-pages.tsx'
import { keepNotice, takeNotice } from '../web/flash.ts'
import { methodsOf } from '../web/methods.ts'
import { renderPage } from '../web/page.tsx'
import { listFor, listProblemsFor } from './messages.ts'
import { pageTexts } from './page-texts.ts'
import { type ReplayPorts, replayedMax, replayMessage, replayMessages } from './replay.ts'
import { storeMessagesPage, storePlace } from './store-views.tsx'

export const storePageSize = 25

/** The page that a request asks for, for the store and those who run it. Faults are thrown. */
export async function storeMessagesPageFor(
  ports: ReplayPorts,
  caller: Caller,
  request: Request,
  requestId: string,
): Promise<Response> {
  if (!mayCall(caller.role, 'replayMessage'))
    return forbiddenPage(caller, { en: 'the staff of the store', ko: '매장 직원' })
  const app = new Hono({ strict: false })
  const meta = { requestId, idempotencyKey: null }
  const t = pageTexts[readerOf(caller).language]
  app.get('/admin/messages', (c) => {
    const { notice, headers } = takeNotice(c.req.raw)
    return show(ports, caller, c, { flash: noticeIn(notice, caller), headers })
  })
  app.post('/admin/messages/replay', async (c) => {
    const result = await replayMessages(ports, caller, {}, meta)
    if (!result.ok) return refuse(ports, caller, c, result.rejection)
    const { sent, failed, left } = result.value
    const text = t.replayedAll(sent, failed, left)
    return show(ports, caller, c, { flash: { tone: failed > 0 ? 'bad' : 'good', text } })
  })
  app.post('/admin/messages/:messageId/replay', async (c) => {
    const result = await replayMessage(ports, caller, c.req.param('messageId'), meta)
    if (!result.ok && result.rejection.code === 'message_not_found') return noPage(caller, null)
    if (!result.ok) return refuse(ports, caller, c, result.rejection)
    const notice = result.value.status === 'failed' ? 'failedAgain' : 'replayed'
    return seeOther(storePlace, [keepNotice(c.req.raw, storePlace, notice)])
  })
  // Where a person comes back to after a form that was sent signed out.
  const comeBack = (c: Context) =>
    draftOf(c.req.raw) === null
      ? seeOther(storePlace)
      : show(ports, caller, c, { flash: draftNotice(readerOf(caller)) })
  app.get('/admin/messages/replay', comeBack)
  app.get('/admin/messages/:messageId/replay', comeBack)
  app.notFound((c) => noPage(caller, methodsOf(app.routes)(c.req.path)))
  app.onError((fault) => {
    throw fault
  })
  return app.fetch(request)
}

type Shown = { flash: Flash | null; headers?: [string, string][]; status?: number }

async function show(
  ports: ReplayPorts,
  caller: Caller,
  c: Context,
  { flash, headers = [], status = 200 }: Shown,
): Promise<Response> {
  const problem = messageProblems.find((one) => one === c.req.query('status')) ?? null
  const page = { limit: storePageSize, cursor: c.req.query('cursor') ?? null }
  const listed = await (problem === null
    ? listFor(ports, caller, null, page)
    : listProblemsFor(ports, caller, problem, null, page))
  if (!listed.ok) return noPage(caller, null)
  return renderPage(storeMessagesPage(caller, { page: listed.value, problem, replayedMax, flash }), status, headers)
}

function refuse(ports: ReplayPorts, caller: Caller, c: Context, rejection: Rejection): Promise<Response> {
  const text = detailIn(rejection, readerOf(caller).language)
  return show(ports, caller, c, { flash: { tone: 'bad', text }, status: pageStatusOf(rejection) })
}

function noticeIn(notice: string | null, caller: Caller): Flash | null {
  const t = pageTexts[readerOf(caller).language]
  if (notice === 'replayed') return { tone: 'good', text: t.replayed }
  return notice === 'failedAgain' ? { tone: 'bad', text: t.failedAgain } : null
}
