// The authorization request in the address of the sign-in page. better-auth signs it for a few minutes.
import type { Context } from 'hono'
import type { Reader } from '../../contract/language.ts'
import { seeOther } from '../../web/error-pages.tsx'
import { type Page, renderPage } from '../../web/page.tsx'
import { readerOfRequest } from '../../web/reader.ts'
import { basePath } from '../base-path.ts'
import type { IdentityPorts } from '../ports.ts'

/** Where the shop's own application begins a sign-in: for a page that was opened without a request. */
export const shopSignIn = '/sign-in'

/** The signature must outlive the call that it goes with. */
const signatureSecondsMin = 10

/** Whether the signature of the request has not expired. It is not verified here. `now`: epoch milliseconds. */
export function isStillSigned(query: string, now: number): boolean {
  return Number(new URLSearchParams(query).get('exp')) - signatureSecondsMin > now / 1000
}

/** What has been done by a person who has just signed in (OpenID Connect Core 1.0, section 3.1.2.1). */
const doneBySignIn = ['prompt', 'max_age']

/**
 * Where the request is made once more, for a person who has signed in: however old the page is, the authorization
 * endpoint judges the request anew, so the signature is not needed.
 */
export function authorizationOf(query: string): string {
  const request = new URLSearchParams(query)
  if (!request.has('client_id')) return shopSignIn
  const signed = [...request.keys()].filter((name) => name === 'sig' || name === 'exp' || name.startsWith('ba_'))
  for (const name of [...signed, ...doneBySignIn]) request.delete(name)
  return `${basePath}/oauth2/authorize?${request}`
}

/**
 * The form; or, for a person who is signed in already, as after Back or in a second tab, the way on. A client that asks
 * for a new sign-in gets it.
 */
export async function signInForm(
  c: Context,
  open: IdentityPorts['open'],
  page: (reader: Reader, state: { query: string }) => Page,
): Promise<Response> {
  const { search: query, searchParams } = new URL(c.req.url)
  const reader = readerOfRequest(c.req.raw)
  const headers = new Headers({ cookie: c.req.header('cookie') ?? '' })
  if (headers.get('cookie') === '' || doneBySignIn.some((name) => searchParams.has(name)))
    return renderPage(page(reader, { query }))
  const { auth } = await open(c.req.url)
  const session = await auth.api.getSession({ headers, query: { disableRefresh: true } })
  return session === null ? renderPage(page(reader, { query })) : seeOther(authorizationOf(query))
}
