// The authorization server: accounts and sessions, and OAuth 2.1 with access tokens as JWT (RFC 9068), by better-auth.
import { oauthProvider } from '@better-auth/oauth-provider'
import { type BetterAuthOptions, betterAuth, type GenericEndpointContext } from 'better-auth'
import { admin, type Jwk, jwt } from 'better-auth/plugins'
import * as z from 'zod'
import type { Log } from '../../platform/log.ts'
import type { Receiver } from '../accounts/notice.ts'
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
  /** The audience of the access tokens; an absolute URI (RFC 8707, section 2). */
  audience: string
  secret: string
  keyTimes: KeyTimes
  /** Send a person the link that sets a new password. */
  sendLink: (to: Receiver, token: string, request?: Request) => Promise<void>
  /** Called when such a link has set a new password. */
  recovered: (userId: string, email: string) => Promise<void>
  log: Log
}

/** The lifetime of an access token: after a revocation it can be used for this long at most. */
const accessTokenSeconds = 15 * 60
/** The lifetime of a session and of its refresh tokens: after that, people sign in again. */
const sessionSeconds = 30 * 24 * 3600
const resetLinkSeconds = 3600
/**
 * Two pages loaded at once may both refresh: the second gets the response of the first, and is not taken for a replay.
 */
const refreshReplaySeconds = 30

export type Auth = ReturnType<typeof createAuth>

export function createAuth(config: AuthConfig) {
  return betterAuth(authOptions(config))
}

export function authOptions({ database, origin, audience, secret, keyTimes, sendLink, recovered, log }: AuthConfig) {
  return {
    appName: 'homeappliance',
    baseURL: origin,
    basePath,
    secret,
    database,
    emailAndPassword: {
      enabled: true,
      // Our forms have the say, in code points. The library counts UTF-16 units, of which a code point has two at most.
      minPasswordLength: passwordLengthMin,
      maxPasswordLength: 2 * passwordLengthMax,
      password: { hash: hashPassword, verify: verifyPassword },
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: resetLinkSeconds,
      sendResetPassword: ({ user, token }, request) => sendLink(user, token, request),
      onPasswordReset: ({ user }) => recovered(user.id, user.email),
    },
    user: { additionalFields: { locale: ownField, zoneinfo: ownField, country: ownField } },
    databaseHooks: {
      user: { create: { before: async (_, call) => ({ data: { country: countryOf(call?.headers) } }) } },
    },
    session: { expiresIn: sessionSeconds },
    // Hashed: a reader of the database finds no link that works.
    verification: { storeIdentifier: { default: 'plain', overrides: { 'reset-password:': 'hashed' } } },
    // This endpoint would give a JWT to every session, outside of OAuth and its audience.
    disabledPaths: ['/token'],
    // Our own forms count tries in the database (login-throttle.ts).
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // A wrong password is an answer, not an event to log; and what is thrown is logged where it is caught.
    logger: {
      level: 'error',
      log: (_, message) => {
        if (message !== 'INTERNAL_SERVER_ERROR') log('auth_library_error', { message })
      },
    },
    advanced: { ipAddress: { ipAddressHeaders: ['cf-connecting-ip'] }, ...cookiesOf(origin) },
    onAPIError: { throw: true, errorURL: `${origin}${basePath}/problem` },
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
        m2mAccessTokenExpiresIn: accessTokenSeconds,
        idTokenExpiresIn: accessTokenSeconds,
        codeExpiresIn: 300,
        refreshTokenExpiresIn: sessionSeconds,
        refreshTokenReuseInterval: refreshReplaySeconds,
        // Clients are the shop's own (clients.ts), and the systems that ops add (systems.ts).
        clientPrivileges: () => false,
        resourcePrivileges: () => false,
        customAccessTokenClaims: ({ user, metadata }) => callerClaims(user ?? systemSchema.parse(metadata ?? {})),
      }),
    ],
  } satisfies BetterAuthOptions
}

/** Over https no other host of the site can set the cookies: their names begin with `__Host-`. */
function cookiesOf(origin: string) {
  if (!origin.startsWith('https:')) return { cookiePrefix: 'identity' }
  // The library's own prefix for secure cookies, `__Secure-`, is not as strict.
  return { cookiePrefix: '__Host-identity', useSecureCookies: false, defaultCookieAttributes: { secure: true } }
}

/** As the platform states it for the address of a request; null where it does not know. */
function countryOf(headers: Headers | undefined): string | null {
  const country = headers?.get('cf-ipcountry') ?? ''
  return /^[A-Z]{2}$/.test(country) && country !== 'XX' ? country : null
}

/** Set by our own forms alone. */
const ownField = { type: 'string', required: false, input: false } as const

const systemSchema = z.object({ role: z.string().optional(), name: z.string().optional() })

/** What the gateway needs to know of a person or a system, besides the subject. */
function callerClaims({ role, name, ...others }: Record<string, unknown>) {
  const known = ['locale', 'zoneinfo', 'country'].filter((claim) => others[claim])
  return { role, name, ...Object.fromEntries(known.map((claim) => [claim, others[claim]])) }
}
