// Tokens at the authorization server: asked about, given back, and read as claims. No token, of whatever form, is taken
// for a fault of the server.
import { generateKeyPair, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { issuer, openAuthorizationServer } from '../../support/authorization-server.ts'

const server = await openAuthorizationServer()
const { ask, code, exchange } = server
const client = { client_id: 'homeappliance-cli' }

async function tokens(): Promise<Record<'access_token' | 'refresh_token' | 'id_token', string>> {
  const {
    access_token = '',
    refresh_token = '',
    id_token = '',
  } = (await exchange({ code: await code({ scope: 'openid profile offline_access' }) })).body
  return { access_token, refresh_token, id_token }
}

/** A token that only looks like one of ours: another signature, another issuer's key, or no JWT at all. */
async function strangeTokens(): Promise<string[]> {
  const { privateKey } = await generateKeyPair('ES256')
  const jwt = new SignJWT({ scope: 'openid' }).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'another' })
  const foreign = await jwt.setIssuer(issuer).setExpirationTime('1m').sign(privateKey)
  return ['unknown', 'a.b.c', foreign, `${(await tokens()).access_token.slice(0, -8)}AAAAAAAA`]
}

describe('the claims of a person', () => {
  const path = '/auth/oauth2/userinfo'
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

  test('are given by GET and POST, for a token in the header or in a form', async () => {
    const { access_token } = await tokens()
    for (const answer of [
      await ask('GET', path, bearer(access_token)),
      await ask('POST', path, bearer(access_token), {}),
      await ask('POST', path, bearer(access_token)),
      await ask('POST', path, {}, { access_token }),
    ]) {
      expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ name: 'Kang' })])
    }
  })

  test('are refused with a challenge, which names no error when there was no token (RFC 6750, section 3)', async () => {
    for (const method of ['GET', 'POST']) {
      const without = await ask(method, path)
      expect([without.status, without.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    }
    for (const token of await strangeTokens()) {
      for (const answer of [
        await ask('GET', path, bearer(token)),
        await ask('POST', path, {}, { access_token: token }),
      ]) {
        expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
          401,
          expect.stringContaining('error="invalid_token"'),
        ])
      }
    }
  })

  test('are not for a token without the scope openid', async () => {
    const { access_token = '' } = (await exchange({ code: await code({ scope: 'profile' }) })).body
    const answer = await ask('GET', path, bearer(access_token))
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
      403,
      expect.stringContaining('error="insufficient_scope"'),
    ])
  })
})

describe('giving a token back (RFC 7009)', () => {
  const revoke = async (token: string, more: Record<string, string> = {}) =>
    ask('POST', '/auth/oauth2/revoke', {}, { token, ...client, ...more })

  test('is done for a token that is valid, revoked already, unknown, or was never ours, whatever the hint', async () => {
    const { refresh_token } = await tokens()
    for (const token of [refresh_token, refresh_token, ...(await strangeTokens())]) {
      expect((await revoke(token)).status).toBe(200)
      for (const token_type_hint of ['access_token', 'refresh_token', 'odd']) {
        expect([token, token_type_hint, (await revoke(token, { token_type_hint })).status]).toEqual([
          token,
          token_type_hint,
          200,
        ])
      }
    }
    expect(await exchange({ grant_type: 'refresh_token', refresh_token })).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    })
  })

  test('is refused for a token that cannot be, without a token, and to who does not say which client it is', async () => {
    const { access_token } = await tokens()
    const refused = async (answer: Response) => [answer.status, ((await answer.json()) as { error: string }).error]
    expect(await refused(await revoke(access_token))).toEqual([400, 'unsupported_token_type'])
    expect(await refused(await revoke(''))).toEqual([400, 'invalid_request'])
    expect((await ask('POST', '/auth/oauth2/revoke', {}, { token: 'unknown' })).status).toBe(401)
  })
})

test('asked about a strange token, it says that the token is not active (RFC 7662, section 2.2)', async () => {
  const { clientId, clientSecret } = await server.addSystem()
  const basic = { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` }
  for (const token of await strangeTokens()) {
    const answer = await ask('POST', '/auth/oauth2/introspect', basic, { token })
    expect([answer.status, await answer.json()]).toEqual([200, { active: false }])
  }
  expect(server.logged).not.toContainEqual(expect.objectContaining({ event: 'request_failed' }))
})
