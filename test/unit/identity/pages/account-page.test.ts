// The page of a person's own account.

import { expect, test } from 'vitest'
import { defaultReader } from '../../../../src/contract/language.ts'
import { accountPage, type OwnAccount } from '../../../../src/identity/pages/account-page.tsx'
import { renderPage } from '../../../../src/web/page.tsx'

const session = (id: string, userAgent = 'A browser', ipAddress = '203.0.113.7') => ({
  id,
  createdAt: '2026-11-02T12:00:00.000Z',
  userAgent,
  ipAddress,
})
const own: OwnAccount = {
  userId: 'u',
  name: 'Kang <b>',
  role: 'customer',
  email: 'kang@example.com',
  reader: defaultReader,
  language: null,
  timeZone: null,
  sessionId: 'this',
  sessions: [session('this'), session('other')],
}
const htmlOf = async (...args: Parameters<typeof accountPage>) => (await renderPage(accountPage(...args))).text()

test('every session but this one can be signed out', async () => {
  const html = await htmlOf(own, {})
  expect(html).toContain('(this browser)')
  expect(html.match(/name="session" value="[^"]+"/g)).toEqual(['name="session" value="other"'])
})

test('a session names its browser and its address; of an unknown browser it says so', async () => {
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'
  const html = await htmlOf({ ...own, sessions: [session('a', firefox), session('b', '', '')] }, {})
  expect(html).toContain('<span class="soft">Firefox, Linux, from 203.0.113.7</span>')
  expect(html).toContain('<span class="soft">An unknown browser</span>')
})

test('what a person or a browser is called is shown as text', async () => {
  const html = await htmlOf({ ...own, sessions: [session('a', '<script>', '<script>')] }, {})
  expect(html).toContain('Kang &lt;b&gt;')
  expect(html).not.toContain('<script>')
})

test('an error stands at its field, or on top, and good news on top', async () => {
  const atField = await htmlOf(own, { error: { field: 'current', fault: 'notYourPassword' } })
  expect(atField.split('This is not your password.')).toHaveLength(2)
  expect(atField).toContain('aria-invalid="true"')
  expect(await htmlOf(own, { error: { field: null, fault: 'notAccepted', waitMinutes: 2 } })).not.toContain(
    'aria-invalid="true"',
  )
  expect(await htmlOf(own, { done: 'It is done.' })).toContain('It is done.')
})
