// The gateway as a public OAuth client of its issuer (RFC 6749, RFC 7636, RFC 7009, OpenID Connect Discovery 1.0).
import * as oauth from 'oauth4webapi'
import { isolateCache } from '../../platform/isolate-cache.ts'
import { isLoopbackHost } from '../../platform/loopback.ts'

export type Fetch = (url: string, init: RequestInit) => Promise<Response>
/** The issuer's metadata. Throws when the issuer does not answer. */
export type Discover = () => Promise<oauth.AuthorizationServer>

export type OAuthClient = {
  clientId: string
  /** The gateway's own address to which the issuer sends the browser back. */
  redirectUri: string
  scope: string
  /** The audience asked for (RFC 8707); null for an issuer that decides by itself. */
  resource: string | null
  discover: Discover
  fetch: Fetch
}

/** The state of a request for a code, and its PKCE verifier. */
export type PendingCode = { state: string; verifier: string }
export type Tokens = { accessToken: string; refreshToken: string | null; expiresInSeconds: number }
export type CodeExchange =
  | { ok: true; tokens: Tokens }
  | { ok: false; reason: 'not_requested' | 'code_refused' }
  | { ok: false; reason: 'no_code'; error: string }

/** The issuer may move an endpoint: the old one must answer for so long. */
const metadataMsMax = 10 * 60_000
/** For an issuer that does not say how long its tokens live. */
const expiresInSecondsDefault = 60

/** Reads the metadata of issuers and keeps it for a while. `now`: epoch milliseconds. */
export function discovery(now: () => number): (issuer: string, fetch: Fetch) => ReturnType<Discover> {
  const caches = new Map<string, ReturnType<typeof isolateCache<oauth.AuthorizationServer>>>()
  return (issuer, fetch) => {
    const cache = caches.get(issuer) ?? isolateCache<oauth.AuthorizationServer>(metadataMsMax, now)
    caches.set(issuer, cache)
    return cache(async () => {
      const url = new URL(issuer)
      return await oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, requestOptions(issuer, fetch)))
    })
  }
}

/** Unguessable, of letters that a cookie's name may have. */
export function randomId(): string {
  return oauth.generateRandomState()
}

/**
 * Where the browser asks for a code, and the verifier that it must keep until the code comes back with the state.
 */
export async function requestCode(client: OAuthClient, state: string): Promise<{ url: URL; verifier: string }> {
  const { authorization_endpoint: endpoint, issuer } = await client.discover()
  if (endpoint === undefined) throw new Error(`${issuer} has no authorization endpoint`)
  const verifier = oauth.generateRandomCodeVerifier()
  const url = new URL(endpoint)
  const parameters = {
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: client.redirectUri,
    scope: client.scope,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...resourceOf(client),
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return { url, verifier }
}

/** The tokens for the code in the issuer's response. Throws when the issuer does not answer as one. */
export async function exchangeCode(
  client: OAuthClient,
  response: URLSearchParams,
  pending: PendingCode,
): Promise<CodeExchange> {
  const server = await client.discover()
  const checked = checkResponse(client, server, response, pending)
  if (!(checked instanceof URLSearchParams)) return checked
  const granted = await oauth.authorizationCodeGrantRequest(
    server,
    clientOf(client),
    oauth.None(),
    checked,
    client.redirectUri,
    pending.verifier,
    { ...requestOptions(server.issuer, client.fetch), additionalParameters: resourceOf(client) },
  )
  if (isRefusal(granted)) return { ok: false, reason: 'code_refused' }
  return { ok: true, tokens: tokensOf(await oauth.processAuthorizationCodeResponse(server, clientOf(client), granted)) }
}

/** Null when the refresh token is not (or no longer) good. Throws when the issuer does not answer as one. */
export async function refresh(client: OAuthClient, refreshToken: string): Promise<Tokens | null> {
  const server = await client.discover()
  const granted = await oauth.refreshTokenGrantRequest(server, clientOf(client), oauth.None(), refreshToken, {
    ...requestOptions(server.issuer, client.fetch),
    additionalParameters: resourceOf(client),
  })
  if (isRefusal(granted)) return null
  return tokensOf(await oauth.processRefreshTokenResponse(server, clientOf(client), granted))
}

/** Throws when the issuer does not answer. A token that the issuer does not know is as good as revoked. */
export async function revoke(client: OAuthClient, refreshToken: string): Promise<void> {
  const server = await client.discover()
  if (server.revocation_endpoint === undefined) return
  await oauth.revocationRequest(server, clientOf(client), oauth.None(), refreshToken, {
    ...requestOptions(server.issuer, client.fetch),
    additionalParameters: { token_type_hint: 'refresh_token' },
  })
}

function checkResponse(
  client: OAuthClient,
  server: oauth.AuthorizationServer,
  response: URLSearchParams,
  { state }: PendingCode,
): URLSearchParams | (CodeExchange & { ok: false }) {
  try {
    const checked = oauth.validateAuthResponse(server, clientOf(client), response, state)
    const [code = '', ...others] = checked.getAll('code')
    if (others.length > 0) return { ok: false, reason: 'not_requested' }
    return code === '' ? { ok: false, reason: 'no_code', error: 'no code came back' } : checked
  } catch (fault) {
    if (fault instanceof oauth.AuthorizationResponseError) return { ok: false, reason: 'no_code', error: fault.error }
    return { ok: false, reason: 'not_requested' }
  }
}

/** RFC 6749, section 5.2. Checked before the body is read, since not every issuer sends the body of that section. */
function isRefusal({ status }: Response): boolean {
  return status === 400 || status === 401
}

function tokensOf(response: oauth.TokenEndpointResponse): Tokens {
  return {
    accessToken: response.access_token,
    refreshToken: response.refresh_token ?? null,
    expiresInSeconds: response.expires_in ?? expiresInSecondsDefault,
  }
}

function clientOf({ clientId }: OAuthClient): oauth.Client {
  return { client_id: clientId }
}

function resourceOf({ resource }: OAuthClient): { resource?: string } {
  return resource === null ? {} : { resource }
}

type Request = { method: string; headers: Record<string, string>; body?: URLSearchParams | undefined }

/** Plain http is for a developer's machine alone: nobody stands between there. */
function requestOptions(issuer: string, fetch: Fetch) {
  const { protocol, hostname } = new URL(issuer)
  return {
    [oauth.allowInsecureRequests]: protocol === 'http:' && isLoopbackHost(hostname),
    [oauth.customFetch]: async (url: string, { method, headers, body }: Request) => {
      const response = await fetch(url, { method, headers, redirect: 'manual', ...(body && { body: body.toString() }) })
      if (response.status >= 500) throw new Error(`${new URL(url).pathname} answered ${response.status}`)
      return response
    },
  }
}
