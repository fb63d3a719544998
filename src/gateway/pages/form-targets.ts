// Where the forms of the pages may lead. Browsers hold a form's redirects to the page's policy too.
import type { MiddlewareHandler } from 'hono'
import { sessionConfig, signInOrigins } from '../auth/session-config.ts'
import { configOf } from '../config.ts'
import type { Gateway } from '../env.ts'

const ownFormsOnly = `form-action 'self'`

/** With an issuer of another origin: a page's forms may lead there, to sign in and out (CSP level 3, form-action). */
export const allowIssuer: MiddlewareHandler<Gateway> = async (c, next) => {
  await next()
  if (configOf(c.env).JWKS_URL === '') return
  const policy = c.res.headers.get('content-security-policy') ?? ''
  if (!policy.includes(ownFormsOnly)) return
  const origins = await signInOrigins(sessionConfig(c.env, c.req.url))
  c.res.headers.set('content-security-policy', policy.replace(ownFormsOnly, [ownFormsOnly, ...origins].join(' ')))
}
