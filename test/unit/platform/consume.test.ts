// The consumer of a queue: one call for a batch; when it fails, each message is acknowledged or retried by itself.
import { describe, expect, test } from 'vitest'
import { attemptsMax } from '../../../src/contract/dead-letter.ts'
import type { OrderMessage } from '../../../src/contract/message.ts'
import {
  type Apply,
  consume,
  newerDelaySeconds,
  ordersAtOnceMax,
  RetryLater,
  retryDelaySeconds,
} from '../../../src/platform/consume.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'

async function messagesOf(orders: number): Promise<OrderMessage[]> {
  const book = new OrderBook()
  for (let number = 0; number < orders; number++) await tell(book, orderIdOf(number), 'usr_1', 'place', 'pay', 'take')
  return book.messages
}

const nameOf = ({ subject, data }: OrderMessage) => `${Number(subject.slice(4))}/${data.event.seq}`

/** Consume these bodies; `apply` gets the names of the messages of each call. */
async function consumed(
  bodies: readonly unknown[],
  apply: (names: string[]) => Promise<void>,
  attempts = 1,
  deadFault: Error | null = null,
) {
  const verdicts: Record<string, string> = {}
  const calls: string[][] = []
  const logged: string[] = []
  const split: unknown[] = []
  const dead: unknown[] = []
  const messages = bodies.map((body, index) => {
    const id = isMessage(body) ? nameOf(body) : `malformed ${index}`
    return {
      id,
      body: structuredClone(body),
      attempts,
      ack: () => {
        verdicts[id] = 'ack'
      },
      retry: ({ delaySeconds }: { delaySeconds: number }) => {
        verdicts[id] = `retry in ${delaySeconds} s`
      },
    }
  })
  const named: Apply = (applied) => {
    calls.push(applied.map(nameOf))
    return apply(applied.map(nameOf))
  }
  const send = async (body: unknown) => {
    if (deadFault !== null) throw deadFault
    dead.push(body)
  }
  await consume({ messages }, { send }, named, (event, fields) => {
    logged.push(event)
    if (event === 'batch_split') split.push(fields)
  })
  return { verdicts, calls, logged, dead, split }
}

function isMessage(body: unknown): body is OrderMessage {
  return typeof body === 'object' && body !== null && 'subject' in body && typeof body.subject === 'string'
}

const refuse = (...poison: string[]) => {
  return async (names: string[]) => {
    const found = names.find((name) => poison.includes(name))
    if (found !== undefined) throw new Error(`${found} is poison`)
  }
}

describe('a batch', () => {
  test('is applied by one call, each order in the order of its events, and acknowledged', async () => {
    const bodies = (await messagesOf(3)).toReversed()
    const { verdicts, calls, logged } = await consumed(bodies, refuse())
    expect(calls).toEqual([['2/1', '2/2', '2/3', '1/1', '1/2', '1/3', '0/1', '0/2', '0/3']])
    expect(Object.keys(verdicts)).toHaveLength(9)
    expect(new Set(Object.values(verdicts))).toEqual(new Set(['ack']))
    expect(logged).toEqual([])
  })

  test('of one message is not tried twice', async () => {
    const [message] = await messagesOf(1)
    const { verdicts, calls, logged } = await consumed([message], refuse('0/1'), 3)
    expect([calls, verdicts, logged]).toEqual([[['0/1']], { '0/1': 'retry in 4 s' }, ['message_retried']])
  })

  test('of nothing but nonsense is not applied', async () => {
    const { verdicts, calls, dead } = await consumed(['nonsense', { subject: 1 }], refuse())
    expect(calls).toEqual([])
    expect(dead).toEqual([
      { deadLetter: { cause: 'not an order message: the whole message', attempts: 1 }, message: 'nonsense' },
      {
        deadLetter: { cause: expect.stringMatching(/^not an order message: specversion, id, .*data$/), attempts: 1 },
        message: { subject: 1 },
      },
    ])
    expect(Object.values(verdicts)).toEqual(['ack', 'ack'])
  })
})

