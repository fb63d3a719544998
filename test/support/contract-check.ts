// Set up for the tests that ask a whole shop: every answer to a `fetch` is judged by the contract, whoever asked and
// whatever for. One that is not as documented fails the call and, should nobody notice, the file.
import { afterAll, expect } from 'vitest'
import { faultIn, faults, isJudged } from './answers.ts'

const send = globalThis.fetch

globalThis.fetch = async (target, init) => {
  const response = await send(target, init)
  const address = target instanceof Request ? target.url : String(target)
  if (!isJudged(address)) return response
  const method = init?.method ?? (target instanceof Request ? target.method : 'GET')
  const { status, headers } = response
  // A stream has no end to wait for.
  const isStream = headers.get('content-type')?.startsWith('text/event-stream') === true
  const fault = faultIn(method, address, { status, headers, text: isStream ? '' : await response.clone().text() })
  if (fault !== null) throw new Error(fault)
  return response
}

afterAll(() => expect(faults).toEqual([]))
