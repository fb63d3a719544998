// POST /graphql: a second way in beside REST, over the same calls. It describes itself by introspection.
import type { OpenAPIHono } from '@hono/zod-openapi'
import { parse } from 'graphql'
import { createHandler } from 'graphql-http/lib/use/fetch'
import type { Gateway } from '../env.ts'
import type { VerifierOf } from '../issuer.ts'
import { tokensMax, withinLimits } from './limits.ts'
import { resolvers } from './resolvers.ts'
import { schema } from './schema.ts'

/** GraphQL over HTTP, by POST alone: a query in an address would stand in logs and histories. */
export function graphqlEndpoint(app: OpenAPIHono<Gateway>, verifierOf: VerifierOf): void {
  app.post('/graphql', async (c) => {
    const answer = await createHandler({
      schema,
      rootValue: resolvers(c, verifierOf),
      validationRules: [withinLimits],
      parse: (source) => parse(source, { maxTokens: tokensMax }),
    })(c.req.raw)
    answer.headers.set('cache-control', 'no-store')
    return answer
  })
}
