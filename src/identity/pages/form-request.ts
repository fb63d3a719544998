// Shared by the form handlers: reading a form, calling better-auth for its sender, and redirecting.
import type { Context } from 'hono'
import type { Reader } from '../../contract/language.ts'
import { renderPage } from '../../web/page.tsx'
import { readerOfRequest } from '../../web/reader.ts'
import { isSameOrigin } from '../../web/same-origin.ts'
import { basePath } from '../base-path.ts'
import type { Open, OpenServer } from '../ports.ts'
import { type FormError, problemPage } from './pages.tsx'
import { texts } from './texts.ts'

/** No form of a person is longer. */
const formBytesMax = 16 * 1024

export type FormRequest = OpenServer & {
  request: Request
  reader: Reader
  input: Record<string, string>
  query: string
}

/** Read a form and handle it. A form that another site sent is answered 403, one that is too long 413. */
export async function handleForm(
  c: Context,
  open: Open,
  handle: (form: FormRequest) => Promise<Response>,
): Promise<Response> {
  const server = await open(c.req.url)
  const reader = readerOfRequest(c.req.raw)
  const t = texts[reader.language]
  if (!isSameOrigin(c.req.raw, server.origin)) {
    return renderPage(problemPage(reader, t.fromElsewhere, t.goBack), 403)
  }
  const bytes = await c.req.raw.arrayBuffer()
  if (bytes.byteLength > formBytesMax) {
    return renderPage(problemPage(reader, t.tooLarge, t.shorten), 413)
  }
  const input = Object.fromEntries(new URLSearchParams(new TextDecoder().decode(bytes)))
  return handle({ ...server, request: c.req.raw, reader, input, query: new URL(c.req.url).search })
}

/** Call better-auth's JSON API for the sender of the request. */
export function callAuth(
  { auth, origin, request }: OpenServer & { request: Request },
  path: string,
  body: object,
): Promise<Response> {
  const headers = new Headers({ 'content-type': 'application/json', accept: 'application/json', origin })
  for (const name of ['cookie', 'user-agent', 'accept-language', 'cf-connecting-ip', 'cf-ipcountry']) {
    const value = request.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  return auth.handler(
    new Request(`${origin}${basePath}${path}`, { method: 'POST', headers, body: JSON.stringify(body) }),
  )
}

/** The header of a 429 (RFC 9110, section 10.2.3). */
export function retryAfter(seconds: number): [string, string][] {
  return [['retry-after', String(seconds)]]
}

/** Why a 429 refused the form. */
export function tooManyTries(seconds: number): FormError {
  return { field: null, fault: 'notAccepted', waitMinutes: Math.ceil(seconds / 60) }
}
