// The rate limits of callers and of addresses without one, by the platform's rate limiter. It counts in each location
// separately, and tells only whether a call is within the limit.

import type { Context } from 'hono'
import type { Call } from '../../contract/authorization.ts'
import type { Caller } from '../../contract/caller.ts'
import { told } from '../../contract/language.ts'
import { addressOf } from '../../platform/address.ts'
import { contextLog, describeFault } from '../../platform/log.ts'
import { withTimeout } from '../../platform/timeout.ts'
import { type CallClass, configOf } from '../config.ts'
import type { LimitEnv } from '../env.ts'
import type { ProblemInput } from './problems.ts'

export const limiterBindings = {
  read: 'LIMIT_READ',
  write: 'LIMIT_WRITE',
  money: 'LIMIT_MONEY',
  visit: 'LIMIT_VISIT',
  signIn: 'LIMIT_SIGN_IN',
} as const satisfies Record<CallClass, keyof LimitEnv>

const log = contextLog('gateway')
/** The limiter is local; a call that is not counted in time is let through. */
const countMsMax = 500

const money: ReadonlySet<Call> = new Set(['placeOrder', 'pay', 'refundPart', 'settleRefund'] satisfies Call[])

export function callClassOf(call: Call, method: string): 'read' | 'write' | 'money' {
  if (money.has(call)) return 'money'
  return method === 'GET' || method === 'HEAD' ? 'read' : 'write'
}

/** The refusal when a caller is over the limit; null within it. */
export function limitCaller(c: Context, { subject }: Caller, callClass: CallClass): Promise<ProblemInput | null> {
  return tooMany(c, callClass, subject)
}

/** The refusal when an address is over the limit; null within it. */
export function limitAddress(c: Context, callClass: 'visit' | 'signIn' = 'visit'): Promise<ProblemInput | null> {
  return tooMany(c, callClass, addressOf(c.req.raw))
}

/**
 * Headers as in draft-ietf-httpapi-ratelimit-headers. The platform does not tell the remaining calls. So `r` is set
 * only at 0, and `t` is the whole period, the latest time of the reset.
 */
async function tooMany(c: Context, callClass: CallClass, key: string): Promise<ProblemInput | null> {
  const policy = configOf(c.env).RATE_LIMITS.get(callClass)
  if (policy === undefined) return null
  c.header('ratelimit-policy', `"${callClass}";q=${policy.calls};w=${policy.seconds}`)
  if (await isCounted(c, callClass, key)) return null
  c.header('ratelimit', `"${callClass}";r=0;t=${policy.seconds}`)
  return {
    code: 'too_many_requests',
    ...told({
      en: `At most ${policy.calls} such calls are taken in ${policy.seconds} seconds. Please try again shortly.`,
      ko: `${policy.seconds}초 동안 최대 ${policy.calls}번까지 요청할 수 있습니다. 잠시 후 다시 시도해 주세요.`,
    }),
    retryAfterSeconds: policy.seconds,
  }
}

/** A missing or broken limiter lets every call through: the shop stays open. */
async function isCounted(c: Context, callClass: CallClass, key: string): Promise<boolean> {
  try {
    const env: LimitEnv = c.env
    const limiter = env[limiterBindings[callClass]]
    if (limiter === undefined) throw new Error(`${limiterBindings[callClass]} is not bound`)
    return (await withTimeout(countMsMax, limiter.limit({ key }))).success
  } catch (fault) {
    const { requestId, traceparent } = c.var
    log('call_not_counted', { requestId, traceparent, callClass, fault: describeFault(fault) })
    return true
  }
}
