// Whether a caller's session is active. Some calls must know it at once, so they ask identity: a token outlives its
// session by up to 15 minutes.

import type { AccountsRpc } from '../../contract/accounts.ts'
import type { Caller } from '../../contract/caller.ts'
import { contextLog, describeFault } from '../../platform/log.ts'
import { withTimeout } from '../../platform/timeout.ts'
import { configOf, type GatewayVars } from '../config.ts'
import { UpstreamUnavailable } from '../http/call-context.ts'
import type { Grant } from './verify.ts'

const log = contextLog('gateway')
const sessionMsMax = 1000

/**
 * While identity does not answer, the token of a customer or a courier is enough: the shop takes and delivers orders at
 * all times, and neither can move another's money. For other roles it throws UpstreamUnavailable. The
 * session of a foreign issuer cannot be asked for: its tokens are good until they expire.
 */
export async function isSessionActive(
  env: GatewayVars & { ACCOUNTS: Pick<AccountsRpc, 'isSessionActive'> },
  caller: Caller,
  { sessionId, renewableBy }: Omit<Grant, 'endsAt'>,
): Promise<boolean> {
  if (configOf(env).JWKS_URL !== '') return true
  try {
    return await withTimeout(sessionMsMax, env.ACCOUNTS.isSessionActive(caller, sessionId, renewableBy))
  } catch (fault) {
    if (caller.role !== 'customer' && caller.role !== 'courier') throw new UpstreamUnavailable('identity', fault)
    log('session_unknown', { subject: caller.subject, traceparent: caller.traceparent, fault: describeFault(fault) })
    return true
  }
}
