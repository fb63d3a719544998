// CORS (Fetch standard): pages of the listed origins may call the API from a browser, without cookies.
import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { configOf } from '../config.ts'
import type { Gateway } from '../env.ts'

const allowListed = cors({
  origin: (origin) => origin,
  allowMethods: ['GET', 'POST', 'PUT', 'PATCH'],
  allowHeaders: [
    'authorization',
    'content-type',
    'idempotency-key',
    'if-none-match',
    'last-event-id',
    'min-seq',
    'traceparent',
    'tracestate',
    'x-bookmark',
  ],
  exposeHeaders: [
    'allow',
    'etag',
    'location',
    'ratelimit',
    'ratelimit-policy',
    'retry-after',
    'traceresponse',
    'x-bookmark',
    'x-request-id',
  ],
  credentials: false,
  maxAge: 600,
})

/** Other origins get no CORS header, so the browser withholds the answer from their pages. */
export const allowOtherSites: MiddlewareHandler<Gateway> = async (c, next) => {
  const allowed = configOf(c.env).CORS_ORIGINS
  if (allowed.has(c.req.header('origin') ?? '')) return await allowListed(c, next)
  await next()
  // A cache must not give the answer of one origin to another.
  if (allowed.size > 0) c.res.headers.append('vary', 'Origin')
  return undefined
}
