// What of the authorization server can be reached, and what its metadata names.
import { describe, expect, test } from 'vitest'
import { identityApp } from '../../../src/identity/app.ts'
import { formRequest, openIdentityPorts, shopOrigin } from '../../support/identity-ports.ts'

function openApp() {
  const ports = openIdentityPorts()
  const app = identityApp(ports.ports)
  const send = async (method: string, path: string, headers: Record<string, string> = {}) =>
    app.fetch(new Request(`${shopOrigin}${path}`, { method, headers }))
  return { ...ports, app, send }
}

describe('the endpoints of the protocol', () => {
  test.each([
    ['GET', '/jwks'],
    ['GET', '/oauth2/authorize'],
    ['POST', '/oauth2/token'],
    ['POST', '/oauth2/revoke'],
    ['POST', '/oauth2/introspect'],
    ['GET', '/oauth2/userinfo'],
  ])('%s %s is answered by better-auth', async (method, path) => {
    const { send, calls, answers } = openApp()
    answers[path] = () => new Response('from better-auth', { status: 202 })
    const answer = await send(method, `/auth${path}?x=1`)
    expect([answer.status, await answer.text(), calls.length]).toEqual([202, 'from better-auth', 1])
  })

  test.each(['/jwks', '/oauth2/authorize', '/oauth2/userinfo'])('HEAD %s is answered as GET is', async (path) => {
    const { send, answers } = openApp()
    answers[path] = ({ method }) => new Response('from better-auth', { status: method === 'GET' ? 202 : 404 })
    const answer = await send('HEAD', `/auth${path}`)
    expect([answer.status, await answer.text()]).toEqual([202, ''])
  })

  test.each([
    ['POST', '/auth/sign-in/email'],
    ['POST', '/auth/sign-up/email'],
    ['GET', '/auth/get-session'],
    ['GET', '/auth/token'],
    ['POST', '/auth/admin/set-role'],
    ['POST', '/auth/oauth2/register'],
    ['GET', '/'],
  ])('%s %s does not exist, though better-auth may have it', async (method, path) => {
    const { send, calls } = openApp()
    expect([(await send(method, path)).status, calls]).toEqual([404, []])
  })

  test.each([
    ['POST', '/auth/jwks', 'GET, HEAD, OPTIONS'],
    ['GET', '/auth/oauth2/token', 'POST, OPTIONS'],
    ['DELETE', '/auth/sign-in', 'GET, HEAD, POST, OPTIONS'],
  ])('%s %s is not allowed, only %s', async (method, path, allow) => {
    const { send, calls } = openApp()
    const answer = await send(method, path)
    expect([answer.status, answer.headers.get('allow'), calls]).toEqual([405, allow, []])
    const options = await send('OPTIONS', path)
    expect([options.status, options.headers.get('allow')]).toEqual([204, allow])
  })

  test('a script is answered as a page is: by a redirect, where the protocol has one', async () => {
    const { send, calls } = openApp()
    await send('GET', '/auth/oauth2/authorize', { 'sec-fetch-mode': 'cors', cookie: 'a=b' })
    expect(calls[0]?.headers).toEqual({ cookie: 'a=b' })
  })
})

describe('the metadata', () => {
  const secrets = ['client_secret_basic']

  test.each(['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'])(
    '%s names what is offered and no more',
    async (path) => {
      const answer = await openApp().send('GET', path)
      expect(answer.headers.get('cache-control')).toBe('public, max-age=15')
      expect(await answer.json()).toEqual({
        issuer: shopOrigin,
        token_endpoint_auth_methods_supported: ['none', ...secrets],
        revocation_endpoint_auth_methods_supported: ['none', ...secrets],
        introspection_endpoint_auth_methods_supported: secrets,
      })
    },
  )
})

describe('the pages', () => {
  test.each(['/auth/sign-in', '/auth/sign-up', '/auth/sign-out', '/auth/forgot', '/auth/reset'])(
    '%s is shown without asking the authorization server',
    async (path) => {
      const { send, calls } = openApp()
      expect([(await send('GET', `${path}?client_id=c`)).status, calls]).toEqual([200, []])
    },
  )

  test('signing out ends the session and its cookies, and leads to the shop', async () => {
    const { app, answers, calls } = openApp()
    answers['/sign-out'] = () => Response.json({}, { headers: { 'set-cookie': 'session=; Max-Age=0' } })
    const answer = await app.fetch(formRequest('/auth/sign-out', {}, { cookie: 'session=1' }))
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/'])
    expect(answer.headers.getSetCookie()).toEqual(['session=; Max-Age=0'])
    expect(calls[0]?.headers['cookie']).toBe('session=1')
  })

  test('a problem is named in words, whatever the address says', async () => {
    const answer = await openApp().send('GET', '/auth/problem?error=<b>')
    const html = await answer.text()
    expect([answer.status, html.includes('<b>')]).toEqual([400, false])
    expect(html).toContain('do not understand')
  })

  test('a fault shows nothing of itself, and is logged', async () => {
    const { ports, logged } = openIdentityPorts()
    const open = () => Promise.reject(new Error('the database is down'))
    const forms = { 'application/json': 'application/problem+json', 'text/html': 'text/html; charset=utf-8' }
    for (const [accept, type] of Object.entries(forms)) {
      const request = new Request(`${shopOrigin}/auth/account`, { headers: { accept } })
      const answer = await identityApp({ ...ports, open }).fetch(request)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([503, type])
      expect(await answer.text()).not.toContain('the database')
    }
    expect(logged).toEqual(['request_failed', 'request_failed'])
  })
})
