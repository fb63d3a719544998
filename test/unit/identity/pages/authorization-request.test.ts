// The sign-in page, opened by who is signed in already: it goes on, unless a client asks for a new sign-in.
import { expect, test } from 'vitest'
import { identityApp } from '../../../../src/identity/app.ts'
import { authorizationOf, isStillSigned } from '../../../../src/identity/pages/authorization-request.ts'
import { openIdentityPorts, shopOrigin } from '../../../support/identity-ports.ts'

const kang = { user: { id: 'usr_1', name: 'Kang', email: 'kang@example.com' }, session: { id: 'ses_1' } }
const again = '/auth/oauth2/authorize?client_id=c&state=s'

async function opened(path: string, who: typeof kang | null) {
  const { ports, signedIn } = openIdentityPorts()
  signedIn.session = who
  const answer = await identityApp(ports).request(`${shopOrigin}${path}`, { headers: { cookie: 'session=1' } })
  return [answer.status, answer.headers.get('location')]
}

test.each([
  ['/auth/sign-in?client_id=c&state=s&exp=1&sig=x', [303, again]],
  ['/auth/sign-up?client_id=c&state=s&exp=1&sig=x', [303, again]],
  ['/auth/sign-in', [303, '/sign-in']],
  ['/auth/sign-in?client_id=c&prompt=login', [200, null]],
  ['/auth/sign-up?client_id=c&prompt=create', [200, null]],
  ['/auth/sign-in?client_id=c&max_age=60', [200, null]],
])('%s, opened by who is signed in', async (path, answer) => {
  expect(await opened(path, kang)).toEqual(answer)
  expect(await opened(path, null)).toEqual([200, null])
})

test('the signature counts while it outlives the call', () => {
  expect([1_011, 1_010, 0].map((exp) => isStillSigned(`?exp=${exp}`, 1_000_000))).toEqual([true, false, false])
  expect(isStillSigned('', 1_000_000)).toBe(false)
})

test('a request that names no client begins at the shop', () => {
  expect([authorizationOf(''), authorizationOf('?exp=1&sig=x')]).toEqual(['/sign-in', '/sign-in'])
})
