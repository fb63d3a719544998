// The notices to the owners of accounts: each with a link that sets a password.
import type { AccountNotice } from '../../contract/accounts.ts'
import { basePath } from '../base-path.ts'

export type Receiver = { name: string; email: string }

export function passwordNotice(origin: string, { name, email }: Receiver, token: string): AccountNotice {
  const text =
    `Dear ${name}, with this link you set a new password. It is good once, and for one hour. ` +
    'If you did not ask for it, leave it: nothing changes.'
  return { ...notice(origin, { name, email }, token), kind: 'passwordReset', text }
}

export function invitationNotice(origin: string, { name, email }: Receiver, token: string): AccountNotice {
  const text = `Dear ${name}, you have an account now. With this link, good once and for a day, you set its password.`
  return { ...notice(origin, { name, email }, token), kind: 'accountInvitation', text }
}

function notice(origin: string, to: Receiver, token: string): Pick<AccountNotice, 'noticeId' | 'to' | 'link'> {
  const link = `${origin}${basePath}/reset?token=${encodeURIComponent(token)}`
  return { noticeId: crypto.randomUUID(), to, link }
}
