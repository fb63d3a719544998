// The hub of a customer's open pages: where a socket begins, what it is sent, what it costs at rest, how it ends.
import { describe, expect, test } from 'vitest'
import { closeCodes, type LiveRequest } from '../../../src/contract/live.ts'
import { handleOrderEvents, type MyPagePorts } from '../../../src/mypage/event-handler.ts'
import { endSession, followersMax, tellHub } from '../../../src/mypage/live-hub.ts'
import { readShards } from '../../../src/mypage/shards.ts'
import { changesMax } from '../../../src/mypage/store.ts'
import { shardOf } from '../../../src/platform/shard.ts'
import { type ClientEnd, hubOver } from '../../support/live-hub.ts'
import { OrderBook, orderIdOf, type Step, tell } from '../../support/order-book.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { testVault } from '../../support/vault.ts'

const minute = 60_000
const settled = 300

function openHub(customerId = 'usr_1') {
  const clock = { now: Date.parse('2026-11-02T10:00:00.000Z') }
  const database = openDatabase('mypage', { now: () => clock.now })
  const book = new OrderBook()
  const hub = hubOver({ shards: [database] }, clock)
  const told: string[] = []
  const ports: MyPagePorts = {
    vault: testVault,
    shards: [database],
    now: () => clock.now,
    live: async (id) => {
      told.push(id)
      await tellHub(hub.ports)
    },
  }
  const open = async (after: string | null, more: Partial<LiveRequest> = {}): Promise<ClientEnd> => {
    const request = { customerId, sessionId: 'ses_1', until: clock.now + 15 * minute, after, ...more }
    const end = await hub.open(request)
    if (end === null) throw new Error('refused')
    return end
  }
  /** Steps of an order, projected at once. */
  async function goes(number: number, ...steps: Step[]): Promise<void> {
    const before = book.messages.length
    await tell(book, orderIdOf(number), customerId, ...steps)
    await handleOrderEvents(ports, book.messages.slice(before))
  }
  return { clock, database, hub, ports, told, open, goes, book }
}

const seen = ({ frames }: ClientEnd) =>
  frames.map((frame) => (frame.event === 'order' ? `${frame.order.orderId.at(-1)}/${frame.order.seq}` : frame.event))
const lastIdOf = ({ frames }: ClientEnd) => frames.at(-1)?.id ?? ''

describe('a socket', () => {
  test('begins at now without an id, and is then told what changes', async () => {
    const { hub, open, goes } = openHub()
    await goes(1, 'place')
    await hub.goOn(settled)
    const page = await open(null)
    await hub.goOn(settled)
    await goes(1, 'pay')
    await hub.goOn(settled)
    expect(seen(page)).toEqual(['start', '1/2'])
  })

  test('is told what was written just before it came, though nobody followed then', async () => {
    const { hub, open, goes, told } = openHub()
    await goes(1, 'place')
    const page = await open(null)
    await hub.goOn(settled)
    expect(told).toEqual([])
    expect(seen(page)).toEqual(['start', '1/1'])
  })

  test('goes on after the id that it names, also between two changes of one instant', async () => {
    const { hub, open, goes } = openHub()
    const page = await open('0')
    await hub.goOn(settled)
    await Promise.all([goes(1, 'place'), goes(2, 'place'), goes(3, 'place')])
    await hub.goOn(settled)
    expect(seen(page)).toEqual(['1/1', '2/1', '3/1'])
    const second = page.frames[1]?.id ?? ''
    expect(page.frames.map(({ id }) => id.split('-')[0])).toEqual(Array(3).fill(second.split('-')[0]))
    const again = await open(second)
    await hub.goOn(settled)
    expect(seen(again)).toEqual(['3/1'])
  })

  test('is told all it has missed, however much that is', async () => {
    const { hub, open, goes, clock } = openHub()
    for (let number = 1; number <= 2 * changesMax + 10; number += 1) {
      clock.now += 1
      await goes(number, 'place')
    }
    await hub.goOn(settled)
    const page = await open('0')
    await hub.goOn(settled)
    expect(page.frames).toHaveLength(2 * changesMax + 10)
    expect(new Set(page.frames.map(({ id }) => id)).size).toBe(2 * changesMax + 10)
  })

  test('that is ahead of all changes is told to begin anew, and others go on', async () => {
    const { hub, open, goes, clock } = openHub()
    await goes(1, 'place')
    await hub.goOn(settled)
    const [ahead, other] = [await open(`${clock.now + minute}`), await open('0')]
    await hub.goOn(settled)
    expect([seen(ahead), seen(other)]).toEqual([['reset', '1/1'], ['1/1']])
  })

  test('that takes nothing more is closed, and the others are told', async () => {
    const { hub, open, goes } = openHub()
    const [broken, whole] = [await open('0'), await open('0')]
    broken.isBroken = true
    await goes(1, 'place')
    await hub.goOn(settled)
    expect([broken.closed, seen(whole)]).toEqual([closeCodes.ended, ['1/1']])
    const back = await open(lastIdOf(broken) || '0')
    await hub.goOn(settled)
    expect(seen(back)).toEqual(['1/1'])
  })

  test('that is cut at any time sees each order go forwards only, and each change once', async () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const { hub, open, goes } = openHub()
      let state = seed
      const random = (below: number) => {
        state = (state * 48_271) % 2_147_483_647
        return state % below
      }
      const steps = ['place', 'pay', 'take', 'startDelivery', 'completeDelivery'] as const
      const next = [0, 0, 0, 0]
      const ids: string[] = []
      const all: string[] = []
      let page = await open('0')
      for (let turn = 0; turn < 60; turn += 1) {
        const number = random(4)
        const step = steps[next[number] ?? 0]
        if (step !== undefined && random(3) > 0) {
          next[number] = (next[number] ?? 0) + 1
          await goes(number, step)
        }
        await hub.goOn(random(400))
        if (random(6) === 0 || turn === 59) {
          ids.push(...page.frames.map(({ id }) => id))
          all.push(...seen(page))
          hub.cut(page)
          await hub.goOn(random(300))
          page = await open(ids.at(-1) ?? '0')
        }
      }
      await hub.goOn(settled)
      all.push(...seen(page))
      expect(new Set(all).size).toBe(all.length)
      for (const [number, count] of next.entries()) {
        const seqs = all.filter((one) => one.startsWith(`${number}/`)).map((one) => Number(one.split('/')[1]))
        expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
        expect(seqs.at(-1) ?? 0).toBe(count)
      }
    }
  })
})

