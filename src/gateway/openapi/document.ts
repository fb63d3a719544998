// The OpenAPI document, from the routes' schemas, with the exact refusals of each call.
import { OpenAPIHono } from '@hono/zod-openapi'
import { apiRoutes } from '../api/api.ts'
import { described, type Guard } from '../auth/guard.ts'
import type { Gateway } from '../env.ts'
import { type ProblemCode, problemCodes, statusOf, transientStatuses } from '../http/problems.ts'
import { problemExample } from './problem-examples.ts'

type Generated = ReturnType<OpenAPIHono['getOpenAPI31Document']>
type Operation = NonNullable<NonNullable<Generated['paths']>[string]['get']>

export type ApiDocument = ReturnType<typeof apiDocument>

const methods = ['get', 'post', 'put', 'patch'] as const

/** OpenAPI 3.1. The same routes always give the same text. */
export function apiDocument() {
  const app = new OpenAPIHono<Gateway>()
  apiRoutes(app, unguarded)
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'an access token of the authorization server, for the audience of this API; ' +
      'each operation lists the roles that it is for, of which the token names one',
  })
  for (const code of problemCodes) {
    const summary = code.replaceAll('_', ' ')
    app.openAPIRegistry.registerComponent('examples', code, { summary, value: problemExample(code) })
  }
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'The homeappliance store',
      version: '1.0.0',
      description: 'Place, pay, follow and cancel orders for home appliances; take, deliver and look after them.',
    },
    servers: [{ url: '/' }],
    tags,
  })
  for (const [address, path] of Object.entries(document.paths ?? {})) {
    if (address.includes('{') && path.get !== undefined && !isFile(path.get)) sayTags(path.get)
    for (const method of methods) if (path[method] !== undefined) sayRefusals(method, path[method])
  }
  return document
}

/** The guard of routes that are only documented, never called. */
const unguarded: Guard = (call) => ({ middleware: async (_, next) => next(), ...described(call) })

const tags = [
  { name: 'catalog', description: 'What the shop has' },
  { name: 'orders', description: 'Place, look up and cancel' },
  { name: 'payments', description: 'Pay, give back, and see what was tried' },
  { name: 'ordermanagement', description: "The store's worklist" },
  { name: 'delivery', description: 'What the couriers carry' },
  { name: 'messages', description: 'What the customer was told' },
  { name: 'mypage', description: "The customer's own view" },
  { name: 'analytics', description: 'The figures of the shop' },
  { name: 'customers', description: 'All that is held about a customer, and its erasure' },
  { name: 'operations', description: 'For those who run the shop' },
  { name: 'accounts', description: 'Who works for the shop, and its keys' },
  { name: 'health', description: 'Whether the shop is up' },
]

/** The answers of one resource have tags: see http/etag.ts. */
function sayTags(operation: Operation): void {
  const etag = { required: true, description: 'of this answer (RFC 9110, section 8.8.3)', schema: string }
  const answer: { headers?: object } = operation.responses?.[200] ?? {}
  const description = 'tags of answers that the client has: for one that is still so, 304 without a body'
  operation.parameters = [
    ...(operation.parameters ?? []),
    { name: 'If-None-Match', in: 'header', required: false, description, schema: string },
  ]
  operation.responses = {
    ...operation.responses,
    200: { ...answer, headers: { ...answer.headers, ETag: etag } },
    304: { description: 'not changed since the answer with this tag', headers: { ETag: etag } },
  }
}

/** A file to keep has no tag. */
function isFile({ responses }: Operation): boolean {
  const answer: { headers?: object } = responses?.[200] ?? {}
  return 'content-disposition' in (answer.headers ?? {})
}

const string = { type: 'string' as const }

/** Replaces "4XX" and "5XX" by each status, with its possible codes and an example of each. */
function sayRefusals(method: (typeof methods)[number], operation: Operation): void {
  const { '4XX': open, '5XX': _, ...responses } = operation.responses ?? {}
  // Also of public calls.
  operation.security ??= []
  const own: ProblemCode[] = operation['x-problem-codes'] ?? []
  delete operation['x-problem-codes']
  if (open === undefined) return
  const codes = new Set([...own, ...codesOfEvery(method, operation)])
  const statuses = new Set([...codes].map(statusOf).sort())
  for (const status of statuses) {
    responses[status] = refusal(problemCodes.filter((code) => codes.has(code) && statusOf(code) === status))
  }
  operation.responses = responses
}

function codesOfEvery(method: (typeof methods)[number], operation: Operation): ProblemCode[] {
  const takesInput = operation.requestBody !== undefined || (operation.parameters ?? []).length > 0
  return [
    'address_too_long',
    'headers_too_large',
    'internal_error',
    'no_answer_in_time',
    'unavailable',
    ...(isCounted(operation) ? (['too_many_requests'] as const) : []),
    ...(operation.security?.length === 0 ? [] : (['role_not_allowed', 'token_invalid', 'token_missing'] as const)),
    ...(takesInput ? (['invalid_request'] as const) : []),
    ...(method === 'get' ? [] : (['body_too_large', 'content_encoding_unsupported'] as const)),
    ...(operation.requestBody === undefined ? [] : (['content_type_unsupported'] as const)),
    // A body is judged before the call, also one that the call does not read. A webhook is judged by its bytes.
    ...(method === 'get' || operation.operationId === 'hearProvider' ? [] : (['json_malformed'] as const)),
  ]
}

/** Health and webhooks have no rate limit. */
function isCounted({ tags, operationId }: Operation): boolean {
  return tags?.includes('health') !== true && operationId !== 'hearProvider' && operationId !== 'reportMessageDelivery'
}

function refusal(codes: readonly ProblemCode[]) {
  const code = { type: 'string' as const, enum: [...codes], 'x-extensible': true }
  return {
    description: codes.join(', '),
    ...headersOf(codes),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [{ $ref: '#/components/schemas/Problem' }, { type: 'object' as const, properties: { code } }],
        },
        examples: Object.fromEntries(codes.map((one) => [one, { $ref: `#/components/examples/${one}` }])),
      },
    },
  }
}

function headersOf(codes: readonly ProblemCode[]) {
  const header = (description: string) => ({ required: true, description, schema: { type: 'string' as const } })
  if (codes.some((code) => transientStatuses.has(statusOf(code))))
    return { headers: { 'Retry-After': header('in how many seconds') } }
  if (!codes.includes('token_missing')) return {}
  return { headers: { 'WWW-Authenticate': header('how to come in (RFC 6750, section 3)') } }
}
