// The forms of the authorization server: where they lead, and where an error is shown.

import { describe, expect, test } from 'vitest'
import { defaultReader } from '../../../../src/contract/language.ts'
import { errorAt, problemPage, signInPage, signOutPage, signUpPage } from '../../../../src/identity/pages/pages.tsx'
import { texts } from '../../../../src/identity/pages/texts.ts'
import { type Page, renderPage } from '../../../../src/web/page.tsx'

const htmlOf = async (page: Page) => (await renderPage(page)).text()
const query = (redirect: string) => `?${new URLSearchParams({ client_id: 'c', redirect_uri: redirect, sig: 'a&b' })}`

describe('the sign-in and sign-up forms', () => {
  test.each([
    ['/auth/sign-in', signInPage],
    ['/auth/sign-up', signUpPage],
  ])('%s carries the authorization request along', async (path, page) => {
    const html = await htmlOf(page(defaultReader, { query: query('https://app.example/back') }))
    const [, action = ''] = /action="([^"]+)"/.exec(html) ?? []
    expect(action.replaceAll('&amp;', '&')).toBe(`${path}${query('https://app.example/back')}`)
  })

  test.each([
    ['https://app.example/back?x=1', ['https://app.example']],
    ['http://127.0.0.1:4000/callback', ['http://127.0.0.1:4000']],
    ['app:callback', []],
    ['nonsense', []],
    ['', []],
  ])('may end at the application that asked, at %j: %j', (redirect, targets) => {
    expect(signInPage(defaultReader, { query: query(redirect) }).formTargets).toEqual(targets)
    expect(signUpPage(defaultReader, { query: query(redirect) }).formTargets).toEqual(targets)
  })

  test('keep what was typed, but for the password', async () => {
    const typed = { query: '', email: 'kang@example.com', name: '"><b>Kang', password: 'a password' }
    const html = await htmlOf(signUpPage(defaultReader, typed))
    expect(html).toContain('value="kang@example.com"')
    expect(html).toContain('value="&quot;&gt;&lt;b&gt;Kang"')
    expect(html).not.toContain('a password')
  })

  test('show an error once: at its field, or on top', async () => {
    const html = async (field: 'email' | null) =>
      htmlOf(signInPage(defaultReader, { query: '', error: { field, fault: 'notAccepted' } }))
    const [atField, onTop] = [await html('email'), await html(null)]
    for (const one of [atField, onTop]) expect(one.split('This was not accepted.')).toHaveLength(2)
    expect(atField).toContain('aria-invalid="true"')
    expect(onTop).not.toContain('aria-invalid="true"')
  })
})

test('an error is of one field only', () => {
  const error = { field: 'email', fault: 'addressTooLong' } as const
  expect([
    errorAt('email', error, texts.en),
    errorAt('name', error, texts.en),
    errorAt('email', undefined, texts.en),
  ]).toEqual(['This address is too long.', undefined, undefined])
})

test('signing out is asked for by a form, never done by a link', async () => {
  expect(await htmlOf(signOutPage(defaultReader))).toContain(
    '<form class="card" method="post" action="/auth/sign-out">',
  )
})

test('a problem is shown as text, with the way back to the shop', async () => {
  const html = await htmlOf(problemPage(defaultReader, 'Not found', 'No <such> page.'))
  expect(html).toContain('No &lt;such&gt; page.')
  expect(html).toContain('<a href="/">Back to the shop</a>')
})
