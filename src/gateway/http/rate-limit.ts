// How many calls each caller, and each address without one, may make: counted by the platform's rate limiter, which
// counts in each of its places by itself and only tells whether there is room.
import type { Context } from 'hono'
import type { Call } from '../../contract/authorization.ts'
import type { Caller } from '../../contract/caller.ts'
import { addressOf } from '../../platform/address.ts'
import { contextLog, describeFault } from '../../platform/log.ts'
import { withTimeout } from '../../platform/timeout.ts'
import type { LimitEnv } from '../env.ts'
import type { ProblemInput } from './problems.ts'

/** `visit` and `signIn` are counted by address, the others by who is calling. */
export const limiterBindings = {
  read: 'LIMIT_READ',
  write: 'LIMIT_WRITE',
  money: 'LIMIT_MONEY',
  visit: 'LIMIT_VISIT',
  signIn: 'LIMIT_SIGN_IN',
} as const satisfies Record<string, keyof LimitEnv>

export type CallClass = keyof typeof limiterBindings
export type Policy = { calls: number; seconds: number }

const log = contextLog('gateway')
/** The limiter is near; whoever is not counted in time is let through. */
const countMsMax = 500

const money: ReadonlySet<Call> = new Set(['placeOrder', 'pay', 'refundPart'] satisfies Call[])

export function callClassOf(call: Call, method: string): 'read' | 'write' | 'money' {
  if (money.has(call)) return 'money'
  return method === 'GET' || method === 'HEAD' ? 'read' : 'write'
}

/** The refusal of a call that is one too many for its caller; null when it is not. */
export function tooManyOf(c: Context, { subject }: Caller, callClass: CallClass): Promise<ProblemInput | null> {
  return tooMany(c, callClass, subject)
}

/** The refusal of a call that is one too many from its address; null when it is not. */
export function tooManyFrom(c: Context, callClass: 'visit' | 'signIn' = 'visit'): Promise<ProblemInput | null> {
  return tooMany(c, callClass, addressOf(c.req.raw))
}

/**
 * Headers as in draft-ietf-httpapi-ratelimit-headers. How much is left is not known until nothing is, and when there is
 * room again only at the latest: a period later.
 */
async function tooMany(c: Context, callClass: CallClass, key: string): Promise<ProblemInput | null> {
  const { RATE_LIMITS }: LimitEnv = c.env
  const policy = policiesIn(RATE_LIMITS).get(callClass)
  if (policy === undefined) return null
  c.header('ratelimit-policy', `"${callClass}";q=${policy.calls};w=${policy.seconds}`)
  if (await isCounted(c, callClass, key)) return null
  c.header('ratelimit', `"${callClass}";r=0;t=${policy.seconds}`)
  return {
    code: 'too_many_requests',
    detail: `At most ${policy.calls} such calls are taken in ${policy.seconds} seconds. Please try again shortly.`,
    retryAfterSeconds: policy.seconds,
  }
}

/** A limiter that is missing or broken lets everybody through: the shop is open. */
async function isCounted(c: Context, callClass: CallClass, key: string): Promise<boolean> {
  try {
    const env: LimitEnv = c.env
    const limiter = env[limiterBindings[callClass]]
    if (limiter === undefined) throw new Error(`${limiterBindings[callClass]} is not bound`)
    return (await withTimeout(countMsMax, limiter.limit({ key }))).success
  } catch (fault) {
    log('call_not_counted', { requestId: c.get('requestId'), callClass, fault: describeFault(fault) })
    return true
  }
}

/**
 * What the limiters are set to, since they do not tell: `read=300/10 …`, calls and seconds. A class that is not named
 * is not limited, and with `none` no class is. Throws RangeError for what is no such list.
 */
export function policiesIn(configured: string): ReadonlyMap<CallClass, Policy> {
  if (configured === 'none') return new Map()
  const entries = configured.split(' ').filter((entry) => entry !== '')
  return new Map(entries.map(policyIn))
}

function policyIn(entry: string): [CallClass, Policy] {
  const [, name = '', calls, seconds] = /^(\w+)=(\d+)\/(10|60)$/.exec(entry) ?? []
  if (!isCallClass(name)) throw new RangeError(`RATE_LIMITS says "${entry}", which is not like "read=300/10"`)
  return [name, { calls: Number(calls), seconds: Number(seconds) }]
}

function isCallClass(name: string): name is CallClass {
  return Object.hasOwn(limiterBindings, name)
}
