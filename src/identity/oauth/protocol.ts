// The endpoints of OAuth 2.1 and OpenID Connect: better-auth's, and what it does otherwise than the specifications say.
import { createLocalJWKSet, jwtVerify } from 'jose'
import * as z from 'zod'
import { basePath } from '../base-path.ts'
import type { OpenServer } from '../ports.ts'

type Handler = (request: Request) => Promise<Response>
type Endpoint = {
  method: 'GET' | 'POST'
  path: string
  answer: (request: Request, handler: Handler) => Promise<Response>
}

/** better-auth has many more endpoints than the protocol needs. Any other path is answered with 404. */
export const endpoints: readonly Endpoint[] = [
  { method: 'GET', path: `${basePath}/jwks`, answer: keys },
  { method: 'GET', path: `${basePath}/oauth2/authorize`, answer: authorize },
  { method: 'POST', path: `${basePath}/oauth2/authorize`, answer: authorizeByForm },
  { method: 'POST', path: `${basePath}/oauth2/token`, answer: token },
  { method: 'POST', path: `${basePath}/oauth2/revoke`, answer: revoke },
  { method: 'POST', path: `${basePath}/oauth2/introspect`, answer: introspect },
  { method: 'GET', path: `${basePath}/oauth2/userinfo`, answer: userInfo },
  { method: 'POST', path: `${basePath}/oauth2/userinfo`, answer: userInfo },
]

/**
 * Answer a call of an endpoint. HEAD is answered as GET is (RFC 9110, section 9.3.2). Throws when better-auth fails:
 * its own answer to that is empty.
 */
export async function callEndpoint(
  { method, answer }: Endpoint,
  { auth }: OpenServer,
  request: Request,
): Promise<Response> {
  return answer(new Request(request, { method }), async (call) => {
    const answered = await auth.handler(asNavigation(call))
    if (answered.status >= 500) throw new Error(`better-auth answered ${answered.status}`)
    const response = new Response(answered.body, answered)
    response.headers.set('cache-control', 'no-store')
    return response
  })
}

/**
 * How long the keys may be cached. Together with the gateway's own 10 minutes it stays below the time for which a new
 * key is only published.
 */
const keysSeconds = 60

async function keys(request: Request, handler: Handler): Promise<Response> {
  const answer = await handler(request)
  answer.headers.set('cache-control', `public, max-age=${keysSeconds}`)
  return answer
}

type Refusal = { error: string; description: string }

/**
 * Parameters that the library ignores, or refuses on a page of its own, go back to the client (RFC 6749, section
 * 4.1.2.1). Only the library judges redirect URIs: the request is given an unknown `prompt`, which it refuses there.
 */
async function authorize(request: Request, handler: Handler): Promise<Response> {
  const url = new URL(request.url)
  const refusal = unsupportedParameter(url.searchParams)
  if (refusal === null) return handler(request)
  url.searchParams.set('prompt', 'unsupported')
  url.searchParams.delete('response_mode')
  const answer = await handler(new Request(url, request))
  const back = new URL(answer.headers.get('location') ?? '', url)
  if (!back.searchParams.get('error_description')?.startsWith('prompt: unsupported')) return answer
  back.searchParams.set('error', refusal.error)
  back.searchParams.set('error_description', refusal.description)
  answer.headers.set('location', back.href)
  return answer
}

/** OpenID Connect Core 1.0, section 3.1.2.1: the parameters may come by GET or by POST. */
async function authorizeByForm(request: Request, handler: Handler): Promise<Response> {
  const url = new URL(request.url)
  url.search = await request.text()
  const headers = new Headers(request.headers)
  for (const name of ['content-type', 'content-length']) headers.delete(name)
  return authorize(new Request(url, { headers }), handler)
}

/** OpenID Connect Core 1.0, section 3.1.2.6, and RFC 7636, section 4.2: 43 characters are a SHA-256. */
function unsupportedParameter(query: URLSearchParams): Refusal | null {
  const prompts = (query.get('prompt') ?? '').split(' ')
  if (prompts.includes('consent') && !prompts.includes('none')) {
    return { error: 'consent_required', description: 'there is no page for consent' }
  }
  if (prompts.includes('select_account') && !prompts.includes('none')) {
    return { error: 'account_selection_required', description: 'there is no page to select an account' }
  }
  if (query.has('registration')) return { error: 'registration_not_supported', description: 'clients are registered' }
  if ((query.get('response_mode') ?? 'query') !== 'query') {
    return { error: 'invalid_request', description: 'response_mode must be query' }
  }
  if (!/^[\w-]{43}$/.test(query.get('code_challenge') || 'x'.repeat(43))) {
    return { error: 'invalid_request', description: 'code_challenge must be a SHA-256 in base64url' }
  }
  return null
}

