// The guard: it verifies the bearer token, finds the caller and checks the role against the authorization table.

import type { Context, MiddlewareHandler } from 'hono'
import {
  type Call,
  type GuardedCall,
  mayCall,
  needsActiveSession,
  type OpenCall,
  rowOf,
} from '../../contract/authorization.ts'
import type { Caller, Role } from '../../contract/caller.ts'
import { type Text, told } from '../../contract/language.ts'
import type { Gateway } from '../env.ts'
import { type ProblemInput, problem } from '../http/problems.ts'
import { callClassOf, limitAddress, limitCaller } from '../http/rate-limit.ts'
import { strictJson } from '../http/strict-json.ts'
import { isSessionActive } from './active-session.ts'
import type { VerifierOf } from './issuer.ts'
import { callerIn, type Grant, type TokenRefusal } from './verify.ts'

/** RFC 6750, section 2.1. */
const bearer = /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i

/** For a guarded call: its middleware, and its security in the OpenAPI document. */
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
    const { sessionId, endsAt } = authenticated.grant
    c.set('session', { sessionId, until: endsAt })
    const refusal = await strictJson(c, next)
    if (refusal instanceof Response) return refusal
    // No cache may keep a protected answer.
    c.res.headers.set('cache-control', 'no-store')
    return undefined
  }
}

export type Authentication = { ok: true; caller: Caller; grant: Grant } | { ok: false; fault: ProblemInput }

/** The caller, when the table allows the call. Throws UpstreamUnavailable when keys or session cannot be checked. */
export async function authenticate(
  c: Context<Gateway>,
  call: GuardedCall,
  verifierOf: VerifierOf,
): Promise<Authentication> {
  const token = tokenOf(c)
  if (token === undefined) {
    const tooMany = await limitAddress(c)
    return tooMany ? { ok: false, fault: tooMany } : refuse('token_missing', sendToken)
  }
  const verified = await verifierOf(c.env, c.req.url)(token)
  const tooMany = verified.ok
    ? await limitCaller(c, verified.caller, callClassOf(call, c.req.method))
    : await limitAddress(c)
  if (tooMany !== null) return { ok: false, fault: tooMany }
  if (!verified.ok) return refuse('token_invalid', refusalText[verified.reason])
  const caller = callerIn(verified, c)
  const { grant } = verified
  if (!mayCall(caller.role, call)) return refuse('role_not_allowed', notForRole(caller.role))
  if (needsActiveSession(call) && !(await isSessionActive(c.env, caller, grant))) {
    return refuse('token_invalid', sessionEnded)
  }
  return { ok: true, caller, grant }
}

/** The refusal when a public call is over its limit; null when it is not. A good token is counted, else the address. */
export async function limitVisitor(c: Context<Gateway>, verifierOf: VerifierOf): Promise<ProblemInput | null> {
  const token = tokenOf(c)
  const verified = token === undefined ? null : await verifierOf(c.env, c.req.url)(token).catch(() => null)
  return verified?.ok ? await limitCaller(c, verified.caller, 'read') : await limitAddress(c)
}

function tokenOf(c: Context): string | undefined {
  return bearer.exec(c.req.header('authorization') ?? '')?.[1]
}

function refuse(code: 'token_missing' | 'token_invalid' | 'role_not_allowed', text: Text): Authentication {
  return { ok: false, fault: { code, ...told(text) } }
}

const sendToken: Text = {
  en: 'Send an access token: "Authorization: Bearer …".',
  ko: '액세스 토큰을 보내 주세요: "Authorization: Bearer …".',
}
const sessionEnded: Text = {
  en: 'The session behind this token has ended: sign in again.',
  ko: '이 토큰의 세션이 끝났습니다. 다시 로그인해 주세요.',
}

function notForRole(role: Role): Text {
  return { en: `This is not for the role "${role}".`, ko: `"${role}" 역할은 사용할 수 없습니다.` }
}

/** What is wrong with a token, for the sender to read. */
const refusalText: Record<TokenRefusal, Text> = {
  malformed: {
    en: 'The access token is not a JWT that can be read.',
    ko: '액세스 토큰이 읽을 수 있는 JWT가 아닙니다.',
  },
  algorithm_not_allowed: {
    en: 'The access token is signed with an algorithm that is not accepted.',
    ko: '허용되지 않는 알고리즘으로 서명된 액세스 토큰입니다.',
  },
  unknown_key: {
    en: 'The access token is signed with a key that its issuer does not publish.',
    ko: '발급자가 공개하지 않은 키로 서명된 액세스 토큰입니다.',
  },
  bad_signature: {
    en: 'The signature of the access token is not right.',
    ko: '액세스 토큰의 서명이 올바르지 않습니다.',
  },
  expired: {
    en: 'The access token has expired: sign in again.',
    ko: '액세스 토큰이 만료되었습니다. 다시 로그인해 주세요.',
  },
  claim_wrong: {
    en: 'The access token was issued by someone else, or for something else.',
    ko: '다른 곳에서, 또는 다른 용도로 발급된 액세스 토큰입니다.',
  },
  no_role: {
    en: 'The access token names no role of this shop.',
    ko: '액세스 토큰에 이 쇼핑몰의 역할이 없습니다.',
  },
}
