// What the handlers of the forms share: reading a form, speaking to better-auth for its sender, and going on.
import type { Context } from 'hono'
import { renderPage } from '../../web/page.tsx'
import { isSameOrigin } from '../../web/same-origin.ts'
import { basePath } from '../base-path.ts'
import type { Open, OpenServer } from '../ports.ts'
import { problemPage } from './pages.tsx'

/** Longer forms than any person types are not read. */
const formBytesMax = 16 * 1024

export type FormRequest = OpenServer & { request: Request; input: Record<string, string>; query: string }

/** Take a form in and handle it, unless another site sent it or it is longer than any person's. */
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

/** Speak to better-auth as a client of its JSON API, on behalf of the person whose request this is. */
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

/** Go on to a page after a form, with the cookies of the answer it got. */
export function seeOther(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status: 303, headers })
}

/** For an answer that something was tried too often. */
export function retryAfter(seconds: number): [string, string][] {
  return [['retry-after', String(seconds)]]
}

/** What was tried too often, in words. */
export function tooOften(seconds: number): string {
  const minutes = Math.ceil(seconds / 60)
  return `This was tried too often. Please wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`} and try again.`
}