/** A verifier that does not fit, and a person who is gone, make the grant invalid (RFC 7636, 4.6; RFC 6749, 5.2). */
async function token(request: Request, handler: Handler): Promise<Response> {
  const answer = await handler(request)
  const { error, error_description } = await refusalOf(answer)
  const isGrantAtFault = error === 'invalid_user' || (answer.status === 401 && error === 'invalid_request')
  if (!isGrantAtFault) return answer
  return Response.json({ error: 'invalid_grant', error_description }, { status: 400, headers: noStore })
}

/** For the library, each of these is a fault of the client. */
const unknownToken = new Set(['token not found', 'refresh token revoked', 'Invalid access token'])

/** A token that is unknown or revoked already is 200, too (RFC 7009, section 2.2). */
async function revoke(request: Request, handler: Handler): Promise<Response> {
  const answer = await handler(await withoutForeignJwt(request, handler))
  const { error_description } = await refusalOf(answer)
  return unknownToken.has(error_description ?? '') ? new Response(null, { headers: noStore }) : answer
}

async function introspect(request: Request, handler: Handler): Promise<Response> {
  return handler(await withoutForeignJwt(request, handler))
}

/** Refusals carry a challenge (RFC 6750, section 3), also for a token that lacks the scope `openid`. */
async function userInfo(request: Request, handler: Handler): Promise<Response> {
  const answer = await handler(await withoutForeignJwt(request, handler))
  const { error, error_description } = await refusalOf(answer)
  if (error === 'invalid_scope') {
    const headers = { ...noStore, 'www-authenticate': 'Bearer error="insufficient_scope", scope="openid"' }
    return Response.json({ error: 'insufficient_scope', error_description }, { status: 403, headers })
  }
  if (answer.status === 401 && !answer.headers.has('www-authenticate')) answer.headers.set('www-authenticate', 'Bearer')
  return answer
}

/**
 * The library takes a JWT with a wrong signature for a fault of its own. A JWT that is not signed by our keys, or has
 * expired, is replaced by a token that nobody has.
 */
async function withoutForeignJwt(request: Request, handler: Handler): Promise<Request> {
  const headers = new Headers(request.headers)
  const text = request.method === 'POST' ? await request.text() : ''
  const form = new URLSearchParams(text)
  let isChanged = false
  for (const name of ['token', 'access_token']) {
    const [value, ...others] = form.getAll(name)
    if (value === undefined || others.length > 0 || (await mayBeOurs(value, request, handler))) continue
    form.set(name, 'unknown')
    isChanged = true
  }
  const [scheme = '', value = ''] = (headers.get('authorization') ?? '').split(/ +/)
  if (!(await mayBeOurs(value, request, handler))) headers.set('authorization', `${scheme} unknown`)
  const body = text === '' ? null : isChanged ? form.toString() : text
  return new Request(request.url, { method: request.method, headers, body })
}

/** Whether a token is ours, or none of a JWT's form. Throws when the keys cannot be read. */
async function mayBeOurs(value: string, request: Request, handler: Handler): Promise<boolean> {
  const jwt = value.replace(/^\w+ +/, '')
  if (jwt.split('.').length !== 3) return true
  const answer = await handler(new Request(new URL(`${basePath}/jwks`, request.url)))
  const keySet = createLocalJWKSet(await answer.json())
  return jwtVerify(jwt, keySet).then(
    () => true,
    () => false,
  )
}

const noStore = { 'cache-control': 'no-store' }

const refusalSchema = z.object({ error: z.string().optional(), error_description: z.string().optional() }).catch({})

/** The refusal of RFC 6749, section 5.2, without using up the response. */
async function refusalOf(answer: Response): Promise<z.infer<typeof refusalSchema>> {
  if (answer.status < 400) return {}
  return refusalSchema.parse(
    await answer
      .clone()
      .json()
      .catch(() => null),
  )
}

/**
 * The library answers a script's fetch with JSON where the protocol has a redirect (RFC 6749, section 4.1.2). Without
 * this header it takes every request for a navigation.
 */
function asNavigation(request: Request): Request {
  const headers = new Headers(request.headers)
  headers.delete('sec-fetch-mode')
  return new Request(request, { headers })
}
