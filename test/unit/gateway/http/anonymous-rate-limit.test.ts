// What is counted by address: which paths, by which limiter, and how a person's browser is told.
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { limitAnonymous, publicPaths } from '../../../../src/gateway/http/anonymous-rate-limit.ts'

/** Counts each call by limiter and key, and lets none through when `isFull`. */
function world(isFull = false) {
  const counted: string[] = []
  const limiter = (name: string) => ({
    async limit({ key }: { key: string }) {
      counted.push(`${name} ${key}`)
      return { success: !isFull }
    },
  })
  const env = { LIMIT_VISIT: limiter('visit'), LIMIT_SIGN_IN: limiter('signIn'), RATE_LIMITS: 'visit=9/10 signIn=1/60' }
  const app = new Hono()
  for (const path of publicPaths) app.use(path, limitAnonymous)
  app.all('*', (c) => c.text('open'))
  const send = (method: string, path: string, accept = '*/*') =>
    app.request(path, { method, headers: { 'cf-connecting-ip': '203.0.113.7', accept } }, env)
  return { send, counted }
}

test.each([
  ['GET', '/', 'visit'],
  ['GET', '/items', 'visit'],
  ['GET', '/items/7', 'visit'],
  ['GET', '/auth/sign-in', 'visit'],
  ['POST', '/auth/sign-in', 'signIn'],
  ['POST', '/auth/oauth2/token', 'signIn'],
  ['POST', '/sign-out', 'visit'],
  ['GET', '/.well-known/openid-configuration', 'visit'],
])('%s %s is counted once, as a %s', async (method, path, name) => {
  const { send, counted } = world()
  expect((await send(method, path)).status).toBe(200)
  expect(counted).toEqual([`${name} 203.0.113.7`])
})

test.each(['/livez', '/readyz', '/payments/webhooks/stripe', '/orders'])('%s is not counted here', async (path) => {
  const { send, counted } = world(true)
  expect((await send('POST', path)).status).toBe(200)
  expect(counted).toEqual([])
})

test('one too many is refused, to a browser by a page', async () => {
  const { send } = world(true)
  const answer = await send('POST', '/auth/sign-in')
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '60'])
  expect(await (await send('GET', '/', 'text/html')).text()).toContain('One moment, please')
})