describe('a batch that fails', () => {
  test('one poison message among many is retried alone, and holds up nobody behind it', async () => {
    const bodies = await messagesOf(30)
    const { verdicts, calls, logged } = await consumed([...bodies, 'nonsense'], refuse('7/2'))
    const { '7/2': poison, ...others } = verdicts
    expect(poison).toBe('retry in 1 s')
    expect(Object.keys(others)).toHaveLength(90)
    expect(new Set(Object.values(others))).toEqual(new Set(['ack']))
    expect(calls.slice(1).every(({ length }) => length === 1)).toBe(true)
    expect(calls).toHaveLength(91)
    expect(logged.sort()).toEqual(['batch_split', 'message_not_understood', 'message_retried'])
  })

  test('names those that failed, and ten of them at most', async () => {
    const bodies = await messagesOf(30)
    const { split } = await consumed(bodies, refuse('7/2', '3/1'))
    const ids = [`${orderIdOf(3)}/1`, `${orderIdOf(7)}/2`]
    expect(split).toMatchObject([{ messages: 90, failed: 2, fault: expect.stringContaining('is poison') }])
    expect(String(Object(split[0]).ids).split(' ').sort()).toEqual(ids)
    const many = await consumed(bodies, refuse(...bodies.map(nameOf)))
    expect([Object(many.split[0]).failed, String(Object(many.split[0]).ids).split(' ').length]).toEqual([90, 10])
    const once = await consumed(bodies, async (names) => {
      if (names.length > 1) throw new Error('the batch failed')
    })
    expect(once.split).toMatchObject([{ failed: 0, ids: '' }])
  })

  test('is tried order by order, each in the order of its events, a few orders at a time', async () => {
    const bodies = await messagesOf(25)
    let underWay = 0
    let most = 0
    const { calls } = await consumed(bodies, async (names) => {
      if (names.length > 1) throw new Error('the batch failed')
      underWay += 1
      most = Math.max(most, underWay)
      await new Promise((resolve) => setImmediate(resolve))
      underWay -= 1
    })
    expect(most).toBe(ordersAtOnceMax)
    const singles = calls.slice(1).flat()
    for (let order = 0; order < 25; order++) {
      const own = singles.filter((name) => name.startsWith(`${order}/`))
      expect(own).toEqual([`${order}/1`, `${order}/2`, `${order}/3`])
    }
  })

  test('a message that never ends keeps its own order waiting, and no other', async () => {
    const bodies = await messagesOf(30)
    const ended = new Set<string>()
    void consumed(bodies, async (names) => {
      const [name = ''] = names
      if (names.length > 1) throw new Error('the batch failed')
      if (name === '3/1') await new Promise(() => {})
      ended.add(name)
    })
    for (let turn = 0; turn < 1000 && ended.size < 87; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect(ended.size).toBe(87)
    expect([...ended].filter((name) => name.startsWith('3/'))).toEqual([])
  })
})

describe('a message at its last try', () => {
  test('becomes a dead letter with its cause, whole, and the later ones of its order are applied', async () => {
    const bodies = await messagesOf(1)
    const { verdicts, dead, logged } = await consumed(bodies, refuse('0/2'), attemptsMax)
    expect(verdicts).toEqual({ '0/1': 'ack', '0/2': 'ack', '0/3': 'ack' })
    expect(dead).toEqual([
      {
        deadLetter: { cause: 'Error: 0/2 is poison', attempts: attemptsMax },
        subject: orderIdOf(0),
        type: bodies[1]?.type,
        message: bodies[1],
      },
    ])
    expect(logged.sort()).toEqual(['batch_split', 'message_given_up'])
  })

  test('is tried once more when it cannot be sent there: the platform then makes it one', async () => {
    const bodies = await messagesOf(1)
    const broken = new Error('the queue is down')
    const { verdicts, logged } = await consumed(bodies.slice(0, 1), refuse('0/1'), attemptsMax, broken)
    expect(verdicts).toEqual({ '0/1': 'retry in 300 s' })
    expect(logged).toEqual(['message_given_up', 'dead_letter_not_sent'])
  })

  test('goes without its cause when there is no room for it', async () => {
    const large = 'x'.repeat(126_990)
    const { dead } = await consumed([large], refuse())
    expect(dead).toEqual([large])
  })
})

describe('a message of a newer release', () => {
  test('is a dead letter after its last try, by the field that nobody knows', async () => {
    const [known] = await messagesOf(1)
    const newer = structuredClone(known) as OrderMessage
    Object.assign(newer.data.event, { type: 'OrderWrapped' })
    const { verdicts, dead } = await consumed([newer], refuse(), attemptsMax)
    expect(verdicts).toEqual({ '0/1': 'ack' })
    expect(dead).toMatchObject([
      { deadLetter: { cause: 'of a newer release: data.event.type', attempts: attemptsMax }, message: newer },
    ])
  })

  test('waits, and holds up nothing before or behind it', async () => {
    const bodies: unknown[] = await messagesOf(2)
    const newer = structuredClone(bodies[1]) as OrderMessage
    Object.assign(newer.data.event, { type: 'OrderWrapped' })
    const { verdicts, calls, logged, dead } = await consumed(bodies.with(1, newer), refuse(), 5)
    expect(calls).toEqual([['0/1', '0/3', '1/1', '1/2', '1/3']])
    const { '0/2': waiting, ...others } = verdicts
    expect([waiting, ...new Set(Object.values(others))]).toEqual(['retry in 16 s', 'ack'])
    expect([logged, dead]).toEqual([['message_of_newer_release'], []])
  })

  test('is tried seldom, and over nearly the four days for which a queue keeps it', () => {
    const pauses = Array.from({ length: 100 }, (_, tried) => newerDelaySeconds(tried + 1))
    expect([pauses[0], pauses[11], pauses[12], pauses[99]]).toEqual([1, 2048, 3600, 3600])
    const days = pauses.reduce((sum, pause) => sum + pause, 0) / 86_400
    expect(days).toBeGreaterThan(3.5)
    expect(days).toBeLessThan(4)
  })
})

test('a message is retried after 1, 2, 4 … seconds, up to five minutes', () => {
  expect([1, 2, 3, 9, 10, 100].map(retryDelaySeconds)).toEqual([1, 2, 4, 256, 300, 300])
})

test('who says when the next try can succeed is tried then, in whole seconds, and at once by none', async () => {
  const bodies = await messagesOf(1)
  const { verdicts } = await consumed(bodies.slice(0, 2), async ([name]) => {
    throw new RetryLater(name === '0/1' ? 90_500 : -5, 'it waits')
  })
  expect(Object.values(verdicts)).toEqual(['retry in 91 s', 'retry in 1 s'])
})
