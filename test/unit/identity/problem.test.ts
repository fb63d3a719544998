// The problems that programs get from the authorization server.
import { expect, test } from 'vitest'
import { told } from '../../../src/contract/language.ts'
import { problem, unavailable } from '../../../src/identity/problem.ts'

const request = (language: string) => new Request('http://localhost/', { headers: { 'accept-language': language } })
const nothing = {
  code: 'not_found',
  status: 404,
  title: { en: 'not found', ko: '찾을 수 없음' },
  ...told({ en: 'There is nothing.', ko: '아무것도 없습니다.' }),
}

test('is in the language of the request', async () => {
  const answer = problem(request('ko'), nothing)
  expect(answer.headers.get('content-language')).toBe('ko')
  expect(await answer.json()).toMatchObject({ code: 'not_found', title: '찾을 수 없음', detail: '아무것도 없습니다.' })
})

test('is a problem of RFC 9457, which no cache keeps', async () => {
  const answer = problem(request('en'), nothing)
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
  const answer = unavailable(request('en'))
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
  expect(await answer.json()).toMatchObject({ code: 'unavailable', error: 'temporarily_unavailable' })
})
