// The authorization server: accounts and sessions, and OAuth 2.1 with access tokens as JWT (RFC 9068), by better-auth.
import { oauthProvider } from '@better-auth/oauth-provider'
import { type BetterAuthOptions, betterAuth } from 'better-auth'
import { admin, jwt } from 'better-auth/plugins'
import { scopes } from './clients.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { accessControl, accountRoles } from './roles.ts'

export type AuthConfig = {
  database: NonNullable<BetterAuthOptions['database']>
  /** The issuer of the tokens and the address people see. */
  origin: string
  /** What the access tokens are for; an absolute URI (RFC 8707, section 2). */
  audience: string
  secret: string
  /** Send a person the link that sets a new password. */
  sendLink: (to: { name: string; email: string }, token: string) => Promise<void>
  /** Called with the account that has a new password by such a link. */
  recovered: (userId: string, email: string) => Promise<void>
}

export const basePath = '/auth'

/** How long an access token is good for: what is revoked stays usable for this long at most. */
const accessTokenSeconds = 15 * 60
/** A session, and the right to renew its tokens: after that, people sign in anew. */
const sessionSeconds = 30 * 24 * 3600
const resetLinkSeconds = 3600
const signingKeySeconds = 90 * 24 * 3600
/** A retired key stays published well beyond the life of the last token it signed. */
const retiredKeySeconds = 24 * 3600
/**
 * Two pages loaded at once may both refresh: the second gets the first one's answer instead of being taken for a thief.
 */
const refreshReplaySeconds = 30

export const passwordLengthMin = 10
export const passwordLengthMax = 128

export type Auth = ReturnType<typeof createAuth>

export function createAuth(config: AuthConfig) {
  return betterAuth(authOptions(config))
}

export function authOptions({ database, origin, audience, secret, sendLink, recovered }: AuthConfig) {
  return {
    appName: 'homeappliance',
    baseURL: origin,
    basePath,
    secret,
    database,
    emailAndPassword: {
      enabled: true,
      minPasswordLength: passwordLengthMin,
      maxPasswordLength: passwordLengthMax,
      password: { hash: hashPassword, verify: verifyPassword },
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: resetLinkSeconds,
      sendResetPassword: ({ user, token }) => sendLink(user, token),
      onPasswordReset: ({ user }) => recovered(user.id, user.email),
    },
    session: { expiresIn: sessionSeconds },
    // Who reads the database finds no link in it that still works.
    verification: { storeIdentifier: { default: 'plain', overrides: { 'reset-password:': 'hashed' } } },
    // This endpoint would hand out a JWT for a mere session, outside of OAuth and its audience.
    disabledPaths: ['/token'],
    // Our own forms count their tries in the database (attempts.ts).
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // A wrong password is an answer, not a happening.
    logger: { level: 'error', disableColors: true },
    advanced: { ipAddress: { ipAddressHeaders: ['cf-connecting-ip'] } },
    onAPIError: { errorURL: `${origin}${basePath}/problem` },
    plugins: [
      admin({ ac: accessControl, roles: accountRoles, defaultRole: 'customer', adminRoles: ['ops'] }),
      jwt({
        disableSettingJwtHeader: true,
        jwks: {
          keyPairConfig: { alg: 'ES256' },
          rotationInterval: signingKeySeconds,
          gracePeriod: retiredKeySeconds,
        },
        jwt: { issuer: origin, audience, expirationTime: `${accessTokenSeconds}s` },
      }),
      oauthProvider({
        loginPage: `${basePath}/sign-in`,
        consentPage: `${basePath}/problem`,
        signup: { page: `${basePath}/sign-up` },
        scopes,
        grantTypes: ['authorization_code', 'refresh_token'],
        resources: [{ identifier: audience, name: 'The shop' }],
        enforcePerClientResources: false,
        accessTokenExpiresIn: accessTokenSeconds,
        idTokenExpiresIn: accessTokenSeconds,
        codeExpiresIn: 300,
        refreshTokenExpiresIn: sessionSeconds,
        refreshTokenReuseInterval: refreshReplaySeconds,
        // The platform's own clients are the only ones for now.
        clientPrivileges: () => false,
        resourcePrivileges: () => false,
        customAccessTokenClaims: ({ user }) => callerClaims(user),
      }),
    ],
  } satisfies BetterAuthOptions
}

/** What the gateway needs to know of a person beside the subject. */
function callerClaims(user: ({ name: string } & Record<string, unknown>) | null | undefined) {
  if (!user) return {}
  const { role, name } = user
  return { role, name }
}
