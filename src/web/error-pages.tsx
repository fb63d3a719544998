// Error pages (403, 404, 5xx) and the redirect after a form, for the pages of all contexts.
import type { Caller } from '../contract/caller.ts'
import type { Rejection, RejectionCode } from '../contract/rejections.ts'
import { Notice } from './components.tsx'
import { linksFor } from './links.ts'
import { renderPage } from './page.tsx'

/** 403: the signed-in caller has another role than the page is for. */
export function forbiddenPage(caller: Caller, whom: string): Promise<Response> {
  const text = `It is for ${whom}. You are signed in as ${caller.name} (${caller.role}).`
  return refusalPage({ heading: 'This page is not for you', text, status: 403, caller })
}

export function notFoundPage(caller: Caller, text: string): Promise<Response> {
  return refusalPage({ heading: 'Not found', text, status: 404, caller })
}

/** 404; or 405, when the address is one of a form or of a page only (RFC 9110, section 15.5.6). */
export async function noPage(caller: Caller, allow: string | null): Promise<Response> {
  if (allow === null) return notFoundPage(caller, 'There is no such page.')
  const text = 'Nothing can be done at this address in this way. Please go back to the page before it.'
  return refusalPage({ heading: 'Not possible here', text, status: 405, caller, headers: [['allow', allow]] })
}

export type Refusal = {
  heading: string
  text: string
  status: number
  /** The signed-in caller, when known. */
  caller?: Caller
  headers?: [string, string][]
}

/** An error page with a link back to the shop. */
export function refusalPage({ heading, text, status, caller, headers = [] }: Refusal): Promise<Response> {
  const content = (
    <>
      <div class="head">
        <h1>{heading}</h1>
      </div>
      <Notice tone="bad">{text}</Notice>
      <p>
        <a href="/">Back to the shop</a>
      </p>
    </>
  )
  const who = caller === undefined ? {} : { visitor: caller.name, links: linksFor(caller.role) }
  return renderPage({ title: heading, content, narrow: true, ...who }, status, headers)
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
