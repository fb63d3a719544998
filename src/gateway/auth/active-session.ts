// Whether a caller's session is active, asked of identity where that must be known at once: a token alone outlives its
// session by up to 15 minutes.

import type { AccountsRpc } from '../../contract/accounts.ts'
import type { Caller } from '../../contract/caller.ts'
import { contextLog, describeFault } from '../../platform/log.ts'
import { withTimeout } from '../../platform/timeout.ts'
import { UpstreamUnavailable } from '../http/call-context.ts'
import type { Grant } from './verify.ts'

const log = contextLog('gateway')
const sessionMsMax = 1000

/**
 * While identity is away, customers are believed by their token, since orders are taken round the clock and theirs
 * alone are at stake; for all others it throws ContextUnavailable, since everybody's are. Of a foreign issuer nothing
 * is asked: its tokens are good until they expire.
 */
export async function isSessionActive(
  env: { JWKS_URL: string; ACCOUNTS: Pick<AccountsRpc, 'isSessionActive'> },
  caller: Caller,
  { sessionId, renewableBy }: Grant,
): Promise<boolean> {
  if (env.JWKS_URL !== '') return true
  try {
    return await withTimeout(sessionMsMax, env.ACCOUNTS.isSessionActive(caller, sessionId, renewableBy))
  } catch (fault) {
    if (caller.role !== 'customer') throw new UpstreamUnavailable('identity', fault)
    log('standing_unknown', { subject: caller.subject, fault: describeFault(fault) })
    return true
  }
}
