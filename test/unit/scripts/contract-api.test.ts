// What breaks a client of the API is caught.
import { describe, expect, it } from 'vitest'
import { contractBreaks } from '../../../scripts/contract/breaks.ts'
import type { ContractFiles } from '../../../scripts/contract/files.ts'
import {
  api,
  bearer,
  committed,
  conflict,
  history,
  items,
  list,
  location,
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

describe('a break is caught', () => {
  const breaks: [string, () => ContractFiles, RegExp][] = [
    ['a path is gone', api((d) => removeIn(d, 'paths', '/items/{itemId}')), /GET \/items\/\{itemId\}: it is gone/],
    ['a method is gone', api((d) => removeIn(d, 'paths', '/orders/{orderId}', 'patch')), /PATCH .*: it is gone/],
    [
      'a call has another name',
      api((d) => setIn(d, ['paths', '/items', 'get', 'operationId'], 'x')),
      /operationId was changed/,
    ],
    [
      'a call asks for a token',
      api((d) => setIn(d, ['paths', '/items', 'get', 'security'], [{ bearer: [] }])),
      /it now asks for a token/,
    ],
    [
      'a call is no longer for a role',
      api((d) => setIn(d, [...history, 'security'], [{ bearer: ['customer', 'ops'] }])),
      /GET .*events: it is no longer for bearer staff/,
    ],
    [
      'a call asks for another scheme',
      api((d) => setIn(d, [...history, 'security'], [{ key: ['customer', 'staff', 'ops'] }])),
      /it is no longer for bearer customer/,
    ],
    [
      'a call asks for one more scheme',
      api((d) => setIn(d, [...history, 'security'], [{ bearer: ['customer', 'staff', 'ops'], key: [] }])),
      /it is no longer for bearer customer/,
    ],
    [
      'a call without a word of its own follows the document',
      api((d) => {
        removeIn(d, ...items, 'security')
        setIn(d, ['security'], [{ bearer: [] }])
      }),
      /GET \/items: it now asks for a token/,
    ],
    [
      "a call reaches one's own alone",
      api((d) => setIn(d, [...worklist, 'x-whose'], 'own')),
      /GET \/ordermgmts: its x-whose was changed from any to own/,
    ],
    ['a call reaches nothing', api((d) => setIn(d, [...history, 'x-whose'], 'none')), /x-whose was changed/],
    ['a call does not say whose', api((d) => removeIn(d, ...items, 'x-whose')), /x-whose was changed/],
    [
      'a token is shown in another way',
      api((d) => setIn(d, [...bearer, 'scheme'], 'basic')),
      /security scheme bearer: its scheme was changed/,
    ],
    ['a scheme is of another type', api((d) => setIn(d, [...bearer, 'type'], 'apiKey')), /its type was changed/],
    ['a scheme is gone', api((d) => removeIn(d, ...bearer)), /security scheme bearer: it is gone/],
    ['the API stands elsewhere', api((d) => setIn(d, ['servers', '0', 'url'], '/v2')), /server \/: it is gone/],
    [
      'a call no longer refuses with a code',
      api((d) => setIn(d, conflict, ['item_name_changed'])),
      /POST \/orders 409: price_changed is no longer among its codes/,
    ],
    [
      'a call refuses with another code',
      api((d) => setIn(d, conflict, ['item_name_changed', 'cost_changed'])),
      /price_changed is no longer among its codes/,
    ],
    [
      'a call no longer refuses under a status',
      api((d) => removeIn(d, ...placing, 'responses', '409')),
      /409: price_changed is no longer among its codes/,
    ],
    [
      'an answer is gone',
      api((d) => removeIn(d, 'paths', '/payments/{orderId}', 'patch', 'responses', '202')),
      /202: /,
    ],
    ['an answer is new', api((d) => setIn(d, ['paths', '/items', 'get', 'responses', '203'], {})), /203: .* is new/],
    [
      'a header is gone',
      api((d) => removeIn(d, 'paths', '/orders', 'post', 'responses', '201', 'headers', 'location')),
      /the header location is gone/,
    ],
    [
      'a header may be missing',
      api((d) => setIn(d, [...location, 'required'], false)),
      /POST \/orders 201: the header location may now be missing/,
    ],
    [
      'a header has another type',
      api((d) => setIn(d, [...location, 'schema', 'type'], 'integer')),
      /the header location: its type was widened/,
    ],
    [
      'a header of a refusal is gone',
      api((d) => removeIn(d, ...placing, 'responses', '401', 'headers', 'WWW-Authenticate')),
      /401: the header WWW-Authenticate is gone/,
    ],
    [
      'an answer comes in another type',
      api((d) => removeIn(d, 'paths', '/items', 'get', 'responses', '200', 'content', 'application/json')),
      /application\/json is gone/,
    ],
    ['a field of an answer is gone', api((d) => removeIn(d, ...order, 'properties', 'total')), /total: it was removed/],
    [
      'a field of an answer may be missing',
      api((d) => setIn(d, [...order, 'required'], without(d, [...order, 'required'], 'seq'))),
      /seq: it may now be missing/,
    ],
    [
      'a field of an answer has another type',
      api((d) => setIn(d, [...order, 'properties', 'seq'], { type: 'string' })),
      /seq: its type was widened/,
    ],
    [
      'a field of an answer may be null',
      api((d) => setIn(d, [...order, 'properties', 'seq', 'type'], ['integer', 'null'])),
      /seq: its type was widened/,
    ],
    [
      'a field of an answer has a value that its readers do not know',
      api((d) => setIn(d, statusOfOrder, withMore(d, statusOfOrder, 'lost'))),
      /orderStatus: a value is new/,
    ],
    [
      'the values of an answer are no longer all',
      api((d) => setIn(d, [...order, 'properties', 'orderStatus', 'x-extensible'], true)),
      /orderStatus: a value is new/,
    ],
    [
      'a bound of an answer is looser',
      api((d) => setIn(d, [...order, 'properties', 'seq'], { type: 'integer' })),
      /exclusiveMinimum was loosened/,
    ],
    [
      'a case of an answer is new',
      api((d) =>
        setIn(
          d,
          ['components', 'schemas', 'Verification', 'anyOf'],
          withMore(d, ['components', 'schemas', 'Verification', 'anyOf'], { type: 'string' }),
        ),
      ),
      /cases is new/,
    ],
    [
      'a new input is required',
      api((d) => setIn(d, [...place, 'required'], withMore(d, [...place, 'required'], 'itemId'))),
      /itemId: it is now required/,
    ],
    ['an input is gone', api((d) => removeIn(d, ...place, 'properties', 'itemPrice')), /itemPrice: it was removed/],
    [
      'an input takes less',
      api((d) => setIn(d, [...place, 'properties', 'qty', 'maximum'], 9)),
      /qty: its maximum was tightened/,
    ],
    [
      'an input has another pattern',
      api((d) => setIn(d, [...place, 'properties', 'itemId', 'pattern'], '^x$')),
      /itemId: its pattern was tightened/,
    ],
    [
      'an input is under a further condition',
      api((d) => setIn(d, [...place, 'dependentRequired'], { itemName: ['itemPrice'] })),
      /POST \/orders body: its dependentRequired was changed/,
    ],
    [
      'an input takes fewer values',
      api((d) => setIn(d, ['components', 'schemas', 'WorkOnOrder', 'properties', 'orderStatus', 'enum'], ['x'])),
      /orderStatus: a value is no longer taken/,
    ],
    [
      'an input takes another type',
      api((d) => setIn(d, [...place, 'properties', 'qty', 'type'], 'string')),
      /qty: its type was narrowed/,
    ],
    [
      'a parameter is required',
      api((d) => setIn(d, [...list, '0', 'required'], true)),
      /query limit: it is now required/,
    ],
    [
      'a new parameter is required',
      api((d) => setIn(d, list, withMore(d, list, { name: 'x', in: 'query', required: true }))),
      /query x: it is now required/,
    ],
    [
      'a parameter left out means something else',
      api((d) => setIn(d, [...list, '0', 'schema', 'default'], 50)),
      /query limit: its default was changed/,
    ],
    [
      'a parameter left out means nothing said',
      api((d) => removeIn(d, ...list, '0', 'schema', 'default')),
      /query limit: its default was changed/,
    ],
    [
      'a parameter is written in another way',
      api((d) => setIn(d, [...list, '0', 'style'], 'pipeDelimited')),
      /query limit: its style was changed/,
    ],
    ['a parameter is gone', api((d) => setIn(d, list, [])), /query limit: it was removed/],
  ]

  it.each(breaks)('%s', (_, plant, sentence) => {
    expect(contractBreaks(committed, plant()).join('\n')).toMatch(sentence)
  })
})
