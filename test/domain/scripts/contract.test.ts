// Contracts only grow: what stands in docs/contract is what the code generates, and each kind of break is caught.
import { describe, expect, it, test } from 'vitest'
import { contractBreaks } from '../../../scripts/contract/breaks.ts'
import { type ContractFiles, generateContract, readContract, releasedFolder } from '../../../scripts/contract/files.ts'
import {
  api,
  changed,
  channels,
  committed,
  event,
  list,
  order,
  place,
  removeIn,
  rpc,
  setIn,
  statusOfOrder,
  withMore,
  without,
} from './planted-contract.ts'

test('the committed contracts are what the code generates', () => {
  expect(Object.fromEntries(committed)).toEqual(Object.fromEntries(generateContract()))
})

test('nothing that was released is broken', () => {
  const released = readContract(releasedFolder)
  expect(released.size).toBeGreaterThan(25)
  expect(contractBreaks(released, committed)).toEqual([])
})

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
      'an input takes no further fields',
      event((d) => setIn(d, ['additionalProperties'], false)),
      /further fields are no longer taken/,
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
    ['a parameter is gone', api((d) => setIn(d, list, [])), /query limit: it was removed/],
    [
      'a code is gone',
      () => changed('problems.json', '  "price_changed": 409,\n', ''),
      /code price_changed: it is gone/,
    ],
    [
      'a code has another status',
      () => changed('problems.json', '"price_changed": 409', '"price_changed": 422'),
      /code price_changed: its status/,
    ],
    [
      'a field of an event is gone',
      event((d) => removeIn(d, 'properties', 'causationId')),
      /causationId: it was removed/,
    ],
    [
      'a field of an event is narrower',
      event((d) => setIn(d, ['properties', 'causationId', 'maxLength'], 9)),
      /maxLength was tightened/,
    ],
    ['a field of an event is wider', event((d) => removeIn(d, 'properties', 'at', 'format')), /format was loosened/],
    [
      'a new field of an event is required',
      event((d) => setIn(d, ['required'], withMore(d, ['required'], 'x'))),
      /x: it is now required/,
    ],
    [
      'a version of an event is gone',
      () => new Map([...committed].filter(([name]) => name !== 'events/OrderTaken.v1.json')),
      /OrderTaken.v1.json: it is gone/,
    ],
    ['a channel is gone', channels((d) => removeIn(d, 'channels', 'message')), /channel message: it is gone/],
    [
      'a channel has another address',
      channels((d) => setIn(d, ['channels', 'message', 'address'], 'x')),
      /its address was changed/,
    ],
    [
      'a subscriber no longer hears an event',
      channels((d) => removeIn(d, 'channels', 'message', 'messages', 'DeliveryStarted')),
      /DeliveryStarted is no longer heard/,
    ],
    [
      'an attribute of the envelope is gone',
      channels((d) => removeIn(d, 'components', 'messages', 'DeliveryStarted', 'payload', 'properties', 'time')),
      /channel message DeliveryStarted.time: it was removed/,
    ],
    [
      'a field of the order in a message is gone',
      channels((d) => removeIn(d, ...order, 'properties', 'total')),
      /channel message DeliveryStarted.data.order.total: it was removed/,
    ],
    ['a method of an RPC interface is gone', rpc('rpc', 'ready(): ', 'isReady(): '), /rpc HealthRpc.ready: it is gone/],
    [
      'an RPC interface is gone',
      rpc('rpc', 'interface MessageRpc', 'interface MessagesRpc'),
      /rpc MessageRpc.list: it is gone/,
    ],
    [
      'an RPC input takes less',
      rpc('rpc', 'asOf: number | string | null', 'asOf: number | null'),
      /rpc OrderRpc.history: it no longer takes/,
    ],
    [
      'an RPC input needs a new field',
      rpc('rpc', 'withPaymentToken: boolean;', 'withPaymentToken: boolean; x: string;'),
      /rpc OrderRpc.place: it no longer takes/,
    ],
    [
      'a command needs a new field',
      rpc('commands', `type: 'TakeOrder';`, `type: 'TakeOrder'; x: string;`),
      /rpc OrderCommandsRpc.handle: it no longer takes/,
    ],
    [
      'an RPC answer has lost a field',
      rpc('rpc', '    text: string;\n', ''),
      /rpc MessageRpc.list: its answer is not what it was/,
    ],
    [
      'an RPC answer has a value that its callers do not know',
      rpc('rpc', `'closed' | 'open'`, `'closed' | 'stuck' | 'open'`),
      /rpc PaymentRpc.gates: its answer/,
    ],
  ]

  it.each(breaks)('%s', (_, plant, sentence) => {
    expect(contractBreaks(committed, plant()).join('\n')).toMatch(sentence)
  })
})

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
    ['a refusal that no longer happens', api((d) => removeIn(d, 'paths', '/orders', 'post', 'responses', '409'))],
    ['a new optional input', api((d) => setIn(d, [...place, 'properties', 'x'], { type: 'string' }))],
    ['an input takes more', api((d) => setIn(d, [...place, 'properties', 'qty', 'maximum'], 9999))],
    ['an input is no longer required', api((d) => setIn(d, [...place, 'required'], []))],
    ['a new optional parameter', api((d) => setIn(d, list, withMore(d, list, query)))],
    ['a new code', () => changed('problems.json', '{', '{ "x": 409,')],
    ['a new field of an event', event((d) => setIn(d, ['properties', 'x'], { type: 'string' }))],
    ['a new version of an event', () => new Map(committed).set('events/PayApproved.v2.json', '{}')],
    [
      'a subscriber hears more',
      channels((d) =>
        setIn(d, ['channels', 'message', 'messages', 'PayApproved'], { $ref: '#/components/messages/PayApproved' }),
      ),
    ],
    ['a new method of an RPC interface', rpc('rpc', 'ready(): ', 'rests(): Promise<void>; ready(): ')],
    ['a new optional RPC input', rpc('rpc', 'withPaymentToken: boolean;', 'withPaymentToken: boolean; x?: string;')],
    ['a new field of an RPC answer', rpc('rpc', '    text: string;\n', '    text: string;\n    x: string;\n')],
    ['a new command', rpc('commands', `type: 'TakeOrder';`, `type: 'TakeOrder';\n} | {\n type: 'Wait';`)],
  ]

  it.each(growths)('%s', (_, grow) => {
    expect(contractBreaks(committed, grow())).toEqual([])
  })
})
