// The pages of a forgotten password.

import { expect, test } from 'vitest'
import { defaultReader } from '../../../../src/contract/language.ts'
import { forgotPage, linkSentPage, passwordSetPage, resetPage } from '../../../../src/identity/pages/recovery-pages.tsx'
import { type Page, renderPage } from '../../../../src/web/page.tsx'

const htmlOf = async (page: Page) => (await renderPage(page)).text()

test('the form of the link keeps the address, and shows an error once', async () => {
  const html = await htmlOf(
    forgotPage(defaultReader, { email: 'kang', error: { field: 'email', fault: 'notAccepted' } }),
  )
  expect(html).toContain('value="kang"')
  expect(html.split('This was not accepted.')).toHaveLength(2)
})

test('the answer does not tell whether there is such an account, and shows the address as text', async () => {
  const html = await htmlOf(linkSentPage(defaultReader, '<b>@example.com'))
  expect(html).toContain('If there is an account for &lt;b&gt;@example.com')
})

test('the form of the new password carries the token of the link, whatever it is', async () => {
  expect(await htmlOf(resetPage(defaultReader, { token: '"><b>' }))).toContain(
    'name="token" value="&quot;&gt;&lt;b&gt;"',
  )
  const html = await htmlOf(resetPage(defaultReader, { token: 't', error: { field: null, fault: 'notAccepted' } }))
  expect(html.split('This was not accepted.')).toHaveLength(2)
})

test('after that the way leads to signing in', async () => {
  expect(await htmlOf(passwordSetPage(defaultReader))).toContain('href="/sign-in?to=/"')
})
