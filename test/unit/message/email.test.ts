// Messages as e-mails: their fields, what is tried again, and that nothing of the customer's is in a cause.
import { describe, expect, test } from 'vitest'
import { type EmailBinding, emailNotifier, type Mail, senderIn } from '../../../src/message/email.ts'

const message = {
  messageId: 'msg_1',
  orderId: 'ord_1',
  customerId: 'usr_1',
  kind: 'received',
  subject: '주문(0123-4567)이 접수되었습니다',
  text: 'Kang <b>&"Co"</b> 님, 주문이 접수되었습니다.',
  to: { customerName: 'Kang', deliveryPhoneNumber: '010-0123-4567', language: 'ko' },
} as const

const withCode = (code: unknown) => Object.assign(new Error('kang@example.com is refused'), { code })

function mailer(send: EmailBinding['send'] | null = null, address: string | null = 'kang@example.com') {
  const mails: Mail[] = []
  const record: EmailBinding['send'] = async (mail) => {
    mails.push(mail)
    return { messageId: '<0190@shop.example>' }
  }
  const from = { name: 'The shop', email: 'orders@shop.example' }
  const addressOf = async () => address
  return { mails, notifier: emailNotifier({ binding: { send: send ?? record }, from, addressOf }) }
}

test('a mail has a plain part and an escaped HTML part, its language, and our id in a header', async () => {
  const { mails, notifier } = mailer()
  expect(await notifier.send(message)).toEqual({ channelId: '0190@shop.example' })
  expect(mails).toEqual([
    {
      from: { name: 'The shop', email: 'orders@shop.example' },
      to: 'kang@example.com',
      subject: message.subject,
      text: message.text,
      html:
        '<!doctype html><html lang="ko"><head><meta charset="utf-8"></head><body>' +
        '<p>Kang &lt;b&gt;&amp;&quot;Co&quot;&lt;/b&gt; 님, 주문이 접수되었습니다.</p></body></html>',
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Message-Id': 'msg_1', 'Content-Language': 'ko' },
    },
  ])
})

test('a notice goes to its own address, with its link in both parts', async () => {
  const { mails, notifier } = mailer(null, null)
  const link = 'https://shop.example/auth/reset?token=a&x="><script>'
  const to = { name: 'Kang', email: 'kang@example.com' }
  const notice = { messageId: 'n-1', kind: 'accountInvitation', to, text: 'First.\n\nSecond.', link } as const
  await notifier.sendNotice({ ...notice, subject: 'Your new account', language: null })
  const [mail] = mails
  expect(mail).toMatchObject({ to: 'kang@example.com', subject: 'Your new account' })
  expect(mail?.text).toBe(`First.\n\nSecond.\n\n${link}`)
  expect(mail?.html).toContain('<p>First.</p><p>Second.</p><p><a href="https://shop.example/auth/reset?token=a&amp;x=')
  expect(mail?.html).not.toContain('<script>')
  expect(mail?.headers).not.toHaveProperty('Content-Language')
})

describe('what fails', () => {
  test.each([
    ['SendFailed', 'E_RATE_LIMIT_EXCEEDED', withCode('E_RATE_LIMIT_EXCEEDED')],
    ['SendFailed', 'E_SENDER_NOT_VERIFIED', withCode('E_SENDER_NOT_VERIFIED')],
    ['Undeliverable', 'E_RECIPIENT_SUPPRESSED', withCode('E_RECIPIENT_SUPPRESSED')],
    ['Undeliverable', 'E_VALIDATION_ERROR', withCode('E_VALIDATION_ERROR')],
    ['SendFailed', 'the e-mail binding failed', withCode('kang@example.com')],
    ['SendFailed', 'the e-mail binding failed', new Error('kang@example.com')],
  ])('%s: %s', async (name, cause, fault) => {
    const { notifier } = mailer(() => Promise.reject(fault))
    await expect(notifier.send(message)).rejects.toMatchObject({ name, message: cause })
  })

  test('an account without an address is tried no further, and one that identity does not tell is', async () => {
    await expect(mailer(null, null).notifier.send(message)).rejects.toMatchObject({ name: 'Undeliverable' })
    const binding = { send: async () => ({ messageId: 'never' }) }
    const from = { name: '', email: 'orders@shop.example' }
    const addressOf = () => Promise.reject(new Error('identity is away'))
    const sending = emailNotifier({ binding, from, addressOf }).send(message)
    await expect(sending).rejects.toMatchObject({ name: 'SendFailed', message: 'identity did not tell the address' })
  })
})

test('a sender is an address, with a name or without', () => {
  expect(senderIn('orders@shop.example')).toEqual({ name: '', email: 'orders@shop.example' })
  expect(senderIn(' The shop <orders@shop.example> ')).toEqual({ name: 'The shop', email: 'orders@shop.example' })
  for (const text of ['', 'orders', 'orders@shop', 'The shop', 'a b@shop.example', 'x <orders@shop.example> y'])
    expect(() => senderIn(text)).toThrow('it must be an address')
})
