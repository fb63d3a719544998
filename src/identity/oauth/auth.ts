// The authorization server: accounts and sessions, and OAuth 2.1 with access tokens as JWT (RFC 9068), by better-auth.
import { oauthProvider } from '@better-auth/oauth-provider'
import { type BetterAuthOptions, betterAuth, type GenericEndpointContext } from 'better-auth'
import { admin, type Jwk, jwt } from 'better-auth/plugins'
import * as z from 'zod'
import { hashPassword, passwordLengthMax, passwordLengthMin, verifyPassword } from '../accounts/password.ts'
import { accessControl, accountRoles } from '../accounts/roles.ts'
import { basePath } from '../base-path.ts'
import { scopes } from './clients.ts'
import { type KeyTimes, signingOrder } from './keys.ts'
import { hashClientSecret, systemScope } from './systems.ts'

export type AuthConfig = {
  database: NonNullable<BetterAuthOptions['database']>
  /** The issuer of the tokens and the address people see. */
  origin: string
  /** What the access tokens are for; an absolute URI (RFC 8707, section 2). */
  audience: string
  secret: string
  keyTimes: KeyTimes
  /** Send a person the link that sets a new password. */
  sendLink: (to: { name: string; email: string }, token: string) => Promise<void>
  /** Called with the account that has a new password by such a link. */
  recovered: (userId: string, email: string) => Promise<void>
}

/** How long an access token is good for: what is revoked stays usable for this long at most. */
const accessTokenSeconds = 15 * 60
/** A session, and the right to renew its tokens: after that, people sign in anew. */
const sessionSeconds = 30 * 24 * 3600
const resetLinkSeconds = 3600
/**
 * Two pages loaded at once may both refresh: the second gets the first one's answer instead of being taken for a thief.
 */
const refreshReplaySeconds = 30

export type Auth = ReturnType<typeof createAuth>

export function createAuth(config: AuthConfig) {
  return betterAuth(authOptions(config))
}

export function authOptions({ database, origin, audience, secret, keyTimes, sendLink, recovered }: AuthConfig) {
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
    advanced: { ipAddress: { ipAddressHeaders: ['cf-connecting-ip'] }, ...cookiesOf(origin) },
    onAPIError: { errorURL: `${origin}${basePath}/problem` },
    plugins: [
      admin({ ac: accessControl, roles: accountRoles, defaultRole: 'customer', adminRoles: ['ops'] }),
      jwt({
        disableSettingJwtHeader: true,
        jwks: {
          keyPairConfig: { alg: 'ES256' },
        },
        // The library's own rotation signs with a key at once, and gateways that have not seen it refuse its tokens.
        adapter: {
          getJwks: async ({ context }: GenericEndpointContext) =>
            signingOrder(await context.adapter.findMany<Jwk>({ model: 'jwks' }), keyTimes, Date.now()),
        },
        jwt: { issuer: origin, audience, expirationTime: `${accessTokenSeconds}s` },
      }),
      oauthProvider({
        loginPage: `${basePath}/sign-in`,
        consentPage: `${basePath}/problem`,
        signup: { page: `${basePath}/sign-up` },
        scopes: [...scopes, systemScope],
        grantTypes: ['authorization_code', 'refresh_token', 'client_credentials'],
        storeClientSecret: { hash: hashClientSecret },
        resources: [{ identifier: audience, name: 'The shop' }],
        enforcePerClientResources: false,
        accessTokenExpiresIn: accessTokenSeconds,
        idTokenExpiresIn: accessTokenSeconds,
        codeExpiresIn: 300,
        refreshTokenExpiresIn: sessionSeconds,
        refreshTokenReuseInterval: refreshReplaySeconds,
        // Clients are the platform's own (clients.ts), and the systems that ops add (systems.ts).
        clientPrivileges: () => false,
        resourcePrivileges: () => false,
        customAccessTokenClaims: ({ user, metadata }) => callerClaims(user ?? systemSchema.parse(metadata ?? {})),
      }),
    ],
  } satisfies BetterAuthOptions
}

/** Over https the cookies are this host's alone: one named `__Host-…` no other host of its site can lay. */
function cookiesOf(origin: string) {
  if (!origin.startsWith('https:')) return { cookiePrefix: 'identity' }
  // The library's own prefix for secure cookies, `__Secure-`, is not as strict.
  return { cookiePrefix: '__Host-identity', useSecureCookies: false, defaultCookieAttributes: { secure: true } }
}

const systemSchema = z.object({ role: z.string().optional(), name: z.string().optional() })

/** What the gateway needs to know of a person or a system beside the subject. */
function callerClaims({ role, name }: Record<string, unknown>) {
  return { role, name }
}
