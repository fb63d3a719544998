// The gateway's main path: the checks of every request, then the routes, then the answers for errors.
import { type Hook, OpenAPIHono } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { shortened } from '../contract/text.ts'
import { methodsOf, optionsAnswer, withAllow } from '../web/methods.ts'
import { apiRoutes } from './api/api.ts'
import { guard } from './auth/guard.ts'
import type { VerifierOf } from './auth/issuer.ts'
import type { Gateway } from './env.ts'
import { graphqlEndpoint } from './graphql/endpoint.ts'
import { limitAnonymous, publicPaths } from './http/anonymous-rate-limit.ts'
import { bodyBytesMax } from './http/body-size.ts'
import { refuseContentCoding } from './http/content-coding.ts'
import { allowOtherSites } from './http/cors.ts'
import { faultOf } from './http/faults.ts'
import { browserHeaders } from './http/headers.ts'
import { problem } from './http/problems.ts'
import { refuse } from './http/refuse.ts'
import { bodyTooLarge, limitBodySize, limitRequestSize } from './http/request-size.ts'
import { documentRoutes } from './openapi/routes.ts'
import { pageRoutes } from './pages/context-pages.tsx'
import { allowIssuer } from './pages/form-targets.ts'

export function gateway(verifierOf: VerifierOf) {
  const app = new OpenAPIHono<Gateway>({ getPath: pathOf, defaultHook: refuseInvalid })
  app.use(assignRequestId)
  app.use(browserHeaders)
  app.use(allowIssuer)
  app.use(limitRequestSize)
  app.use(refuseContentCoding)
  app.use(allowOtherSites)
  app.use(limitBodySize)
  for (const path of publicPaths) app.use(path, limitAnonymous)
  apiRoutes(app, guard(verifierOf))
  graphqlEndpoint(app, verifierOf)
  documentRoutes(app)
  pageRoutes(app, verifierOf)
  const methodsAt = methodsOf(app.routes)
  app.notFound((c) => answerNoRoute(c, methodsAt(c.req.path)))
  app.onError((fault, c) => {
    if (fault instanceof HTTPException) return refuse(c, ofHttpException(fault))
    return refuse(c, faultOf(c, fault))
  })
  return app
}

/** No route has the path, or none has it by this method. */
async function answerNoRoute(c: Context<Gateway>, allow: string | null): Promise<Response> {
  const { method, path } = c.req
  if (allow === null) return refuse(c, { code: 'not_found', detail: `There is nothing at ${method} ${path}.` })
  if (method === 'OPTIONS') return optionsAnswer(allow)
  const detail = `There is no ${method} at ${path}, only ${allow}.`
  return withAllow(await refuse(c, { code: 'method_not_allowed', detail }), allow)
}

/** Give the request an id, for its answer and for the events that it causes. An id from the sender is ignored. */
const assignRequestId: MiddlewareHandler<Gateway> = async (c, next) => {
  const requestId = `req_${crypto.randomUUID()}`
  c.set('requestId', requestId)
  await next()
  // Set directly: `c.header` would copy the whole response.
  c.res.headers.set('x-request-id', requestId)
}

/** Other names of the same paths, which the business's clients use. */
const pathAliases: readonly (readonly [RegExp, string])[] = [
  [/^\/ordermanagements(?=\/|$)/, '/ordermgmts'],
  [/^\/mypages(?=\/|$)/, '/myPages'],
]

function pathOf(request: Request): string {
  let path = new URL(request.url).pathname
  for (const [alias, canonical] of pathAliases) path = path.replace(alias, canonical)
  return path
}

/** The answer to input that does not match its schema: all errors, with the first one at the top level too. */
const refuseInvalid: Hook<unknown, Gateway, string, unknown> = (result, c) => {
  if (result.success) return undefined
  const errors = result.error.issues.slice(0, 20).flatMap((issue) => {
    const path = issue.path.map(String)
    const names = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, shortened(key, 64)]) : [path]
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
  if (fault.status === 413) return bodyTooLarge(bodyBytesMax)
  return { code: 'json_malformed', detail: 'The body is not valid JSON.' } as const
}
