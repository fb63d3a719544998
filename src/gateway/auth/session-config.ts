// The browser's session by the gateway's variables: with the embedded authorization server, or another issuer.
import { withTimeout } from '../../platform/timeout.ts'
import { configOf, type GatewayVars } from '../config.ts'
import type { GatewayEnv } from '../env.ts'
import { callContext } from '../http/call-context.ts'
import { issuerOf } from './issuer.ts'
import { discovery, type Fetch } from './oauth-client.ts'
import type { SessionConfig } from './session.ts'

type SessionEnv = GatewayVars & Pick<GatewayEnv, 'IDENTITY'>

/** Throws RangeError when there is no issuer. */
export function sessionConfig(env: SessionEnv, requestUrl: string): SessionConfig {
  const { origin } = new URL(requestUrl)
  const config = configOf(env)
  const issuer = issuerOf(config.ISSUER, requestUrl)
  const embedded = config.JWKS_URL === ''
  const reach: Fetch = (url, init) =>
    callContext('identity', () => (embedded ? env.IDENTITY.fetch(url, init) : fetch(url, init)))
  return {
    origin,
    issuer,
    clientId: config.CLIENT_ID,
    redirectUri: `${origin}/signed-in`,
    scope: 'openid profile offline_access',
    resource: config.AUDIENCE,
    discover: () => callContext('identity', () => discover(issuer, reach)),
    fetch: reach,
    // The embedded server has a sign-out page, and no end_session_endpoint.
    signOutUrl: embedded ? `${issuer}/auth/sign-out` : config.SIGN_OUT_URL || null,
  }
}

/** No page waits longer for its policy. */
const metadataMsMax = 1000

/**
 * The other origins to which a form of the shop's pages can lead: to sign in when the session has ended, and to sign
 * out. While the issuer does not say where, its own.
 */
export async function signInOrigins({ origin, issuer, signOutUrl, discover }: SessionConfig): Promise<string[]> {
  const server = await withTimeout(metadataMsMax, discover()).catch(() => null)
  const addresses = [issuer, server?.authorization_endpoint, signOutUrl ?? server?.end_session_endpoint]
  const origins = addresses.flatMap((address) => (address === undefined ? [] : [new URL(address).origin]))
  return [...new Set(origins)].filter((other) => other !== origin)
}

/** Cached by the isolate, so that not every sign-in and renewal reads it. */
const discover = discovery(Date.now)
