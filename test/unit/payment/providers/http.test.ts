// The HTTP call of an adapter: the status is kept whatever the body is.
import { expect, test } from 'vitest'
import { askJson, parseJson } from '../../../../src/payment/providers/http.ts'

test.each([
  ['{"id":"ch_1"}', { id: 'ch_1' }],
  ['<html>Bad gateway</html>', null],
  ['', null],
  ['{"id":', null],
])('a body of %j is read as %j, and the status stays', async (text, body) => {
  const fetch = async () => new Response(text, { status: 502 })
  expect(await askJson(fetch, 'https://provider.test/charges', {})).toEqual({ status: 502, body })
})

test('the request goes out as it was given, and a broken connection is thrown', async () => {
  const init = { method: 'POST', headers: { 'idempotency-key': 'k' }, body: '{}' }
  const sent: unknown[] = []
  const fetch = async (...request: unknown[]): Promise<Response> => {
    sent.push(request)
    throw new Error('the connection broke')
  }
  await expect(askJson(fetch, 'https://provider.test/charges', init)).rejects.toThrow('the connection broke')
  expect(sent).toEqual([['https://provider.test/charges', init]])
})

test('a JSON null is null too', () => expect(parseJson('null')).toBeNull())
