// Pages that say no, and what follows a form: each context's pages answer alike.
import type { Caller } from '../contract/caller.ts'
import type { Rejection, RejectionCode } from '../contract/rejections.ts'
import { Notice } from './components.tsx'
import { type PageLink, renderPage } from './page.tsx'

/** A page for whoever is signed in as someone this page is not for. */
export function notForYou(caller: Caller, whom: string): Promise<Response> {
  const content = (
    <>
      <h1>This page is not for you</h1>
      <Notice tone="bad">{`It is for ${whom}. You are signed in as ${caller.name} (${caller.role}).`}</Notice>
      <p>
        <a href="/">Back to the start</a>
      </p>
    </>
  )
  return renderPage({ title: 'Not for you', content, visitor: caller.name, narrow: true }, 403)
}

export function notFoundPage(caller: Caller, links: PageLink[], detail: string): Promise<Response> {
  const content = (
    <>
      <h1>Not found</h1>
      <Notice tone="bad">{detail}</Notice>
    </>
  )
  return renderPage({ title: 'Not found', content, links, visitor: caller.name, narrow: true }, 404)
}

/** After a form that was accepted, the browser reads anew: so that reloading never sends it twice. */
export function seeOther(path: string): Response {
  return new Response(null, { status: 303, headers: { location: path, 'cache-control': 'no-store' } })
}

/** The status of a page that shows why its form was refused: where nothing else fits, the order is not in that state. */
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
