// The security headers of every answer. A page sets a policy of its own.
import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

const always = { referrerPolicy: 'same-origin', xFrameOptions: 'DENY' } as const
const overHttps = secureHeaders(always)
/** RFC 6797, section 7.2: not over plain http. */
const overHttp = secureHeaders({ ...always, strictTransportSecurity: false })

/** CSP level 3, for answers that are no page: in a browser they load and run nothing. */
const nothing = `default-src 'none'; frame-ancestors 'none'`

export const browserHeaders: MiddlewareHandler = async (c, next) => {
  await (c.req.url.startsWith('https:') ? overHttps : overHttp)(c, next)
  if (!c.res.headers.has('content-security-policy')) c.res.headers.set('content-security-policy', nothing)
}
