// The endpoints of the protocol: better-auth's, with its answers made those of the RFCs where they differ.
import { basePath } from '../base-path.ts'
import type { OpenServer } from '../ports.ts'

type Endpoint = {
  method: 'GET' | 'POST'
  path: string
  answer: (server: OpenServer, request: Request) => Promise<Response>
}

/** better-auth has many more endpoints than the protocol needs. Any other path is answered with 404. */
export const endpoints: readonly Endpoint[] = [
  { method: 'GET', path: `${basePath}/jwks`, answer: keys },
  { method: 'GET', path: `${basePath}/oauth2/authorize`, answer: authorize },
  { method: 'POST', path: `${basePath}/oauth2/token`, answer: token },
  { method: 'POST', path: `${basePath}/oauth2/revoke`, answer: revoke },
  { method: 'POST', path: `${basePath}/oauth2/introspect`, answer: ({ auth }, request) => auth.handler(request) },
  { method: 'GET', path: `${basePath}/oauth2/userinfo`, answer: userInfo },
  { method: 'POST', path: `${basePath}/oauth2/userinfo`, answer: userInfoByForm },
]

/** Much less than a new key is announced before it signs (KEY_ANNOUNCE_SECONDS). */
const keysMaxAgeSeconds = 60

async function keys({ auth }: OpenServer, request: Request): Promise<Response> {
  return withHeaders(await auth.handler(request), { 'cache-control': `public, max-age=${keysMaxAgeSeconds}` })
}

/** Prompts that we have a page for (OpenID Connect Core 1.0, section 3.1.2.1; Prompt Create 1.0). */
const offeredPrompts = ['none', 'login', 'create']

/**
 * The library sends other prompts to a page of its own. Named as no prompt at all they go back to the client as
 * `invalid_request`, with its `state` (RFC 6749, section 4.1.2.1).
 */
async function authorize({ auth }: OpenServer, request: Request): Promise<Response> {
  const url = new URL(request.url)
  const prompts = url.searchParams.get('prompt')?.split(' ') ?? []
  const unknown = prompts.find((prompt) => !offeredPrompts.includes(prompt))
  if (unknown !== undefined) url.searchParams.set('prompt', `not-offered:${unknown}`)
  const headers = new Headers(request.headers)
  // With it the library answers a script's fetch by JSON where the protocol has a redirect (RFC 6749, section 4.1.2).
  headers.delete('sec-fetch-mode')
  return auth.handler(new Request(url, { headers }))
}

/** A wrong `code_verifier` is `invalid_grant` (RFC 7636, section 4.6). No answer is kept (RFC 6749, section 5.1). */
async function token({ auth }: OpenServer, request: Request): Promise<Response> {
  const answer = withHeaders(await auth.handler(request), { 'cache-control': 'no-store' })
  const isVerifierWrong = (await errorIn(answer))?.error_description === 'code verification failed'
  if (!isVerifierWrong) return answer
  const body = { error: 'invalid_grant', error_description: 'the code_verifier is not that of the code_challenge' }
  return Response.json(body, { status: 400, headers: answer.headers })
}

/** A token that is unknown is as good as revoked (RFC 7009, section 2.2). */
async function revoke({ auth }: OpenServer, request: Request): Promise<Response> {
  const answer = await auth.handler(request)
  const isUnknown = (await errorIn(answer))?.error_description?.endsWith('token not found') === true
  return isUnknown ? new Response(null, { status: 200, headers: { 'cache-control': 'no-store' } }) : answer
}

/** A request without a token gets a challenge without an error (RFC 6750, section 3.1). */
async function userInfo({ auth }: OpenServer, request: Request): Promise<Response> {
  const answer = await auth.handler(request)
  return answer.status === 401 && !answer.headers.has('www-authenticate')
    ? withHeaders(answer, { 'www-authenticate': 'Bearer' })
    : answer
}

/** By POST, with the token in the header or in the form (OpenID Connect Core 1.0, section 5.3.1; RFC 6750, 2.2). */
async function userInfoByForm(server: OpenServer, request: Request): Promise<Response> {
  const headers = new Headers(request.headers)
  const isForm = /^application\/x-www-form-urlencoded *(;|$)/i.test(headers.get('content-type') ?? '')
  const inForm = isForm ? new URLSearchParams(await request.text()).get('access_token') : null
  if (inForm !== null && !headers.has('authorization')) headers.set('authorization', `Bearer ${inForm}`)
  for (const name of ['content-type', 'content-length']) headers.delete(name)
  return userInfo(server, new Request(request.url, { headers }))
}

type ProtocolError = { error?: string; error_description?: string }

/** The error that an answer names; null when it names none. */
async function errorIn(answer: Response): Promise<ProtocolError | null> {
  return answer.ok ? null : ((await answer.clone().json()) as ProtocolError)
}

function withHeaders(answer: Response, headers: Record<string, string>): Response {
  const changed = new Response(answer.body, answer)
  for (const [name, value] of Object.entries(headers)) changed.headers.set(name, value)
  return changed
}
