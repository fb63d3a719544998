// The door: a bearer token, verified, becomes the caller; the table says whether that role may make this call.
import type { MiddlewareHandler } from 'hono'
import type { Gateway } from './env.ts'
import type { VerifierOf } from './issuer.ts'
import { strictJson } from './json.ts'
import { callClassOf, tooManyFrom, tooManyOf } from './limits.ts'
import { mayCall, type Permission } from './permissions.ts'
import { problem } from './problems.ts'
import { reach } from './reach.ts'
import { isJudgedAtOnce, stillStands } from './standing.ts'
import type { TokenRefusal } from './verify.ts'

/** RFC 6750, section 2.1. */
const bearer = /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i

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
      const over = await tooManyFrom(c)
      return over ?? problem(c, { code: 'token_missing', detail: 'Send an access token: "Authorization: Bearer …".' })
    }
    const verified = await reach('identity', () => verifierOf(c.env, c.req.url)(token))
    const over = verified.ok
      ? await tooManyOf(c, verified.caller, callClassOf(permission, c.req.method))
      : await tooManyFrom(c)
    if (over !== null) return over
    if (!verified.ok) return problem(c, { code: 'token_invalid', detail: refusalText[verified.reason] })
    if (!mayCall(verified.caller.role, permission)) {
      return problem(c, { code: 'role_not_allowed', detail: `This is not for the role "${verified.caller.role}".` })
    }
    if (isJudgedAtOnce(permission) && !(await stillStands(c.env, verified.caller, verified.session))) {
      return problem(c, { code: 'token_invalid', detail: 'The session behind this token has ended: sign in again.' })
    }
    c.set('caller', verified.caller)
    return await strictJson(c, next)
  }
}

/** What is wrong with a token, in words for whoever sent it. */
const refusalText: Record<TokenRefusal, string> = {
  malformed: 'The access token is not a JWT that can be read.',
  algorithm_not_allowed: 'The access token is signed with an algorithm that is not accepted.',
  unknown_key: 'The access token is signed with a key that its issuer does not publish.',
  bad_signature: 'The signature of the access token is not right.',
  expired: 'The access token has expired: sign in again.',
  claim_wrong: 'The access token was issued by someone else, or for something else.',
  no_role: 'The access token names no role of this shop.',
}
