// The token endpoint as a public client uses it (RFC 6749, RFC 7636, RFC 7009), of any issuer.
import * as z from 'zod'

export type TokenClient = {
  clientId: string
  tokenUrl: string
  /** Where a refresh token is made worthless; null when the issuer has no such place. */
  revokeUrl: string | null
  /** The audience asked for (RFC 8707); null for an issuer that decides by itself. */
  resource: string | null
  fetch: (url: string, init: RequestInit) => Promise<Response>
}

export type Tokens = { accessToken: string; refreshToken: string | null; expiresInSeconds: number }

const answerSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.number().positive().default(60),
})

/** Null when the code is not (or no longer) good. Throws when the issuer does not answer as one. */
export function exchangeCode(client: TokenClient, code: string, redirectUri: string, verifier: string) {
  return ask(client, { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier })
}

/** Null when the refresh token is not (or no longer) good. Throws when the issuer does not answer as one. */
export function refresh(client: TokenClient, refreshToken: string) {
  return ask(client, { grant_type: 'refresh_token', refresh_token: refreshToken })
}

/** Throws when the issuer does not answer. A token it does not know is as good as revoked. */
export async function revoke(client: TokenClient, refreshToken: string): Promise<void> {
  if (client.revokeUrl === null) return
  const form = { client_id: client.clientId, token: refreshToken, token_type_hint: 'refresh_token' }
  const response = await client.fetch(client.revokeUrl, post(form))
  if (response.status >= 500) throw new Error(`the revocation endpoint answered ${response.status}`)
}

async function ask(client: TokenClient, grant: Record<string, string>): Promise<Tokens | null> {
  const resource = client.resource === null ? {} : { resource: client.resource }
  const response = await client.fetch(client.tokenUrl, post({ client_id: client.clientId, ...resource, ...grant }))
  if (response.status === 400 || response.status === 401) return null
  if (!response.ok) throw new Error(`the token endpoint answered ${response.status}`)
  const answer = answerSchema.parse(await response.json())
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token ?? null,
    expiresInSeconds: answer.expires_in,
  }
}

function post(form: Record<string, string>): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams(form).toString(),
  }
}
