// A forgotten password: the same answer for every address, and a link that sets a password.
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { recoveryRoutes } from '../../../../src/identity/pages/recovery.ts'
import { formRequest, openIdentityPorts, shopOrigin } from '../../../support/identity-ports.ts'

function openRecovery() {
  const ports = openIdentityPorts()
  const app = new Hono()
  recoveryRoutes(app, ports.ports)
  app.onError((fault) => new Response(fault.message, { status: 500 }))
  const get = async (path: string) => app.fetch(new Request(`${shopOrigin}${path}`))
  const post = async (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    app.fetch(formRequest(path, fields, headers))
  return { ...ports, get, post }
}

describe('asking for a link', () => {
  test('is answered before better-auth is done, whatever becomes of it', async () => {
    const { post, work, logged, answers, calls } = openRecovery()
    answers['/request-password-reset'] = () => Response.json({})
    const known = await post('/auth/forgot', { email: 'kang@example.com' })
    await Promise.all(work)
    expect([known.status, calls[0]?.body, logged]).toEqual([200, { email: 'kang@example.com' }, []])
    answers['/request-password-reset'] = () => Response.json({}, { status: 500 })
    const failed = await post('/auth/forgot', { email: 'kang@example.com' })
    expect([failed.status, await failed.text()]).toEqual([200, await known.text()])
    answers['/request-password-reset'] = () => {
      throw new Error('the channel is down')
    }
    expect((await post('/auth/forgot', { email: 'kang@example.com' })).status).toBe(200)
    await Promise.all(work)
    expect(logged).toEqual(['notice_failed', 'notice_failed'])
  })

  test('sends an account three links an hour, from whatever address it is asked', async () => {
    const { post, calls, work, clock } = openRecovery()
    const ask = async (host: number) =>
      (await post('/auth/forgot', { email: 'kang@example.com' }, { 'cf-connecting-ip': `203.0.113.${host}` })).status
    expect([await ask(1), await ask(2), await ask(3), await ask(4)]).toEqual([200, 200, 200, 429])
    await Promise.all(work)
    expect(calls).toHaveLength(3)
    clock.now += 3_600_000
    expect(await ask(4)).toBe(200)
  })

  test('needs an address, and keeps what was typed', async () => {
    const { post, work } = openRecovery()
    const answer = await post('/auth/forgot', { email: 'kang' })
    expect([answer.status, work]).toEqual([422, []])
    expect(await answer.text()).toContain('value="kang"')
  })
})

describe('the link', () => {
  const form = { token: 'of-the-link', password: 'the new password' }

  test('leads to a form with its token, and opening it does nothing', async () => {
    const { get, calls } = openRecovery()
    expect(await (await get('/auth/reset?token=of-the-link')).text()).toContain('value="of-the-link"')
    expect(calls).toEqual([])
  })

  test('sets the new password', async () => {
    const { post, answers, calls } = openRecovery()
    answers['/reset-password'] = () => Response.json({})
    expect((await post('/auth/reset', form)).status).toBe(200)
    expect(calls[0]?.body).toEqual({ token: 'of-the-link', newPassword: 'the new password' })
  })

  test('that is used or too old is refused in words', async () => {
    const { post, answers } = openRecovery()
    answers['/reset-password'] = () => Response.json({ code: 'INVALID_TOKEN' }, { status: 400 })
    const answer = await post('/auth/reset', form)
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('has been used or is too old')])
  })

  test('is not used up by a password that is too short', async () => {
    const { post, calls } = openRecovery()
    const answer = await post('/auth/reset', { ...form, password: 'short' })
    expect([answer.status, calls]).toEqual([422, []])
    expect(await answer.text()).toContain('value="of-the-link"')
  })

  test('fails loudly when better-auth does', async () => {
    expect(await (await openRecovery().post('/auth/reset', form)).text()).toBe('better-auth answered 500 NO_ANSWER')
  })
})
