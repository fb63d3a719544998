// The limits of a request's URL and headers. A longer request is refused before its body is read.
import type { MiddlewareHandler } from 'hono'
import type { Gateway } from '../env.ts'
import { refuse } from './refuse.ts'

export const addressLengthMax = 8 * 1024
/** For all headers together: several times a session's cookies and a token. */
export const headersLengthMax = 32 * 1024

export const limitRequestSize: MiddlewareHandler<Gateway> = async (c, next) => {
  if (c.req.url.length > addressLengthMax) {
    return refuse(c, { code: 'address_too_long', detail: `An address is at most ${addressLengthMax} characters.` })
  }
  let length = 0
  for (const [name, value] of c.req.raw.headers) length += name.length + value.length
  if (length > headersLengthMax) {
    return refuse(c, { code: 'headers_too_large', detail: `All headers are at most ${headersLengthMax} bytes.` })
  }
  return await next()
}
