// Sends notices to the owners of accounts. They are never stored, since the link in them opens the account.
import type { AccountNotice } from '../contract/accounts.ts'
import { languages } from '../contract/language.ts'
import { isLoopbackUrl } from '../platform/loopback.ts'
import type { NoticeChannel } from './notifier.ts'
import { templates } from './templates.ts'

/**
 * Send a notice to its receiver. Without a channel it is printed, but only on a developer's machine, to which its link
 * leads. Elsewhere it throws, and the error does not hold the link.
 */
export async function sendNotice(
  { noticeId, language, ...notice }: AccountNotice,
  channel: NoticeChannel | null,
  print: (text: string) => void,
): Promise<void> {
  if (channel !== null) {
    const subjects = languages.map((one) => templates[one].notices[notice.kind])
    const subject = language === undefined ? subjects.join(' / ') : templates[language].notices[notice.kind]
    return channel.sendNotice({ messageId: noticeId, ...notice, subject, language: language ?? null })
  }
  if (!isLoopbackUrl(new URL(notice.link)))
    throw new Error('there is no channel for notices: set MESSAGE_WEBHOOK_URL or MESSAGE_EMAIL_FROM')
  print(`To ${notice.to.email}: ${notice.text}\n${notice.link}`)
}
