// POST /graphql: GraphQL beside REST, for the same calls, with introspection.
import type { OpenAPIHono } from '@hono/zod-openapi'
import { parse } from 'graphql'
import { createHandler } from 'graphql-http'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { limitVisitor } from '../auth/guard.ts'
import type { VerifierOf } from '../auth/issuer.ts'
import type { Gateway } from '../env.ts'
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
    const handle = createHandler({
      schema,
      rootValue: resolvers(c, verifierOf),
      validationRules: [withinLimits(hasKey)],
      parse: (source) => parse(source, { maxTokens: tokensMax }),
    })
    const { method, url, raw } = c.req
    const [body, init] = await handle({ method, url, headers: raw.headers, body: () => c.req.text(), raw, context: {} })
    // Through the context, which has the headers that the resolvers set.
    c.header('cache-control', 'no-store')
    return c.body(body ?? '', init.status as ContentfulStatusCode, { ...init.headers })
  })
}
