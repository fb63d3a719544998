// test/requests.http has every call of the API, each as the API's document describes it.
import { expect, test } from 'vitest'
import { type ApiDocument, apiContract, operationAt, readApiDocument } from '../../../support/api-contract.ts'
import { requestsHttp, requestsIn, type Written } from '../../../support/http-file.ts'

const document = readApiDocument()

/** The differences from the document: missing calls, unknown calls, and calls that would be refused. */
function wrongs(document: ApiDocument, written: Written[]): string[] {
  const contract = apiContract(document)
  const found = written.map(({ method, path }) => operationAt(document, method, path.replaceAll(/\{\{.*?\}\}/g, 'x')))
  const result = new Set(found.map((known) => known?.operation.operationId))
  const all = Object.values(document.paths).flatMap((path) => Object.values(path))
  return [
    ...all.filter(({ operationId }) => !result.has(operationId)).map(({ operationId }) => `${operationId} is missing`),
    ...written.flatMap(({ name, method, path, token, body }, index) => {
      const known = found[index] ?? null
      if (known === null) return [`${name}: there is no ${method} ${path}`]
      const { template, operation } = known
      const steps = ['paths', template, method.toLowerCase(), 'requestBody', 'content', 'application/json', 'schema']
      const fault = operation.requestBody === undefined ? null : contract.fault(steps, JSON.parse(body ?? 'null'))
      return [
        ...((token !== null) === operation.security.length > 0 ? [] : [`${name}: its token`]),
        ...(fault === null ? [] : [`${name}: ${fault}`]),
      ]
    }),
  ]
}

test('every call of the API is told, and none that is not there', () => {
  expect(requestsIn(requestsHttp).length).toBeGreaterThan(35)
  expect(wrongs(document, requestsIn(requestsHttp))).toEqual([])
})

test.each([
  ['a missing call', 'GET {{origin}}/deadLetters', 'GET {{origin}}/items', 'listDeadLetters is missing'],
  ['a call that is not there', '/payments/gates', '/gates', 'readGates: there is no GET /gates'],
  ['a body that is refused', '"qty": 3', '"qty": 0', 'placeOrder: data/qty'],
  ['a token that is missing', 'Bearer {{courier}}', '', 'listDeliveries: its token'],
])('%s is caught', (_, before, after, sentence) => {
  const changed = requestsHttp.replace(before, after)
  expect(changed).not.toBe(requestsHttp)
  expect(wrongs(document, requestsIn(changed)).join('\n')).toContain(sentence)
})
