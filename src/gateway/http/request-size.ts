// The limits of a request's URL, headers and body. A longer request is refused before its body is read.

import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { told } from '../../contract/language.ts'
import type { Gateway } from '../env.ts'
import { bodyBytesMax, webhookBytesMax } from './body-size.ts'
import { refuse } from './refuse.ts'

export const addressLengthMax = 8 * 1024
/** For all headers together: several times a session's cookies and a token. */
export const headersLengthMax = 32 * 1024

export const limitRequestSize: MiddlewareHandler<Gateway> = async (c, next) => {
  if (c.req.url.length > addressLengthMax) {
    return refuse(c, {
      code: 'address_too_long',
      ...told({
        en: `An address is at most ${addressLengthMax} characters.`,
        ko: `주소는 최대 ${addressLengthMax}자입니다.`,
      }),
    })
  }
  let length = 0
  for (const [name, value] of c.req.raw.headers) length += name.length + value.length
  if (length > headersLengthMax) {
    return refuse(c, {
      code: 'headers_too_large',
      ...told({
        en: `All headers are at most ${headersLengthMax} bytes.`,
        ko: `헤더는 모두 합해 최대 ${headersLengthMax}바이트입니다.`,
      }),
    })
  }
  return await next()
}

const limitBody = limitTo(bodyBytesMax)
const limitWebhook = limitTo(webhookBytesMax)

export const limitBodySize: MiddlewareHandler<Gateway> = (c, next) => {
  return c.req.path.startsWith('/payments/webhooks/') ? limitWebhook(c, next) : limitBody(c, next)
}

export function bodyTooLarge(bytesMax: number) {
  const texts = { en: `A body is at most ${bytesMax} bytes.`, ko: `본문은 최대 ${bytesMax}바이트입니다.` }
  return { code: 'body_too_large', ...told(texts) } as const
}

function limitTo(bytesMax: number): MiddlewareHandler<Gateway> {
  return bodyLimit({ maxSize: bytesMax, onError: (c) => refuse(c, bodyTooLarge(bytesMax)) })
}
