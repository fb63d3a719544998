// Signs in at a running platform the way an application does: the authorization code flow with PKCE (RFC 7636).
import { createHash, randomBytes } from 'node:crypto'

/** The command line's own client, and a loopback address of which only the code in it matters (RFC 8252). */
export const cliClient = { clientId: 'homeappliance-cli', redirectUri: 'http://127.0.0.1:0/callback' }

/** The API that a token is for (RFC 8707). */
export const audience = 'urn:homeappliance:api'

/** The sign-in failed. The message is one line for the user. */
export class SignInError extends Error {}

/** Sign in with a password and return the access token, a JWT. Throws SignInError when that is not possible. */
export async function signIn(origin: string, email: string, password: string): Promise<string> {
  const verifier = randomBytes(32).toString('base64url')
  const state = randomBytes(16).toString('base64url')
  const authorize = new URL('/auth/oauth2/authorize', origin)
  authorize.search = new URLSearchParams({
    response_type: 'code',
    client_id: cliClient.clientId,
    redirect_uri: cliClient.redirectUri,
    scope: 'openid profile',
    resource: audience,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString()
  const signInForm = await redirectOf(authorize, {})
  const back = await redirectOf(signInForm, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ email, password }),
  })
  const code = back.searchParams.get('code')
  if (!code || back.searchParams.get('state') !== state) {
    throw new SignInError(`${origin} refused to sign in: ${back.searchParams.get('error') ?? 'no code came back'}`)
  }
  return exchange(origin, code, verifier)
}

async function exchange(origin: string, code: string, verifier: string): Promise<string> {
  const response = await reach(new URL('/auth/oauth2/token', origin), {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: cliClient.clientId,
      redirect_uri: cliClient.redirectUri,
      resource: audience,
      code,
      code_verifier: verifier,
    }),
  })
  const answer: unknown = await response.json()
  if (!response.ok || typeof answer !== 'object' || answer === null || !('access_token' in answer)) {
    throw new SignInError(`${origin} gave no token: HTTP ${response.status} ${JSON.stringify(answer)}`)
  }
  return String(answer.access_token)
}

/** Where a request is redirected to. */
async function redirectOf(url: URL, init: RequestInit): Promise<URL> {
  const response = await reach(url, { ...init, redirect: 'manual' })
  const location = response.headers.get('location')
  if (location !== null) return new URL(location, url)
  if (response.status === 401) throw new SignInError('The e-mail address or the password is not right.')
  throw new SignInError(`${url.origin}${url.pathname} answered HTTP ${response.status}. Is the shop running there?`)
}

async function reach(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch {
    throw new SignInError(`Nothing answers at ${url.origin}. Start the shop with "npm start".`)
  }
}
