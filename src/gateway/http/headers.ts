// What every answer says to browsers, whatever it is: a page says more precisely what it needs.
import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

const always = { referrerPolicy: 'same-origin', xFrameOptions: 'DENY' } as const
const overHttps = secureHeaders(always)
/** RFC 6797, section 7.2: over plain http nothing is said about https. */
const overHttp = secureHeaders({ ...always, strictTransportSecurity: false })

/** CSP level 3, for what is no page: shown in a browser after all, it loads and runs nothing. */
const nothing = `default-src 'none'; frame-ancestors 'none'`

export const browserHeaders: MiddlewareHandler = async (c, next) => {
  await (c.req.url.startsWith('https:') ? overHttps : overHttp)(c, next)
  if (!c.res.headers.has('content-security-policy')) c.res.headers.set('content-security-policy', nothing)
}
