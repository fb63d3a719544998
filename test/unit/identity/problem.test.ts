// The problems that programs get from the authorization server.
import { expect, test } from 'vitest'
import { problem, unavailable } from '../../../src/identity/problem.ts'

test('is a problem of RFC 9457, which no cache keeps', async () => {
  const answer = problem({ code: 'not_found', status: 404, detail: 'There is nothing.' })
  expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(await answer.json()).toEqual({
    type: 'urn:homeappliance:problem:not_found',
    title: 'not found',
    status: 404,
    detail: 'There is nothing.',
    code: 'not_found',
  })
})

test('says when to try again, in words of OAuth too', async () => {
  const answer = unavailable()
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
  expect(await answer.json()).toMatchObject({ code: 'unavailable', error: 'temporarily_unavailable' })
})
