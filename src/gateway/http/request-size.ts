// The limits of a request's URL, headers and body. A longer request is refused before its body is read.
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Gateway } from '../env.ts'
import { bodyBytesMax, webhookBytesMax } from './body-size.ts'
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

const limitBody = limitTo(bodyBytesMax)
const limitWebhook = limitTo(webhookBytesMax)

export const limitBodySize: MiddlewareHandler<Gateway> = (c, next) => {
  return c.req.path.startsWith('/payments/webhooks/') ? limitWebhook(c, next) : limitBody(c, next)
}

export function bodyTooLarge(bytesMax: number) {
  return { code: 'body_too_large', detail: `A body is at most ${bytesMax} bytes.` } as const
}

function limitTo(bytesMax: number): MiddlewareHandler<Gateway> {
  return bodyLimit({ maxSize: bytesMax, onError: (c) => refuse(c, bodyTooLarge(bytesMax)) })
}
