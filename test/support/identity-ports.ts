// The ports of identity's pages: the real schema in SQLite, a clock to set, and an authorization server whose answers a
// test gives, in place of the whole of better-auth.
import type { AuthSession, IdentityPorts } from '../../src/identity/ports.ts'
import { openDatabase } from './sqlite.ts'

export const shopOrigin = 'https://shop.example'

/** What the pages asked of the authorization server. */
export type AuthCall = { path: string; body: unknown; headers: Record<string, string> }

export function openIdentityPorts() {
  const db = openDatabase('identity')
  const clock = { now: Date.parse('2026-11-02T12:00:00.000Z') }
  const calls: AuthCall[] = []
  const logged: string[] = []
  const work: Promise<unknown>[] = []
  /** The next answers, by the path under the base path; any other is an error of the server. */
  const answers: Record<string, (request: Request) => Response> = {}
  const signedIn: { session: AuthSession | null } = { session: null }
  const ports: IdentityPorts = {
    open: async () => ({
      auth: {
        async handler(request) {
          const path = new URL(request.url).pathname.replace('/auth', '')
          const text = await request.text()
          calls.push({
            path,
            body: text === '' ? null : JSON.parse(text),
            headers: Object.fromEntries(request.headers),
          })
          return answers[path]?.(request) ?? Response.json({ code: 'NO_ANSWER' }, { status: 500 })
        },
        api: {
          getSession: async () => signedIn.session,
          getOpenIdConfig: async () => ({ issuer: shopOrigin, end_session_endpoint: 'not offered' }),
          getOAuthServerConfig: async () => ({ issuer: shopOrigin, dpop_signing_alg_values_supported: ['ES256'] }),
        },
      },
      origin: shopOrigin,
      secret: 'a secret of the tests',
      db,
    }),
    waitUntil: (promise) => void work.push(promise),
    now: () => clock.now,
    log: (event) => void logged.push(event),
  }
  return { db, clock, calls, logged, work, answers, signedIn, ports }
}

/** A form, posted by a page of the shop itself unless `headers` say otherwise. */
export function formRequest(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const sent = { origin: shopOrigin, 'cf-connecting-ip': '203.0.113.7', ...headers }
  return new Request(`${shopOrigin}${path}`, { method: 'POST', headers: sent, body: new URLSearchParams(fields) })
}
