// Which other sites' pages may call the API from a browser (CORS, in the Fetch standard): those on the list, and never
// with cookies.
import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import type { Gateway } from '../env.ts'

const answerTo = cors({
  origin: (origin) => origin,
  allowMethods: ['GET', 'POST', 'PATCH'],
  allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'last-event-id'],
  exposeHeaders: ['location', 'ratelimit', 'ratelimit-policy', 'retry-after', 'x-request-id'],
  credentials: false,
  maxAge: 600,
})

/** To a page of any other site nothing is said, so its browser keeps the answer from it. */
export const allowOtherSites: MiddlewareHandler<Gateway> = async (c, next) => {
  const allowed = listed(c.env.CORS_ORIGINS)
  if (allowed.has(c.req.header('origin') ?? '')) return await answerTo(c, next)
  await next()
  // A cache must not give the answer of one origin to another.
  if (allowed.size > 0) c.res.headers.append('vary', 'Origin')
  return undefined
}

/** Origins, parted by spaces. Each is compared whole: no pattern, no ending, no `null`. */
function listed(configured: string): ReadonlySet<string> {
  return new Set(configured.split(' ').filter((origin) => URL.canParse(origin) && new URL(origin).origin === origin))
}
