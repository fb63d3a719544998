// Invites the owner of an account that ops made: by a mail with a link that sets the first password.
import { describeFault, type Log } from '../../platform/log.ts'
import type { AccountPorts } from '../accounts/accounts.ts'
import { invitationNotice } from '../accounts/notice.ts'
import { openServer, type ServerConfig } from './server.ts'

const invitationSeconds = 24 * 3600

/** When the mail cannot be sent, the account is made all the same: its owner can request a link at the sign-in form. */
export function invite(config: ServerConfig, requestUrl: string, log: Log): AccountPorts['invite'] {
  return async (accountId, to) => {
    const { auth, origin } = await openServer(config, requestUrl)
    const { internalAdapter } = await auth.$context
    const token = crypto.randomUUID()
    const expiresAt = new Date(Date.now() + invitationSeconds * 1000)
    await internalAdapter.createVerificationValue({
      identifier: `reset-password:${token}`,
      value: accountId,
      expiresAt,
    })
    try {
      await config.notices.send(invitationNotice(origin, to, token))
    } catch (fault) {
      log('notice_failed', { fault: describeFault(fault) })
    }
  }
}
