// Shared by the form handlers: reading a form, calling better-auth for its sender, and redirecting.
import type { Context } from 'hono'
import { renderPage } from '../../web/page.tsx'
import { isSameOrigin } from '../../web/same-origin.ts'
import { basePath } from '../base-path.ts'
import type { Open, OpenServer } from '../ports.ts'
import { problemPage } from './pages.tsx'

/** No form of a person is longer. */
const formBytesMax = 16 * 1024

export type FormRequest = OpenServer & { request: Request; input: Record<string, string>; query: string }

/** Read a form and handle it. A form that another site sent is answered 403, one that is too long 413. */
export async function handleForm(
  c: Context,
  open: Open,
  handle: (form: FormRequest) => Promise<Response>,
): Promise<Response> {
  const server = await open(c.req.url)
  if (!isSameOrigin(c.req.raw, server.origin)) {
    const text = 'Please go back to the shop and try again there.'
    return renderPage(problemPage('This form came from elsewhere', text), 403)
  }
  const bytes = await c.req.raw.arrayBuffer()
  if (bytes.byteLength > formBytesMax) {
    return renderPage(problemPage('This form is too large', 'Please go back and shorten it.'), 413)
  }
  const input = Object.fromEntries(new URLSearchParams(new TextDecoder().decode(bytes)))
  return handle({ ...server, request: c.req.raw, input, query: new URL(c.req.url).search })
}

/** Call better-auth's JSON API for the sender of the request. */
export function callAuth(
  { auth, origin, request }: OpenServer & { request: Request },
  path: string,
  body: object,
): Promise<Response> {
  const headers = new Headers({ 'content-type': 'application/json', accept: 'application/json', origin })
  for (const name of ['cookie', 'user-agent', 'cf-connecting-ip']) {
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

/** The text of a 429. */
export function tooManyTries(seconds: number): string {
  const minutes = Math.ceil(seconds / 60)
  return `This was tried too often. Please wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`} and try again.`
}
