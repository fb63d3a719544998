// Conditional requests (RFC 9110, section 13.1.2): each answer of one resource has an entity tag, and a client that has
// the answer already is told 304 without a body. The call itself runs as ever: its guard, its limit, its store.
import type { Context, MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { toHex } from '../../platform/hex.ts'

/** A route that sets a tag itself keeps it; any other answer has that of its bytes. */
export const answerUnchanged: MiddlewareHandler = async (c, next) => {
  await next()
  if (!isOneResource(c)) return
  const tag = c.res.headers.get('etag') ?? (await tagOf(await c.res.clone().arrayBuffer()))
  if (!hasTag(c.req.header('if-none-match'), tag)) {
    c.res.headers.set('etag', tag)
    return
  }
  await c.res.body?.cancel()
  // Hono keeps the other headers of the answer, but for its type.
  c.res = new Response(null, { status: 304, headers: { etag: tag } })
}

/** The strong tag of an answer: other bytes have another one. */
export async function tagOf(body: BufferSource): Promise<string> {
  return `"${toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', body))).slice(0, tagDigits)}"`
}

/** Of an answer with a part that differs each time, such as its age: equal tags mean the same, in other bytes. */
export async function weakTagOf(whatCounts: object): Promise<string> {
  return `W/${await tagOf(new TextEncoder().encode(JSON.stringify(whatCounts)))}`
}

const tagDigits = 32

/** The rule of the document, too: see openapi/document.ts. */
function isOneResource(c: Context): boolean {
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD'
  const [type = ''] = c.res.headers.get('content-type')?.split(';') ?? []
  // Pages are HTML, and have no tags.
  // A file to keep is sent while it is read, and its end is not known yet.
  if (c.res.headers.has('content-disposition')) return false
  const isOfApi = type === 'application/json' || type === 'text/plain'
  return isRead && c.res.status === 200 && isOfApi && routePath(c, -1).includes(':')
}

/** By the weak comparison: `W/"a"` and `"a"` are equal. */
function hasTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false
  const tags: string[] = ifNoneMatch.match(/"[^"]*"/g) ?? []
  return ifNoneMatch.trim() === '*' || tags.includes(tag.replace(/^W\//, ''))
}
