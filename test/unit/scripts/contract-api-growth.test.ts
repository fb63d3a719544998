// What only adds to the API breaks none of its clients, and is let through.
import { describe, expect, it } from 'vitest'
import { contractBreaks } from '../../../scripts/contract/breaks.ts'
import type { ContractFiles } from '../../../scripts/contract/files.ts'
import {
  api,
  bearer,
  committed,
  conflict,
  history,
  list,
  order,
  place,
  placing,
  removeIn,
  setIn,
  statusOfOrder,
  withMore,
  without,
  worklist,
} from '../../support/planted-contract.ts'

describe('growth is let through', () => {
  const query = { name: 'x', in: 'query', required: false, schema: { type: 'string' } }
  const growths: [string, () => ContractFiles][] = [
    ['a new path', api((d) => setIn(d, ['paths', '/x'], {}))],
    ['a new field of an answer', api((d) => setIn(d, [...order, 'properties', 'x'], { type: 'string' }))],
    [
      'a field of an answer is always there',
      api((d) => setIn(d, [...order, 'required'], withMore(d, [...order, 'required'], 'needsAttention'))),
    ],
    ['fewer values in an answer', api((d) => setIn(d, statusOfOrder, without(d, statusOfOrder, 'orderTaken')))],
    [
      'a refusal without a code that no longer happens',
      api((d) => removeIn(d, 'paths', '/readyz', 'get', 'responses', '503')),
    ],
    ['one more code of a refusal', api((d) => setIn(d, conflict, withMore(d, conflict, 'x')))],
    ['a new status of a refusal', api((d) => setIn(d, [...placing, 'responses', '410'], {}))],
    [
      'answers that come only to a client that asks for them by a header',
      api((d) => {
        setIn(d, [...worklist, 'responses', '101'], {})
        setIn(d, [...worklist, 'responses', '304'], {})
      }),
    ],
    ['one more role', api((d) => setIn(d, [...worklist, 'security'], [{ bearer: ['courier', 'staff', 'ops'] }]))],
    ['one more way in', api((d) => setIn(d, [...worklist, 'security'], [{ key: [] }, { bearer: ['staff', 'ops'] }]))],
    ['any token is let in', api((d) => setIn(d, [...worklist, 'security'], [{ bearer: [] }]))],
    [
      'a call is open to anyone, and refuses nobody at the door',
      api((d) => {
        setIn(d, [...worklist, 'security'], [])
        removeIn(d, ...worklist, 'responses', '401')
        removeIn(d, ...worklist, 'responses', '403')
      }),
    ],
    ['everybody’s and not only one’s own', api((d) => setIn(d, [...history, 'x-whose'], 'any'))],
    ['one more server', api((d) => setIn(d, ['servers'], withMore(d, ['servers'], { url: '/v2' })))],
    ['another word about a scheme', api((d) => setIn(d, [...bearer, 'description'], 'x'))],
    ['what an input left out means is said', api((d) => setIn(d, [...place, 'properties', 'qty', 'default'], 1))],
    ['a new optional input', api((d) => setIn(d, [...place, 'properties', 'x'], { type: 'string' }))],
    ['an input takes more', api((d) => setIn(d, [...place, 'properties', 'qty', 'maximum'], 9999))],
    ['an input is no longer required', api((d) => setIn(d, [...place, 'required'], []))],
    ['a new optional parameter', api((d) => setIn(d, list, withMore(d, list, query)))],
  ]

  it.each(growths)('%s', (_, grow) => {
    expect(contractBreaks(committed, grow())).toEqual([])
  })
})
