// Sends notices to the owners of accounts. They are never stored, since the link in them opens the account.
import type { AccountNotice } from '../contract/accounts.ts'
import { isLoopbackUrl } from '../platform/loopback.ts'
import type { NoticeChannel } from './notifier.ts'

/**
 * Send a notice to its receiver. Without a channel it is printed, but only on a developer's machine, to which its link
 * leads. Elsewhere it throws, and the error does not hold the link.
 */
export async function sendNotice(
  { noticeId, ...notice }: AccountNotice,
  channel: NoticeChannel | null,
  print: (text: string) => void,
): Promise<void> {
  if (channel !== null) return channel.send({ messageId: noticeId, ...notice })
  if (!isLoopbackUrl(new URL(notice.link))) throw new Error('there is no channel for notices: set MESSAGE_WEBHOOK_URL')
  print(`To ${notice.to.email}: ${notice.text}\n${notice.link}`)
}
