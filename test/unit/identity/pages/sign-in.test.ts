// Signing in and signing up by form: counted first, tried once, and led on.

import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { handleForm } from '../../../../src/identity/pages/form-request.ts'
import { createAccount, signIn } from '../../../../src/identity/pages/sign-in.ts'
import { formRequest, openIdentityPorts } from '../../../support/identity-ports.ts'

const typed = { email: 'kang@example.com', password: 'the password of Kang' }
const query = `?client_id=c&exp=${Date.parse('2026-11-02T12:05:00.000Z') / 1000}&sig=s`
const accepted = (url: string | null = 'https://app.example/back?code=1') =>
  Response.json({ url }, { headers: { 'set-cookie': 'session=1; Path=/' } })
const wrong = () => Response.json({ code: 'INVALID_EMAIL_OR_PASSWORD' }, { status: 401 })

function openForms() {
  const ports = openIdentityPorts()
  const app = new Hono()
  app.post('/auth/sign-in', (c) => handleForm(c, ports.ports.open, (form) => signIn(form, ports.clock.now)))
  app.post('/auth/sign-up', (c) => handleForm(c, ports.ports.open, (form) => createAccount(form, ports.clock.now)))
  app.onError((fault) => new Response(fault.message, { status: 500 }))
  const post = async (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    app.fetch(formRequest(path, fields, headers))
  const counted = () => ports.db.rows('SELECT count FROM attempts ORDER BY key').map(({ count }) => count)
  return { ...ports, post, counted }
}

describe('signing in', () => {
  test('leads where the authorization request goes, with the cookies of the answer, and is not counted', async () => {
    const { post, answers, calls, counted } = openForms()
    answers['/sign-in/email'] = () => accepted()
    const answer = await post(`/auth/sign-in${query}`, typed)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, 'https://app.example/back?code=1'])
    expect(answer.headers.getSetCookie()).toEqual(['session=1; Path=/', expect.stringContaining('known-browser=')])
    expect(calls.map(({ body }) => body)).toEqual([{ ...typed, oauth_query: query.slice(1) }])
    expect(counted()).toEqual([0, 0])
  })

  test('without an authorization request goes on to sign in at the shop, wherever the answer points', async () => {
    const { post, answers } = openForms()
    answers['/sign-in/email'] = () => accepted('https://evil.example')
    expect((await post('/auth/sign-in', typed)).headers.get('location')).toBe('/sign-in')
    answers['/sign-in/email'] = () => accepted(null)
    expect((await post(`/auth/sign-in${query}`, typed)).headers.get('location')).toBe('/sign-in')
  })

  test.each([
    ['/auth/sign-in', '/sign-in/email'],
    ['/auth/sign-up', '/sign-up/email'],
  ])('a page that was open for hours works: %s makes the request once more', async (path, call) => {
    const { post, answers, calls, clock } = openForms()
    clock.now += 5 * 3_600_000
    answers[call] = () => accepted(null)
    const old = `${query}&ba_iat=1&prompt=login&max_age=0&state=a%26b&redirect_uri=https%3A%2F%2Fapp.example%2F`
    const answer = await post(`${path}${old}`, { ...typed, name: 'Kang' })
    const again = '/auth/oauth2/authorize?client_id=c&state=a%26b&redirect_uri=https%3A%2F%2Fapp.example%2F'
    expect([answer.status, answer.headers.get('location')]).toEqual([303, again])
    expect(calls[0]?.body).not.toHaveProperty('oauth_query')
  })

  test('with a wrong password shows the form again, and is counted', async () => {
    const { post, answers, counted } = openForms()
    answers['/sign-in/email'] = wrong
    const answer = await post(`/auth/sign-in${query}`, typed)
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([401, []])
    const html = await answer.text()
    expect(html).toContain('The e-mail address or the password is not right.')
    expect(html).toContain('value="kang@example.com"')
    expect(html).not.toContain(typed.password)
    expect(counted()).toEqual([1, 1])
  })

  test('is throttled after ten tries, even with the right password, and then better-auth is not asked', async () => {
    const { post, answers, calls, clock } = openForms()
    answers['/sign-in/email'] = wrong
    for (let tries = 1; tries <= 10; tries += 1) await post('/auth/sign-in', typed)
    answers['/sign-in/email'] = () => accepted()
    const throttled = await post('/auth/sign-in', typed)
    expect([throttled.status, throttled.headers.get('retry-after'), calls.length]).toEqual([429, '900', 10])
    clock.now += 900_000
    expect((await post('/auth/sign-in', typed)).status).toBe(303)
  })

  test('is let through for a known browser while others guess, which is not made known again', async () => {
    const { post, answers } = openForms()
    answers['/sign-in/email'] = () => accepted()
    const first = await post('/auth/sign-in', typed)
    const [cookie = ''] = first.headers.getSetCookie().at(-1)?.split(';') ?? []
    answers['/sign-in/email'] = wrong
    for (let tries = 1; tries <= 11; tries += 1) await post('/auth/sign-in', typed)
    answers['/sign-in/email'] = () => accepted()
    expect((await post('/auth/sign-in', typed)).status).toBe(429)
    const known = await post('/auth/sign-in', typed, { cookie })
    expect([known.status, known.headers.getSetCookie()]).toEqual([303, ['session=1; Path=/']])
  })

  test('with what cannot be right is neither tried nor counted', async () => {
    const { post, calls, counted } = openForms()
    expect((await post('/auth/sign-in', { ...typed, email: 'kang' })).status).toBe(422)
    expect((await post('/auth/sign-in', {})).status).toBe(422)
    expect([calls, counted()]).toEqual([[], []])
  })

  test('throws at an answer that no person can cause', async () => {
    const { post, answers } = openForms()
    answers['/sign-in/email'] = () => Response.json({ code: 'FAILED_TO_CREATE_SESSION' }, { status: 500 })
    const answer = await post('/auth/sign-in', typed)
    expect([answer.status, await answer.text()]).toEqual([500, 'better-auth answered 500 FAILED_TO_CREATE_SESSION'])
  })
})

describe('signing up', () => {
  const joining = { ...typed, name: ' Kang ' }

  test('makes the account with the name as it is kept, and knows the browser from then on', async () => {
    const { post, answers, calls } = openForms()
    answers['/sign-up/email'] = () => accepted()
    const answer = await post(`/auth/sign-up${query}`, joining)
    expect(answer.status).toBe(303)
    expect(answer.headers.getSetCookie()).toEqual(['session=1; Path=/', expect.stringContaining('known-browser=')])
    expect(calls[0]).toMatchObject({ path: '/sign-up/email', body: { name: 'Kang' } })
  })

  test('is counted when it succeeds too: nobody asks often which addresses have an account', async () => {
    const { post, answers, counted } = openForms()
    answers['/sign-up/email'] = () => accepted()
    await post('/auth/sign-up', joining)
    expect(counted()).toEqual([1])
    for (let tries = 2; tries <= 30; tries += 1) await post('/auth/sign-up', joining)
    expect((await post('/auth/sign-up', joining)).status).toBe(429)
  })

  test('with an address that has an account says so at the address, with the rest kept', async () => {
    const { post, answers } = openForms()
    answers['/sign-up/email'] = () => Response.json({ code: 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL' }, { status: 422 })
    const html = await (await post('/auth/sign-up', joining)).text()
    expect(html).toContain('There is an account with this address already.')
    expect(html).toContain('value=" Kang "')
  })
})
