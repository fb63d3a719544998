// Calls that are open to anyone, counted by the address they come from.
import type { MiddlewareHandler } from 'hono'
import { tooManyFrom } from './rate-limit.ts'
import { refuse } from './refuse.ts'

/** What is open to anyone. Health is not counted, nor are webhooks: their senders sign, and send many at once. */
export const publicPaths = [
  '/',
  '/items/*',
  '/auth/*',
  '/.well-known/*',
  '/sign-in',
  '/signed-in',
  '/sign-out',
] as const

export const limitAnonymous: MiddlewareHandler = async (c, next) => {
  const isSignIn = c.req.method === 'POST' && c.req.path.startsWith('/auth/')
  const over = await tooManyFrom(c, isSignIn ? 'signIn' : 'visit')
  return over === null ? await next() : refuse(c, over)
}
