// What a fault is told as, and what stands in the log: the caller never reads what broke.
import { Hono } from 'hono'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Gateway } from '../../../../src/gateway/env.ts'
import { UpstreamUnavailable } from '../../../../src/gateway/http/call-context.ts'
import { faultOf } from '../../../../src/gateway/http/faults.ts'

/** What is told and what is logged of a fault in a call of this method. */
async function told(fault: unknown, method = 'POST') {
  const lines: string[] = []
  for (const level of ['log', 'warn', 'error'] as const) {
    const spy = vi.spyOn(console, level).mockImplementation((line) => void lines.push(String(line)))
    onTestFinished(() => spy.mockRestore())
  }
  const app = new Hono<Gateway>()
  app.all('/orders/:id', (c) => {
    c.set('requestId', 'req_1')
    return c.json(faultOf(c, fault))
  })
  const answer = await app.request('/orders/ord_1?token=secret', { method })
  return { body: await answer.json(), log: lines.join('\n') }
}

test('a context that is out of reach is named; the log has the request and the cause', async () => {
  const { body, log } = await told(new UpstreamUnavailable('order', new Error('socket closed')))
  expect(body).toMatchObject({ code: 'unavailable', detail: expect.stringContaining('order.') })
  for (const text of ['upstream_unavailable', 'req_1', 'socket closed']) expect(log).toContain(text)
  expect(JSON.stringify(body)).not.toContain('socket closed')
})

test('a fault of our own is told without a word of it, and logged without the query', async () => {
  const { body, log } = await told(new TypeError('x is not a function'), 'GET')
  expect(body).toMatchObject({ code: 'internal_error', detail: 'Something broke on our side. It has been recorded.' })
  for (const text of ['x is not a function', 'GET', '/orders/ord_1']) expect(log).toContain(text)
  expect(log).not.toContain('secret')
})
