// The door: a bearer token, verified, becomes the caller; the table says whether that role may make this call.
import type { MiddlewareHandler } from 'hono'
import type { Caller } from '../contract/caller.ts'
import type { Gateway, GatewayEnv } from './env.ts'
import { mayCall, type Permission } from './permissions.ts'
import { problem } from './problems.ts'
import { reach } from './reach.ts'

/** The verified caller behind a bearer token, or why there is none. Throws when the issuer's keys cannot be had. */
export type Verify = (token: string) => Promise<{ ok: true; caller: Caller } | { ok: false; reason: string }>

/** RFC 6750, section 2.1. */
const bearer = /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i

export type VerifierOf = (env: GatewayEnv, requestUrl: string) => Verify

/** A call behind the door: its middleware, and its security as the OpenAPI document states it. */
export type Door = ReturnType<typeof door>

export function door(verifierOf: VerifierOf) {
  return (permission: Permission) => ({
    middleware: allow(permission, verifierOf),
    security: [{ bearer: [] }],
  })
}

function allow(permission: Permission, verifierOf: VerifierOf): MiddlewareHandler<Gateway> {
  return async (c, next) => {
    const token = bearer.exec(c.req.header('authorization') ?? '')?.[1]
    if (token === undefined) {
      return problem(c, { code: 'token_missing', detail: 'Send an access token: "Authorization: Bearer …".' })
    }
    const verified = await reach('identity', () => verifierOf(c.env, c.req.url)(token))
    if (!verified.ok) return problem(c, { code: 'token_invalid', detail: verified.reason })
    if (!mayCall(verified.caller.role, permission)) {
      return problem(c, { code: 'role_not_allowed', detail: `This is not for the role "${verified.caller.role}".` })
    }
    c.set('caller', verified.caller)
    return await next()
  }
}
