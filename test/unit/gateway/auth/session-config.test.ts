// Where the forms of the pages may lead, by the metadata of the issuer.
import { expect, test } from 'vitest'
import type { SessionConfig } from '../../../../src/gateway/auth/session.ts'
import { sessionConfig, signInOrigins } from '../../../../src/gateway/auth/session-config.ts'

const url = 'https://shop.example/mypage'
const env = {
  ISSUER: 'https://login.example/realm',
  JWKS_URL: 'https://login.example/jwks',
  AUDIENCE: 'urn:shop',
  CLIENT_ID: 'shop-pages',
  SIGN_OUT_URL: '',
  IDENTITY: { fetch: () => Promise.reject(new Error('not asked')) },
}
const metadata = {
  issuer: env.ISSUER,
  authorization_endpoint: 'https://accounts.example/authorize',
  end_session_endpoint: 'https://bye.example/out',
}
const answering = (changes: Partial<SessionConfig> = {}): SessionConfig => ({
  ...sessionConfig(env, url),
  discover: async () => metadata,
  ...changes,
})

test('an issuer elsewhere: its own origin, and those of its endpoints', async () => {
  const all = ['https://login.example', 'https://accounts.example', 'https://bye.example']
  expect(await signInOrigins(answering())).toEqual(all)
  const signOutUrl = 'https://login.example/leave'
  expect(await signInOrigins(answering({ signOutUrl }))).toEqual(all.slice(0, 2))
})

test.each<[string, SessionConfig['discover']]>([
  ['does not answer', () => new Promise(() => {})],
  ['is down', () => Promise.reject(new Error('down'))],
])('an issuer that %s: its own origin', async (_, discover) => {
  expect(await signInOrigins(answering({ discover }))).toEqual(['https://login.example'])
})

test('the embedded one has the shop’s origin, and adds none', async () => {
  const embedded = sessionConfig({ ...env, ISSUER: 'https://shop.example', JWKS_URL: '' }, url)
  expect(await signInOrigins(embedded)).toEqual([])
})
