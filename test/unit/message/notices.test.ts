// Where a notice with a link goes, and where it must never be seen.
import { expect, it } from 'vitest'
import type { AccountNotice } from '../../../src/contract/accounts.ts'
import { sendNotice } from '../../../src/message/notices.ts'
import type { OutgoingNotice } from '../../../src/message/notifier.ts'

const notice = (origin: string): AccountNotice => ({
  noticeId: 'n-1',
  kind: 'passwordReset',
  to: { name: 'Kang', email: 'kang@example.com' },
  text: 'Dear Kang, set a new password.',
  link: `${origin}/auth/reset?token=secret`,
})

it('a channel carries it under an id by which its receiver knows repeats, and nothing is printed', async () => {
  const sent: OutgoingNotice[] = []
  const printed: string[] = []
  const channel = { sendNotice: async (message: OutgoingNotice) => void sent.push(message) }
  await sendNotice(notice('http://localhost:8787'), channel, (text) => printed.push(text))
  expect(sent).toEqual([expect.objectContaining({ messageId: 'n-1', link: expect.stringContaining('secret') })])
  expect(printed).toEqual([])
})

it('without a channel a developer finds it printed, on their own machine', async () => {
  const printed: string[] = []
  await sendNotice(notice('http://localhost:8787'), null, (text) => printed.push(text))
  expect(printed.join()).toContain('http://localhost:8787/auth/reset?token=secret')
})

it.each(['https://shop.example', 'https://localhost.evil.example', 'http://localhost.evil.example'])(
  'without a channel nothing of it is printed at %s, and the fault names no link',
  async (origin) => {
    const printed: string[] = []
    const fault = await sendNotice(notice(origin), null, (text) => printed.push(text)).catch(String)
    expect(fault).toContain('there is no channel')
    expect(fault).not.toContain('secret')
    expect(printed).toEqual([])
  },
)
