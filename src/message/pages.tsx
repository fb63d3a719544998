// The pages of messages: the customer's under /mypage/messages, with what they were told and which of it they want, and
// the shop's (see store-pages.tsx). Plain forms.
import { Hono } from 'hono'
import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import { type MessageSettings, messageKinds } from '../contract/customer-message.ts'
import { orderIdSchema } from '../contract/ids.ts'
import { readerOf } from '../contract/language.ts'
import type { Flash } from '../web/components.tsx'
import { draftNotice, draftOf } from '../web/draft.ts'
import { forbiddenPage, noPage, notFoundPage, seeOther } from '../web/error-pages.tsx'
import { keepNotice, takeNotice } from '../web/flash.ts'
import { methodsOf } from '../web/methods.ts'
import { renderPage } from '../web/page.tsx'
import { listFor } from './messages.ts'
import { pageTexts } from './page-texts.ts'
import type { ReplayPorts } from './replay.ts'
import { changeSettingsFor, settingsFor } from './settings.ts'
import { storeMessagesPageFor } from './store-pages.tsx'
import { storePlace } from './store-views.tsx'
import { messagesPage } from './views.tsx'

export const messagePageSize = 20

const place = '/mypage/messages'

export type MessagePagePorts = ReplayPorts

/** The page that a request asks for. Faults are thrown. */
export async function messagesPageFor(
  ports: MessagePagePorts,
  caller: Caller,
  request: Request,
  requestId: string = crypto.randomUUID(),
): Promise<Response> {
  if (isOfStore(request)) return storeMessagesPageFor(ports, caller, request, requestId)
  if (!mayCall(caller.role, 'readMessageSettings'))
    return forbiddenPage(caller, { en: 'customers: it shows their own messages', ko: '고객' })
  const app = new Hono({ strict: false })
  app.get('/mypage/messages', (c) => showMessages(ports, caller, c.req.raw))
  app.post('/mypage/messages', async (c) => {
    const { kind = [] } = await c.req.parseBody({ all: true })
    const saved = await changeSettingsFor(ports, caller, settingsOf([kind].flat()))
    if (!saved.ok) return notFoundPage(caller, saved.rejection)
    return seeOther(place, [keepNotice(c.req.raw, place, 'saved')])
  })
  app.notFound((c) => noPage(caller, methodsOf(app.routes)(c.req.path)))
  app.onError((fault) => {
    throw fault
  })
  return app.fetch(request)
}

function isOfStore(request: Request): boolean {
  const { pathname } = new URL(request.url)
  return pathname === storePlace || pathname.startsWith(`${storePlace}/`)
}

/** `wanted`: the kinds that are ticked. */
function settingsOf(wanted: readonly unknown[]): MessageSettings {
  return { off: messageKinds.filter((kind) => !wanted.includes(kind)) }
}

async function showMessages(ports: MessagePagePorts, caller: Caller, request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url)
  const orderId = orderIdSchema.safeParse(searchParams.get('orderId')).data ?? null
  const cursor = searchParams.get('cursor')
  const [page, settings] = await Promise.all([
    listFor(ports, caller, orderId, { limit: messagePageSize, cursor }),
    settingsFor(ports, caller),
  ])
  if (!page.ok) return notFoundPage(caller, page.rejection)
  if (!settings.ok) return notFoundPage(caller, settings.rejection)
  const { notice, headers } = takeNotice(request)
  const draft = draftOf(request)
  const { language } = readerOf(caller)
  const saved: Flash | null = notice === 'saved' ? { tone: 'good', text: pageTexts[language].saved } : null
  const flash = draft === null ? saved : draftNotice(readerOf(caller))
  return renderPage(messagesPage(caller, { page: page.value, orderId, off: settings.value.off, flash }), 200, headers)
}
