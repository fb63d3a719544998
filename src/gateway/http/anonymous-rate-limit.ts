// The rate limit of public calls, counted by address.
import type { MiddlewareHandler } from 'hono'
import { limitAddress } from './rate-limit.ts'
import { refuse } from './refuse.ts'

/** The public paths. Not health, and not webhooks: their senders sign them, and send many at once. */
export const publicPaths = [
  '/',
  '/items/*',
  '/shop/*',
  '/auth/*',
  '/.well-known/*',
  '/sign-in',
  '/signed-in',
  '/sign-out',
  '/language',
] as const

export const limitAnonymous: MiddlewareHandler = async (c, next) => {
  const isSignIn = c.req.method === 'POST' && c.req.path.startsWith('/auth/')
  const tooMany = await limitAddress(c, isSignIn ? 'signIn' : 'visit')
  return tooMany === null ? await next() : refuse(c, tooMany)
}