describe('whoever writes a row', () => {
  test('is told when the hub does not answer: the message comes again, and tells it then', async () => {
    const { open, hub, ports, book } = openHub()
    const page = await open('0')
    await tell(book, orderIdOf(1), 'usr_1', 'place')
    const message = book.message(orderIdOf(1), 'OrderPlaced')
    const broken = { ...ports, live: () => Promise.reject(new Error('the object is overloaded')) }
    await hub.goOn(settled)
    await expect(handleOrderEvents(broken, [message])).rejects.toThrow('the object is overloaded')
    await hub.goOn(settled)
    expect(seen(page)).toEqual([])
    await handleOrderEvents(ports, [message])
    await hub.goOn(settled)
    expect(seen(page)).toEqual(['1/1'])
  })

  test('finds those who follow at their new home, too, while customers are moved', async () => {
    const clock = { now: Date.now() }
    const databases = [1, 2, 3, 4].map(() => openDatabase('mypage', { now: () => clock.now }))
    const hub = hubOver(readShards('1 to 4', databases), clock)
    const movers = ['usr_1', 'usr_2', 'usr_3', 'usr_4'].filter((id) => shardOf(id, 4) !== 0)
    for (const customerId of movers)
      await hub.open({ customerId, sessionId: null, until: clock.now + minute, after: null })
    const told: string[] = []
    const after = {
      ...readShards('4', databases),
      vault: testVault,
      now: () => clock.now,
      live: async (id: string) => void told.push(id),
    }
    const book = new OrderBook()
    for (const [number, id] of movers.entries()) await tell(book, orderIdOf(number), id, 'place')
    for (const message of book.messages) await handleOrderEvents(after, [message])
    expect(told).toEqual(movers)
    expect(told.length).toBeGreaterThan(1)
  })
})

describe('at rest', () => {
  test('500 open pages ask the database nothing until their tokens end', async () => {
    const hubs = await Promise.all(
      Array.from({ length: 25 }, async (_, number) => {
        const one = openHub(`usr_${number}`)
        await one.goes(number, 'place')
        for (let page = 0; page < 20; page += 1) await one.open('0')
        await one.hub.goOn(settled)
        return one
      }),
    )
    const asked = () => hubs.map(({ database }) => [database.calls.single, database.calls.batches.length])
    const before = asked()
    for (const { hub } of hubs) await hub.goOn(14 * minute)
    expect(asked()).toEqual(before)
    expect(hubs.flatMap(({ hub }) => hub.followers())).toHaveLength(500)
    for (const { hub } of hubs) await hub.goOn(2 * minute)
    expect(hubs.flatMap(({ hub }) => hub.followers())).toEqual([])
    expect(hubs.map(({ hub }) => hub.alarm)).toEqual(Array(25).fill(null))
  })
})

describe('the end', () => {
  test('comes with the token, for each socket at its own time', async () => {
    const { hub, open, clock } = openHub()
    const [early, late] = [await open(null, { until: clock.now + minute }), await open(null)]
    await hub.goOn(minute)
    expect([early.closed, late.closed]).toEqual([closeCodes.ended, null])
    await hub.goOn(14 * minute)
    expect(late.closed).toBe(closeCodes.ended)
  })

  test('comes with the session, and with no other one', async () => {
    const { hub, open } = openHub()
    const [mine, other, none] = [
      await open(null),
      await open(null, { sessionId: 'ses_2' }),
      await open(null, { sessionId: null }),
    ]
    endSession(hub.followers(), 'ses_1')
    expect([mine.closed, other.closed, none.closed]).toEqual([closeCodes.ended, null, null])
  })

  test(`is at the door for more than ${followersMax} sockets of one customer`, async () => {
    const { open } = openHub()
    for (let count = 0; count < followersMax; count += 1) await open(null)
    await expect(open(null)).rejects.toThrow('refused')
  })
})
