// The door: a bearer token, verified, becomes the caller; the table says whether that role may make this call.
import type { Context, MiddlewareHandler } from 'hono'
import {
  type Call,
  type GuardedCall,
  mayCall,
  needsActiveSession,
  type OpenCall,
  rowOf,
} from '../../contract/authorization.ts'
import type { Caller } from '../../contract/caller.ts'
import type { Gateway } from '../env.ts'
import { type ProblemInput, problem } from '../http/problems.ts'
import { callClassOf, tooManyFrom, tooManyOf } from '../http/rate-limit.ts'
import { strictJson } from '../http/strict-json.ts'
import { isSessionActive } from './active-session.ts'
import type { VerifierOf } from './issuer.ts'
import type { TokenRefusal } from './verify.ts'

/** RFC 6750, section 2.1. */
const bearer = /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i

/** A call behind the door: its middleware, and what the OpenAPI document says about it. */
export type Guard = ReturnType<typeof guard>

export function guard(verifierOf: VerifierOf) {
  return (call: GuardedCall) => ({ middleware: allow(call, verifierOf), ...described(call) })
}

/** A call that is open to anyone. */
export function publicRoute(call: OpenCall) {
  return described(call)
}

/** OpenAPI 3.1, section 4.8.30: for a bearer scheme the list names the roles. */
export function described(call: Call) {
  const { roles, ownership } = rowOf(call)
  return { operationId: call, security: roles === 'anyone' ? [] : [{ bearer: [...roles] }], 'x-whose': ownership }
}

function allow(call: GuardedCall, verifierOf: VerifierOf): MiddlewareHandler<Gateway> {
  return async (c, next) => {
    const authenticated = await authenticate(c, call, verifierOf)
    if (!authenticated.ok) return problem(c, authenticated.fault)
    c.set('caller', authenticated.caller)
    const refusal = await strictJson(c, next)
    if (refusal instanceof Response) return refusal
    // What somebody was let in to see is for no cache to keep.
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store')
    return undefined
  }
}

export type Authentication = { ok: true; caller: Caller } | { ok: false; fault: ProblemInput }

/** Who makes the call, when the table lets them. Throws ContextUnavailable when that cannot be found out just now. */
export async function authenticate(
  c: Context<Gateway>,
  call: GuardedCall,
  verifierOf: VerifierOf,
): Promise<Authentication> {
  const token = tokenOf(c)
  if (token === undefined) {
    const over = await tooManyFrom(c)
    return over
      ? { ok: false, fault: over }
      : refuse('token_missing', 'Send an access token: "Authorization: Bearer …".')
  }
  const verified = await verifierOf(c.env, c.req.url)(token)
  const over = verified.ok ? await tooManyOf(c, verified.caller, callClassOf(call, c.req.method)) : await tooManyFrom(c)
  if (over !== null) return { ok: false, fault: over }
  if (!verified.ok) return refuse('token_invalid', refusalText[verified.reason])
  const { caller, grant } = verified
  if (!mayCall(caller.role, call)) return refuse('role_not_allowed', `This is not for the role "${caller.role}".`)
  if (needsActiveSession(call) && !(await isSessionActive(c.env, caller, grant))) {
    return refuse('token_invalid', 'The session behind this token has ended: sign in again.')
  }
  return { ok: true, caller }
}

/** The refusal of a visit that is one too many, for its caller when it shows a good token, else from its address. */
export async function tooManyAnonymous(c: Context<Gateway>, verifierOf: VerifierOf): Promise<ProblemInput | null> {
  const token = tokenOf(c)
  const verified = token === undefined ? null : await verifierOf(c.env, c.req.url)(token).catch(() => null)
  return verified?.ok ? await tooManyOf(c, verified.caller, 'read') : await tooManyFrom(c)
}

function tokenOf(c: Context): string | undefined {
  return bearer.exec(c.req.header('authorization') ?? '')?.[1]
}

function refuse(code: 'token_missing' | 'token_invalid' | 'role_not_allowed', detail: string): Authentication {
  return { ok: false, fault: { code, detail } }
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
