// POST /graphql: a second way in beside REST, over the same calls. It describes itself by introspection.
import type { OpenAPIHono } from '@hono/zod-openapi'
import { parse } from 'graphql'
import { createHandler } from 'graphql-http'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { tooManyAnonymous } from '../auth/guard.ts'
import type { VerifierOf } from '../auth/issuer.ts'
import type { Gateway } from '../env.ts'
import { refuse } from '../http/refuse.ts'
import { strictJson } from '../http/strict-json.ts'
import { tokensMax, withinLimits } from './limits.ts'
import { resolvers } from './resolvers.ts'
import { schema } from './schema.ts'

/** GraphQL over HTTP, by POST alone: a query in an address would stand in logs and histories. */
export function graphqlEndpoint(app: OpenAPIHono<Gateway>, verifierOf: VerifierOf): void {
  app.post('/graphql', strictJson, async (c) => {
    const over = await tooManyAnonymous(c, verifierOf)
    if (over !== null) return refuse(c, over)
    const hasKey = c.req.header('idempotency-key') !== undefined
    const handle = createHandler({
      schema,
      rootValue: resolvers(c, verifierOf),
      validationRules: [withinLimits(hasKey)],
      parse: (source) => parse(source, { maxTokens: tokensMax }),
    })
    const { method, url, raw } = c.req
    const [body, init] = await handle({ method, url, headers: raw.headers, body: () => c.req.text(), raw, context: {} })
    // By the context, which holds the headers that the calls have set.
    c.header('cache-control', 'no-store')
    return c.body(body ?? '', init.status as ContentfulStatusCode, { ...init.headers })
  })
}
