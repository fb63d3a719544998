// The gateway's main path: checks that hold for every call, then the routes, then what is answered when nothing fits.
import { type Hook, OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { contextLog, describeFault } from '../platform/log.ts'
import { door } from './authenticate.ts'
import { boundRequest } from './bounds.ts'
import { allowOtherSites } from './cors.ts'
import type { Gateway } from './env.ts'
import { browserHeaders } from './headers.ts'
import type { VerifierOf } from './issuer.ts'
import { limitVisits, openPaths } from './limits.ts'
import { problem } from './problems.ts'
import { ContextUnavailable, outOfReach } from './reach.ts'
import { refuse } from './refuse.ts'
import { accountRoutes } from './routes/accounts.ts'
import { catalogRoutes } from './routes/catalog.ts'
import { deliveryRoutes } from './routes/deliveries.ts'
import { documentRoutes } from './routes/document.ts'
import { gateRoutes } from './routes/gates.ts'
import { healthRoutes } from './routes/health.ts'
import { messageRoutes } from './routes/messages.ts'
import { myPageRoutes } from './routes/mypages.ts'
import { operationsRoutes } from './routes/operations.ts'
import { worklistRoutes } from './routes/ordermgmts.ts'
import { orderRoutes } from './routes/orders.ts'
import { pageRoutes } from './routes/pages.tsx'
import { paymentRoutes } from './routes/payments.ts'

export const bodyBytesMax = 64 * 1024

const log = contextLog('gateway')

export function gateway(verifierOf: VerifierOf) {
  const app = new OpenAPIHono<Gateway>({ getPath: pathOf, defaultHook: refuseInvalid })
  app.use(nameRequest)
  app.use(browserHeaders)
  app.use(boundRequest)
  app.use(allowOtherSites)
  app.use(bodyLimit({ maxSize: bodyBytesMax, onError: (c) => refuse(c, tooLarge) }))
  for (const path of openPaths) app.use(path, limitVisits)
  const behind = door(verifierOf)
  catalogRoutes(app)
  orderRoutes(app, behind)
  // Before /payments/{orderId}, which would take it for an order.
  gateRoutes(app, behind)
  paymentRoutes(app, behind)
  worklistRoutes(app, behind)
  deliveryRoutes(app, behind)
  messageRoutes(app, behind)
  myPageRoutes(app, behind)
  operationsRoutes(app, behind)
  accountRoutes(app, behind)
  healthRoutes(app)
  documentRoutes(app)
  pageRoutes(app, verifierOf)
  app.notFound((c) => refuse(c, { code: 'not_found', detail: `There is nothing at ${c.req.method} ${c.req.path}.` }))
  app.onError((fault, c) => {
    if (fault instanceof HTTPException) return refuse(c, ofHttpException(fault))
    if (fault instanceof ContextUnavailable) {
      const { requestId } = c.var
      log('context_unavailable', { requestId, context: fault.context, fault: describeFault(fault.cause) })
      return refuse(c, outOfReach(fault, c.req.method))
    }
    const { method, path } = c.req
    log('fault', { requestId: c.var.requestId, method, path, fault: describeFault(fault) })
    return refuse(c, { code: 'internal_error', detail: 'Something broke on our side. It has been recorded.' })
  })
  return app
}

/** Name the request, in its answer and in whatever it leads to. An id that the sender brings along is not taken. */
const nameRequest: MiddlewareHandler<Gateway> = async (c, next) => {
  const requestId = `req_${crypto.randomUUID()}`
  c.set('requestId', requestId)
  await next()
  c.header('x-request-id', requestId)
}

const tooLarge = { code: 'body_too_large', detail: `A body is at most ${bodyBytesMax} bytes.` } as const

/** Other spellings of the same paths, which the business's clients use. */
const otherSpellings: readonly (readonly [RegExp, string])[] = [
  [/^\/ordermanagements(?=\/|$)/, '/ordermgmts'],
  [/^\/mypages(?=\/|$)/, '/myPages'],
]

function pathOf(request: Request): string {
  let path = new URL(request.url).pathname
  for (const [spelling, known] of otherSpellings) path = path.replace(spelling, known)
  return path
}

/** Input that does not fit its schema: every fault is named, the first one also on top. */
const refuseInvalid: Hook<unknown, Gateway, string, unknown> = (result, c) => {
  if (result.success) return undefined
  const errors = result.error.issues.slice(0, 20).flatMap((issue) => {
    const path = issue.path.map(String)
    const names = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key.slice(0, 64)]) : [path]
    const detail = issue.code === 'unrecognized_keys' ? 'is not known here' : issue.message
    return names.map((name) => ({ field: name.join('.'), detail }))
  })
  const [first] = errors
  return problem(c, {
    code: 'invalid_request',
    detail: first === undefined ? 'The input is not valid.' : `${first.field || 'the body'}: ${first.detail}`,
    errors,
    ...(first === undefined || first.field === '' ? {} : { field: first.field }),
  })
}

function ofHttpException(fault: HTTPException) {
  if (fault.status === 415) {
    return {
      code: 'content_type_unsupported',
      detail: 'Send the body as JSON: "Content-Type: application/json".',
    } as const
  }
  if (fault.status === 413) return tooLarge
  return { code: 'json_malformed', detail: 'The body is not valid JSON.' } as const
}
