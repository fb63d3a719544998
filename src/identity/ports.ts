// What the pages of identity need from outside: the authorization server, its database, the clock and the log.
import type { Database } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'

/** The part of better-auth that the pages call. */
export type AuthServer = {
  handler(request: Request): Promise<Response>
  api: {
    getSession(options: { headers: Headers; query: { disableRefresh: true } }): Promise<AuthSession | null>
    getOpenIdConfig(): Promise<object>
    getOAuthServerConfig(): Promise<object>
  }
}

export type AuthSession = {
  user: {
    id: string
    name: string
    email: string
    role?: string | null | undefined
    locale?: string | null | undefined
    zoneinfo?: string | null | undefined
  }
  session: { id: string }
}

/** The server, opened for the origin of a request. */
export type OpenServer = { auth: AuthServer; origin: string; secret: string; db: Database }

/** Throws when the configuration or the database is at fault. */
export type Open = (requestUrl: string) => Promise<OpenServer>

export type IdentityPorts = {
  open: Open
  /** Let work continue after the response. */
  waitUntil: (work: Promise<unknown>) => void
  now: () => number
  log: Log
}
