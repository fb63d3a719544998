// The customer's data: a copy to take away, and the erasure of account and orders. Plain forms.
import { Hono } from 'hono'
import { mayCall } from '../../contract/authorization.ts'
import type { Caller } from '../../contract/caller.ts'
import { detailIn, type Reader, readerOf } from '../../contract/language.ts'
import { Notice } from '../../web/components.tsx'
import { dropDrafts } from '../../web/draft.ts'
import { forbiddenPage, noPage, seeOther } from '../../web/error-pages.tsx'
import { linksFor, shownTo } from '../../web/links.ts'
import { methodsOf } from '../../web/methods.ts'
import { type Page, renderPage } from '../../web/page.tsx'
import { exportHeaders } from '../api/customers.ts'
import { signedOut } from '../auth/session.ts'
import { sessionConfig } from '../auth/session-config.ts'
import { exportOf } from '../customers/export.ts'
import type { GatewayEnv } from '../env.ts'
import { callContext } from '../http/call-context.ts'
import { statusOf } from '../http/problems.ts'
import { texts } from './own-data-texts.ts'

const place = '/mypage/data'

/** The page that a request asks for, for a customer. Faults are thrown. */
export async function ownDataPage(
  env: GatewayEnv,
  caller: Caller,
  request: Request,
  requestId: string,
): Promise<Response> {
  if (!mayCall(caller.role, 'listMyPages'))
    return forbiddenPage(caller, { en: 'customers: it shows their own data', ko: '고객' })
  const meta = { requestId, idempotencyKey: null }
  const t = texts[readerOf(caller).language]
  const app = new Hono({ strict: false })
  app.get('/mypage/data', () => renderPage(dataPage(caller)))
  app.get('/mypage/data/export', async () => {
    const text = await exportOf(env, caller, caller.subject, meta)
    if (!text.ok) return renderPage(dataPage(caller, detailIn(text.rejection, readerOf(caller).language)), 409)
    return new Response(text.value, { headers: { ...exportHeaders, 'cache-control': 'no-store' } })
  })
  // Where a person comes back to after a form that was sent signed out.
  app.get('/mypage/data/erasure', () => seeOther(place))
  app.post('/mypage/data/erasure', async (c) => {
    const { understood } = await c.req.parseBody()
    if (understood !== 'yes') return renderPage(dataPage(caller, t.notUnderstood), 422)
    const erased = await callContext('operations', () =>
      env.OPERATIONS.eraseCustomer(caller, caller.subject, null, meta),
    )
    if (erased.ok) return seeOther('/erased', [...signedOut(sessionConfig(env, request.url)), ...dropDrafts(c.req.raw)])
    const { rejection } = erased
    return renderPage(dataPage(caller, detailIn(rejection, readerOf(caller).language)), statusOf(rejection.code))
  })
  app.notFound((c) => noPage(caller, methodsOf(app.routes)(c.req.path)))
  app.onError((fault) => {
    throw fault
  })
  return app.fetch(request)
}

function dataPage(caller: Caller, error: string | null = null): Page {
  const t = texts[readerOf(caller).language]
  const content = (
    <>
      <h1>{t.heading}</h1>
      {error !== null && <Notice tone="bad">{error}</Notice>}
      <section class="card">
        <h2>{t.copy}</h2>
        <p>{t.aboutCopy}</p>
        <p>
          <a href="/mypage/data/export" download="my-data.json">
            {t.download}
          </a>
        </p>
      </section>
      <section class="card">
        <h2>{t.erasure}</h2>
        <p>{t.aboutErasure}</p>
        <p>{t.whatStays}</p>
        <form method="post" action="/mypage/data/erasure">
          <p>
            <label>
              <input type="checkbox" name="understood" value="yes" required /> {t.understood}
            </label>
          </p>
          <button class="danger" type="submit">
            {t.erase}
          </button>
        </form>
      </section>
    </>
  )
  return { title: t.heading, content, narrow: true, ...shownTo(caller, place) }
}

/** Where the person is led to who is a customer no more. */
export function erasedPage(reader: Reader): Page {
  const t = texts[reader.language]
  const content = (
    <>
      <h1>{t.erased}</h1>
      <Notice tone="good">{t.aboutErased}</Notice>
      <p>
        <a href="/">{t.backToShop}</a>
      </p>
    </>
  )
  return { title: t.erased, content, narrow: true, reader, links: linksFor(null, reader.language), visitor: null }
}
