// Contracts only grow: what stands in docs/contract is what the code generates, and each kind of break is caught.
import { describe, expect, it, test } from 'vitest'
import { contractBreaks, contractBreaksOfEach } from '../../../scripts/contract/breaks.ts'
import {
  type ContractFiles,
  eventSchemas,
  generateContract,
  readContract,
  releasedFolder,
} from '../../../scripts/contract/files.ts'
import {
  changed,
  channels,
  committed,
  event,
  graphql,
  order,
  removeIn,
  rpc,
  setIn,
  withMore,
} from '../../support/planted-contract.ts'

test('the committed contracts are what the code generates', () => {
  expect(Object.fromEntries(committed)).toEqual(Object.fromEntries(generateContract()))
})

test('nothing that was released is broken', () => {
  const released = readContract(releasedFolder)
  expect(released.size).toBeGreaterThan(25)
  expect(contractBreaks(released, committed)).toEqual([])
})

test('an event in a new version keeps the released schemas of those before', () => {
  const schemas = eventSchemas(committed, (type) => (type === 'PayApproved' ? 3 : 1))
  const released = 'events/PayApproved.v1.json'
  expect(schemas.get(released)).toBe(committed.get(released))
  expect(JSON.parse(schemas.get('events/PayApproved.v3.json') ?? '')).toMatchObject({
    $id: 'urn:homeappliance:event:PayApproved:3',
    title: 'PayApproved',
  })
  expect([...schemas.keys()].filter((name) => !committed.has(name))).toEqual(['events/PayApproved.v3.json'])
  expect(contractBreaks(committed, new Map([...committed, ...schemas]))).toEqual([])
})

describe('a break is caught', () => {
  const breaks: [string, () => ContractFiles, RegExp][] = [
    [
      'an input takes no further fields',
      event((d) => setIn(d, ['additionalProperties'], false)),
      /further fields are no longer taken/,
    ],
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
      'messages that do not say their type come in another',
      channels((d) => {
        removeIn(d, 'components', 'messages', 'DeliveryStarted', 'contentType')
        setIn(d, ['defaultContentType'], 'application/json')
      }),
      /channel message DeliveryStarted: its contentType was changed/,
    ],
    [
      'a message comes in another type',
      channels((d) => setIn(d, ['components', 'messages', 'DeliveryStarted', 'contentType'], 'application/json')),
      /channel message DeliveryStarted: its contentType was changed/,
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
    [
      'GraphQL has lost its schema',
      () => new Map([...committed].filter(([name]) => name !== 'schema.graphql')),
      /schema.graphql: it is gone/,
    ],
    [
      'a field of GraphQL is gone',
      graphql('  needsAttention: Attention\n', ''),
      /schema.graphql: .*Order.needsAttention/,
    ],
    ['a type of GraphQL is gone', graphql(/type Cancel \{[^}]*\}/, 'scalar Cancel'), /schema.graphql: .*Cancel/],
    ['a value of GraphQL is gone', graphql('  payCanceled\n', ''), /schema.graphql: .*payCanceled/],
    ['a field of GraphQL has another type', graphql(/(type OrderLine .*?qty: )Int!/s, '$1String!'), /OrderLine.qty/],
    ['a field of GraphQL may be null', graphql('placedAt: String!', 'placedAt: String'), /Order.placedAt/],
    [
      'an argument of GraphQL is needed',
      graphql('cancelOrder(orderId: ID!, reason: String,', 'cancelOrder(orderId: ID!, reason: String!,'),
      /schema.graphql: .*cancelOrder/,
    ],
    ['an input of GraphQL is needed', graphql('  paymentToken: String\n', '  paymentToken: String!\n'), /paymentToken/],
    [
      'a GraphQL argument left out is another',
      graphql('limit: Int = 20', 'limit: Int = 50'),
      /schema.graphql: .*limit/,
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
      rpc('customer-message', '    text: string;\n', ''),
      /rpc MessageRpc.list: its answer is not what it was/,
    ],
    [
      'an RPC answer has a value in a list that may not grow',
      rpc('order', /payCanceled: "payCanceled";/g, 'payCanceled: "payCanceled"; lost: "lost";'),
      /rpc MyPageRpc.changes: its answer/,
    ],
    [
      'an RPC answer has a value that its callers do not know',
      rpc('payment', `'closed' | 'open'`, `'closed' | 'stuck' | 'open'`),
      /rpc PaymentRpc.gates: its answer/,
    ],
  ]

  const found = contractBreaksOfEach(
    committed,
    breaks.map(([, plant]) => plant()),
  )

  it.each(breaks.map(([name, , sentence], index) => [name, found[index] ?? [], sentence] as const))(
    '%s',
    (_, caught, sentence) => expect(caught.join('\n')).toMatch(sentence),
  )
})

describe('growth is let through', () => {
  const growths: [string, () => ContractFiles][] = [
    ['a new code', () => changed('problems.json', '{', '{ "x": 409,')],
    ['a new field of an event', event((d) => setIn(d, ['properties', 'x'], { type: 'string' }))],
    ['a new version of an event', () => new Map(committed).set('events/PayApproved.v2.json', '{}')],
    [
      'a message leaves its type to the document',
      channels((d) => removeIn(d, 'components', 'messages', 'DeliveryStarted', 'contentType')),
    ],
    [
      'a subscriber hears more',
      channels((d) =>
        setIn(d, ['channels', 'delivery', 'messages', 'PayApproved'], { $ref: '#/components/messages/PayApproved' }),
      ),
    ],
    ['a new field of GraphQL', graphql('  needsAttention: Attention\n', '  needsAttention: Attention\n  x: Int\n')],
    ['a new value of GraphQL', graphql('  payCanceled\n', '  payCanceled\n  lost\n')],
    ['a new optional argument of GraphQL', graphql('items: [Item!]', 'items(category: String): [Item!]')],
    [
      'a new optional input of GraphQL',
      graphql('  paymentToken: String\n', '  paymentToken: String\n  note: String\n'),
    ],
    ['another word in GraphQL', graphql('Attempts and refunds.', 'Refunds and attempts.')],
    ['a new method of an RPC interface', rpc('rpc', 'ready(): ', 'rests(): Promise<void>; ready(): ')],
    ['a new optional RPC input', rpc('rpc', 'withPaymentToken: boolean;', 'withPaymentToken: boolean; x?: string;')],
    [
      'a new field of an RPC answer',
      rpc('customer-message', '    text: string;\n', '    text: string;\n    x: string;\n'),
    ],
    ['a new code of an RPC answer', rpc('rejections', "'account_exists'", "'account_closed', 'account_exists'")],
    [
      'a new type of event in an RPC answer',
      rpc(
        'events',
        '    readonly OrderTaken: ',
        '    readonly OrderHeld: z.ZodObject<{}, z.core.$strip>;\n    readonly OrderTaken: ',
      ),
    ],
    [
      'a new cause in an RPC answer',
      () => {
        const tuple = changed('rpc/order.d.ts', "['notTaken', ", "['notTaken', 'disputed', ")
        return new Map(
          [...tuple].map(([name, text]) => [name, text.replaceAll(/( *notTaken: )/g, 'disputed: "disputed";$1')]),
        )
      },
    ],
    ['a new command', rpc('commands', `type: 'TakeOrder';`, `type: 'TakeOrder';\n} | {\n type: 'Wait';`)],
  ]

  const found = contractBreaksOfEach(
    committed,
    growths.map(([, grow]) => grow()),
  )

  it.each(growths.map(([name], index) => [name, found[index]] as const))('%s', (_, caught) => {
    expect(caught).toEqual([])
  })
})
