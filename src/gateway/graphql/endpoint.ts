// POST /graphql: GraphQL beside REST, for the same calls, with introspection.

import type { OpenAPIHono } from '@hono/zod-openapi'
import { type ExecutionResult, execute, GraphQLError, parse, validate } from 'graphql'
import { createHandler } from 'graphql-http'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { detailIn, type Language, type Translations, told } from '../../contract/language.ts'
import { limitVisitor } from '../auth/guard.ts'
import type { VerifierOf } from '../auth/issuer.ts'
import type { Gateway } from '../env.ts'
import { problem, readerOfCall } from '../http/problems.ts'
import { refuse } from '../http/refuse.ts'
import { strictJson } from '../http/strict-json.ts'
import { tokensMax, withinLimits } from './limits.ts'
import { resolvers } from './resolvers.ts'
import { schema } from './schema.ts'

/** GraphQL over HTTP, by POST only: a query in a URL would appear in logs and histories. */
export function graphqlEndpoint(app: OpenAPIHono<Gateway>, verifierOf: VerifierOf): void {
  app.post('/graphql', strictJson, async (c) => {
    const tooMany = await limitVisitor(c, verifierOf)
    if (tooMany !== null) return refuse(c, tooMany)
    const hasKey = c.req.header('idempotency-key') !== undefined
    let isExecuted = true
    const handle = createHandler({
      schema,
      rootValue: resolvers(c, verifierOf),
      validationRules: [withinLimits(hasKey)],
      parse: (source) => coded('graphql_parse_failed', () => parse(source, { maxTokens: tokensMax })),
      validate: (...args) => validate(...args).map((fault) => withCode(fault, 'graphql_validation_failed')),
      execute: async (args) => {
        const result: ExecutionResult = await execute(args)
        isExecuted = 'data' in result
        return result
      },
      formatError: (fault) =>
        withCode(
          inLanguage(fault, readerOfCall(c).language),
          fault instanceof GraphQLError && fault.path ? 'internal_error' : 'invalid_request',
        ),
    })
    const { method, url, raw } = c.req
    const [body, init] = await handle({ method, url, headers: raw.headers, body: () => c.req.text(), raw, context: {} })
    if (body === null) return problem(c, init.status === 406 ? notAcceptable : wrongContentType)
    // GraphQL over HTTP, section 6.4.2: without data the status is one of a refusal. The library leaves 200.
    const isRefused = !isExecuted && init.headers?.['content-type']?.startsWith(responseType) === true
    // Through the context, which has the headers that the resolvers set.
    c.header('cache-control', 'no-store')
    return c.body(body, isRefused ? 400 : (init.status as ContentfulStatusCode), { ...init.headers })
  })
}

const responseType = 'application/graphql-response+json'

const notAcceptable = {
  code: 'not_acceptable',
  ...told({
    en: 'The answer is application/json or application/graphql-response+json: accept one of them.',
    ko: '응답은 application/json 또는 application/graphql-response+json입니다. 둘 중 하나를 허용해 주세요.',
  }),
} as const
const wrongContentType = {
  code: 'content_type_unsupported',
  ...told({
    en: 'Send the query as JSON: "Content-Type: application/json".',
    ko: '쿼리를 JSON으로 보내 주세요: "Content-Type: application/json".',
  }),
} as const

/** What GraphQL itself refuses has a code in its extensions too. */
type RequestCode = 'graphql_parse_failed' | 'graphql_validation_failed' | 'invalid_request' | 'internal_error'

function coded<T>(code: RequestCode, work: () => T): T {
  try {
    return work()
  } catch (fault) {
    throw fault instanceof GraphQLError ? withCode(fault, code) : fault
  }
}

/** A refusal in the caller's language. What the library refuses itself is in English. */
function inLanguage(fault: Readonly<GraphQLError | Error>, language: Language): Readonly<GraphQLError | Error> {
  if (!(fault instanceof GraphQLError) || fault.extensions['translations'] === undefined) return fault
  const { translations, ...extensions } = fault.extensions
  const message = detailIn({ detail: fault.message, translations: translations as Translations }, language)
  const { nodes, source, positions, path } = fault
  return new GraphQLError(message, { nodes, source, positions, path, extensions })
}

/** The error with a code, when it has none yet. */
function withCode(fault: Readonly<GraphQLError | Error>, code: RequestCode): GraphQLError {
  if (!(fault instanceof GraphQLError)) {
    const isNoJson = fault.message === 'Unparsable JSON body'
    return new GraphQLError(fault.message, { extensions: { code: isNoJson ? 'json_malformed' : code } })
  }
  fault.extensions['code'] ??= code
  return fault
}
