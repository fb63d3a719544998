// Words to the owners of accounts: carried to them, and never kept, since the link in them opens the account.
import type { AccountNotice } from '../contract/accounts.ts'
import { isLoopbackUrl } from '../platform/loopback.ts'
import type { NoticeChannel } from './notifier.ts'

/**
 * Carry a notice to its receiver. Without a channel it is printed, on a developer's machine only, where the link leads
 * to that very machine; elsewhere it throws, and says nothing of the link.
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
