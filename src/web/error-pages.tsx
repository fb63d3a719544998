// Error pages (403, 404, 5xx) and the redirect after a form, for the pages of all contexts.
import type { Caller } from '../contract/caller.ts'
import { detailIn, readerOf, type Text, type Told } from '../contract/language.ts'
import type { Rejection, RejectionCode } from '../contract/rejections.ts'
import { Notice } from './components.tsx'
import { shownTo } from './links.ts'
import { type Page, type PageLink, renderPage } from './page.tsx'
import { texts } from './texts.ts'

/** 403: the signed-in caller has another role than the page is for. `whom`: those whom it is for. */
export function forbiddenPage(caller: Caller, whom: Text): Promise<Response> {
  const { language } = readerOf(caller)
  const t = texts[language]
  const text = t.itIsFor(whom[language], caller.name, caller.role)
  return refusalPage({ heading: t.isForOthers, text, status: 403, ...shownTo(caller) })
}

/** 404, as a context's refusal tells it. */
export function notFoundPage(caller: Caller, refusal: Told): Promise<Response> {
  const { language } = readerOf(caller)
  const text = detailIn(refusal, language)
  return refusalPage({ heading: texts[language].notFound, text, status: 404, ...shownTo(caller) })
}

/** 404; or 405, when the address is one of a form or of a page only (RFC 9110, section 15.5.6). */
export async function noPage(caller: Caller, allow: string | null): Promise<Response> {
  const t = texts[readerOf(caller).language]
  const shown = shownTo(caller)
  if (allow === null) return refusalPage({ heading: t.notFound, text: t.noSuchPage, status: 404, ...shown })
  const headers: [string, string][] = [['allow', allow]]
  return refusalPage({ heading: t.notPossible, text: t.nothingToDo, status: 405, headers, ...shown })
}

export type Refusal = {
  heading: string
  text: string
  status: number
  headers?: [string, string][]
  /** What to do next, above the way back. */
  next?: PageLink | null
} & Pick<Page, 'reader' | 'links' | 'visitor'>

/** An error page with a way on: to the person's own pages, or back to the shop. */
export function refusalPage(refusal: Refusal): Promise<Response> {
  const { heading, text, status, headers = [], next = null, ...shown } = refusal
  const [, own] = shown.links ?? []
  const content = (
    <>
      <div class="head">
        <h1>{heading}</h1>
      </div>
      <Notice tone="bad">{text}</Notice>
      {next !== null && (
        <p>
          <a href={next.href}>{next.text}</a>
        </p>
      )}
      <p>{own ? <a href={own.href}>{own.text}</a> : <a href="/">{texts[shown.reader.language].backToShop}</a>}</p>
    </>
  )
  return renderPage({ title: heading, content, narrow: true, ...shown }, status, headers)
}

/**
 * The redirect after an accepted form (POST/Redirect/GET), so that a reload never sends the form again (RFC 9110,
 * section 15.4.4). It sets the cookies.
 */
export function seeOther(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status: 303, headers })
}

/**
 * The status of a page that shows why its form was refused. By default 409: the order is not in the required state.
 */
export function pageStatusOf(rejection: Rejection): number {
  return statuses.get(rejection.code) ?? 409
}

const statuses = new Map<RejectionCode, number>([
  ['payment_declined', 402],
  ['forbidden', 403],
  ['order_not_found', 404],
  ['invalid_request', 422],
  ['payment_token_required', 422],
  ['payment_overloaded', 503],
])
