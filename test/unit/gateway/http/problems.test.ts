// Refusals as the outside sees them: their status, their headers, and that each code has one.
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { told } from '../../../../src/contract/language.ts'
import { rejectionCodes } from '../../../../src/contract/rejections.ts'
import {
  type ProblemCode,
  type ProblemInput,
  problem,
  problemCodes,
  problemSchema,
  statusOf,
  transientStatuses,
} from '../../../../src/gateway/http/problems.ts'

const answerTo = (fault: ProblemInput) => new Hono().get('/', (c) => problem(c, fault)).request('/')

test('every code has the status of an error, and each code of a context is among them', () => {
  for (const code of problemCodes) expect(statusOf(code)).toBeGreaterThanOrEqual(400)
  expect(problemCodes).toEqual(expect.arrayContaining([...rejectionCodes]))
  expect(new Set(problemCodes).size).toBe(problemCodes.length)
})

test('a code of a context in a newer release is a conflict', () => {
  expect(statusOf('order_on_hold' as ProblemCode)).toBe(409)
})

test('is a problem of RFC 9457, which no cache keeps', async () => {
  const answer = await answerTo({ code: 'price_changed', detail: 'The price has changed.', field: 'itemPrice' })
  const body = await answer.json()
  expect([answer.status, answer.headers.get('content-type')]).toEqual([409, 'application/problem+json'])
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(body).toEqual({
    type: 'urn:homeappliance:problem:price_changed',
    title: 'price changed',
    status: 409,
    detail: 'The price has changed.',
    code: 'price_changed',
    field: 'itemPrice',
  })
  expect(problemSchema.safeParse(body).success).toBe(true)
})

test('is in the language that its caller asks for, with the code as it is', async () => {
  const app = new Hono().get('/', (c) =>
    problem(c, { code: 'order_not_found', ...told({ en: 'There is no such order.', ko: '그런 주문이 없습니다.' }) }),
  )
  const answer = await app.request('/', { headers: { 'accept-language': 'ko-KR' } })
  expect(answer.headers.get('content-language')).toBe('ko')
  expect(await answer.json()).toEqual({
    type: 'urn:homeappliance:problem:order_not_found',
    title: '주문을 찾을 수 없음',
    status: 404,
    detail: '그런 주문이 없습니다.',
    code: 'order_not_found',
  })
})

describe('says when to come back', () => {
  test.each(problemCodes.filter((code) => transientStatuses.has(statusOf(code))))(
    '%s: by default after 5 seconds',
    async (code) => {
      expect((await answerTo({ code, detail: '' })).headers.get('retry-after')).toBe('5')
      const answer = await answerTo({ code, detail: '', retryAfterSeconds: 60 })
      expect([answer.headers.get('retry-after'), await answer.json()]).toEqual([
        '60',
        expect.not.objectContaining({ retryAfterSeconds: 60 }),
      ])
    },
  )
  test('and never of what does not pass by itself', async () => {
    const answer = await answerTo({ code: 'order_already_paid', detail: '', retryAfterSeconds: 60 })
    expect(answer.headers.has('retry-after')).toBe(false)
  })
})

test.each<[ProblemCode, string | null]>([
  ['token_missing', 'Bearer'],
  ['token_invalid', 'Bearer error="invalid_token"'],
  ['signature_invalid', null],
  ['role_not_allowed', null],
])('%s says how to come in: %s', async (code, header) => {
  expect((await answerTo({ code, detail: '' })).headers.get('www-authenticate')).toBe(header)
})
