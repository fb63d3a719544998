// The gateway's main path: the checks of every request, then the routes, then the answers for errors.
import { type Hook, OpenAPIHono } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { detailIn, type Told, told } from '../contract/language.ts'
import { shortened } from '../contract/text.ts'
import { traceOfCall } from '../platform/trace.ts'
import { methodsOf, optionsAnswer, withAllow } from '../web/methods.ts'
import { texts as webTexts } from '../web/texts.ts'
import { apiRoutes } from './api/api.ts'
import { guard } from './auth/guard.ts'
import type { VerifierOf } from './auth/issuer.ts'
import type { Gateway } from './env.ts'
import { graphqlEndpoint } from './graphql/endpoint.ts'
import { limitAnonymous, publicPaths } from './http/anonymous-rate-limit.ts'
import { bodyBytesMax } from './http/body-size.ts'
import { refuseContentCoding } from './http/content-coding.ts'
import { allowOtherSites } from './http/cors.ts'
import { answerUnchanged } from './http/etag.ts'
import { faultOf } from './http/faults.ts'
import { browserHeaders } from './http/headers.ts'
import { issueTold } from './http/input-faults.ts'
import { problem } from './http/problems.ts'
import { refuse } from './http/refuse.ts'
import { bodyTooLarge, limitBodySize, limitRequestSize } from './http/request-size.ts'
import { documentRoutes } from './openapi/routes.ts'
import { pageRoutes } from './pages/context-pages.tsx'
import { allowIssuer } from './pages/form-targets.ts'

export function gateway(verifierOf: VerifierOf) {
  const app = new OpenAPIHono<Gateway>({ getPath: pathOf, defaultHook: refuseInvalid })
  app.use(nameRequest)
  app.use(browserHeaders)
  app.use(allowIssuer)
  app.use(limitRequestSize)
  app.use(refuseContentCoding)
  app.use(allowOtherSites)
  app.use(limitBodySize)
  app.use(answerUnchanged)
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
  if (allow === null) return refuse(c, { code: 'not_found', ...nothingAt(method, path) }, noPage)
  if (method === 'OPTIONS') return optionsAnswer(allow)
  const only = told({
    en: `There is no ${method} at ${path}, only ${allow}.`,
    ko: `${path}에서는 ${method}을(를) 사용할 수 없습니다. 사용할 수 있는 메서드: ${allow}.`,
  })
  return withAllow(await refuse(c, { code: 'method_not_allowed', ...only }, nothingToDo), allow)
}

/** As people are told it. */
const noPage = { en: webTexts.en.noSuchPage, ko: webTexts.ko.noSuchPage }
const nothingToDo = { en: webTexts.en.nothingToDo, ko: webTexts.ko.nothingToDo }

function nothingAt(method: string, path: string): Told {
  return told({
    en: `There is nothing at ${method} ${path}.`,
    ko: `해당 주소에는 아무것도 없습니다: ${method} ${path}.`,
  })
}

/**
 * Give the request an id and a span, for its answer and for the events that it causes. An id from the sender is
 * ignored. The sender's trace goes on (see traceOfCall), without its `tracestate`, which may hold anything.
 */
const nameRequest: MiddlewareHandler<Gateway> = async (c, next) => {
  const requestId = `req_${crypto.randomUUID()}`
  const traceparent = traceOfCall(requestId, c.req.header('traceparent'))
  c.set('requestId', requestId)
  c.set('traceparent', traceparent)
  await next()
  // Set directly: `c.header` would copy the whole response.
  c.res.headers.set('x-request-id', requestId)
  // W3C Trace Context, editor's draft, section 4: the span that the sender's own may name.
  c.res.headers.set('traceresponse', traceparent)
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
    const fault = issue.code === 'unrecognized_keys' ? unknownField : issueTold(issue)
    return names.map((name) => ({ field: name.join('.'), ...fault }))
  })
  const [first] = errors
  return problem(c, {
    code: 'invalid_request',
    ...(first === undefined ? notValid : faultAt(first.field, first)),
    errors,
    ...(first === undefined || first.field === '' ? {} : { field: first.field }),
  })
}

const unknownField = told({ en: 'is not known here', ko: '알 수 없는 항목입니다' })
const notValid = told({ en: 'The input is not valid.', ko: '입력이 올바르지 않습니다.' })

function faultAt(field: string, fault: Told): Told {
  const [en, ko] = [detailIn(fault, 'en'), detailIn(fault, 'ko')]
  return told({ en: `${field || 'the body'}: ${en}`, ko: `${field || '본문'}: ${ko}` })
}

function ofHttpException(fault: HTTPException) {
  if (fault.status === 415) {
    return {
      code: 'content_type_unsupported',
      ...told({
        en: 'Send the body as JSON: "Content-Type: application/json".',
        ko: '본문을 JSON으로 보내 주세요: "Content-Type: application/json".',
      }),
    } as const
  }
  if (fault.status === 413) return bodyTooLarge(bodyBytesMax)
  return {
    code: 'json_malformed',
    ...told({ en: 'The body is not valid JSON.', ko: '본문이 올바른 JSON이 아닙니다.' }),
  } as const
}
