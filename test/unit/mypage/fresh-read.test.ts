// How new a customer's read is: replicas as far as a bookmark allows it, and never a row older than the reader knows.
import { describe, expect, test } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import type { Freshness } from '../../../src/contract/mypage.ts'
import { handleOrderEvents } from '../../../src/mypage/event-handler.ts'
import { type FreshReadPorts, readFresh } from '../../../src/mypage/fresh-read.ts'
import { getOwn, listOwn } from '../../../src/mypage/projection.ts'
import { callers, firstPage } from '../../support/callers.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { openReplicated } from '../../support/replicated.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { testVault } from '../../support/vault.ts'

const { customer, stranger } = callers
const orderId = orderIdOf(1)
const anyReplica: Freshness = { bookmark: null, minSeqs: {} }
const least = (seq: number, of = orderId): Freshness => ({ bookmark: null, minSeqs: { [of]: seq } })

async function openMyPage(...told: Parameters<typeof tell>[3][]) {
  const book = new OrderBook()
  const { database, primary, asked, catchUp } = openReplicated('mypage', 'orders')
  const fetched: string[] = []
  const ports: FreshReadPorts = {
    shards: [database],
    now: Date.now,
    vault: testVault,
    orderCommands: {
      async read(id) {
        fetched.push(id)
        return await book.read(id)
      },
    },
  }
  await tell(book, orderId, customer.subject, ...told)
  const read = (freshness?: Freshness, caller: Caller = customer, id = orderId) =>
    readFresh(ports, caller, freshness, (at) => getOwn(at, caller, id))
  const seen = async (freshness?: Freshness) => {
    const found = await read(freshness)
    return found.ok ? [found.value.order.seq, found.value.bookmark] : found.rejection.code
  }
  const project = (count: number) => handleOrderEvents(ports, book.messages.slice(0, count))
  return { book, ports, asked, fetched, primary, read, seen, project, catchUp }
}

describe('without a bookmark', () => {
  test('a replica answers, and says how new it is', async () => {
    const { project, catchUp, seen } = await openMyPage('place', 'pay')
    await project(1)
    catchUp()
    await project(2)
    expect(await seen(anyReplica)).toEqual([1, '0.b-1'])
  })

  test('what it lacks is looked for in the database itself', async () => {
    const { project, seen, asked } = await openMyPage('place')
    await project(1)
    expect(await seen(anyReplica)).toEqual([1, '0.b-1'])
    expect(asked).toEqual(['first-unconstrained', 'first-primary'])
  })

  test('and without any wish the database itself answers', async () => {
    const { project, seen, asked } = await openMyPage('place', 'pay')
    await project(2)
    expect(await seen()).toEqual([2, undefined])
    expect(asked).toEqual([])
  })
})

describe('with the bookmark of an earlier answer', () => {
  test('nothing older is read, though another replica is behind', async () => {
    const { project, seen, catchUp } = await openMyPage('place', 'pay')
    await project(1)
    catchUp()
    await project(2)
    expect(await seen({ bookmark: '0.b-2', minSeqs: {} })).toEqual([2, '0.b-2'])
    expect(await seen(anyReplica)).toEqual([1, '0.b-1'])
  })

  test('a replica answers as soon as it is as new', async () => {
    const { project, seen, catchUp } = await openMyPage('place', 'pay')
    await project(1)
    catchUp()
    await project(2)
    expect(await seen({ bookmark: '0.b-1', minSeqs: {} })).toEqual([1, '0.b-1'])
  })

  test.each([
    ['of another database, from before a move', '1.b-1'],
    ['that the database does not know, since it was set back', '0.b-99'],
    ['that is none', '0.nonsense'],
  ])('one %s has the database itself read', async (_, bookmark) => {
    const { project, seen, catchUp } = await openMyPage('place', 'pay')
    await project(1)
    catchUp()
    await project(2)
    expect(await seen({ bookmark, minSeqs: {} })).toEqual([2, '0.b-2'])
  })

  test('a database that is down is told so', async () => {
    const { primary, read } = await openMyPage('place')
    primary.failWith(new Error('D1 is down'))
    await expect(read({ bookmark: '0.b-0', minSeqs: {} })).rejects.toThrow('D1 is down')
  })
})

describe('who knows the seq of their own command', () => {
  test('sees that at once, though no message of it has come yet', async () => {
    const { seen, fetched, primary } = await openMyPage('place', 'pay')
    expect(await seen(least(2))).toEqual([2, '0.b-1'])
    expect(fetched).toEqual([orderId])
    expect(primary.rows('SELECT seq FROM orders')).toEqual([{ seq: 2 }])
  })

  test('and the messages then change nothing', async () => {
    const { seen, project, primary } = await openMyPage('place', 'pay')
    await seen(least(2))
    const [row] = primary.rows('SELECT * FROM orders')
    await project(2)
    expect(primary.rows('SELECT * FROM orders')).toEqual([row])
  })

  test('costs no call of the order when the row is as new', async () => {
    const { project, catchUp, seen, fetched } = await openMyPage('place', 'pay')
    await project(2)
    catchUp()
    expect(await seen(least(2))).toEqual([2, '0.b-1'])
    expect(fetched).toEqual([])
  })

  test('sees the newest there is when there is no such event', async () => {
    const { seen } = await openMyPage('place', 'pay')
    expect(await seen(least(99))).toEqual([2, '0.b-1'])
  })

  test('is told nothing rather than something older, while the order does not answer', async () => {
    const { project, catchUp, read, book } = await openMyPage('place', 'pay')
    await project(1)
    catchUp()
    book.fault = new Error('the order Worker is down')
    await expect(read(least(2))).rejects.toThrow('the order Worker is down')
  })

  test('finds it in the list', async () => {
    const { ports, book } = await openMyPage('place')
    await tell(book, orderIdOf(2), customer.subject, 'place', 'pay')
    const wanted = { bookmark: null, minSeqs: { [orderId]: 1, [orderIdOf(2)]: 2 } }
    const list = await readFresh(ports, customer, wanted, (at) => listOwn(at, customer, firstPage))
    expect(list).toMatchObject({ value: { items: [{ order: { seq: 2 } }, { order: { seq: 1 } }], bookmark: '0.b-1' } })
  })

  test('and of an order of somebody else nothing is read or written', async () => {
    const { read, primary } = await openMyPage('place')
    expect(await read(least(1), stranger)).toMatchObject({ rejection: { code: 'order_not_found' } })
    expect(await read(least(1, 'ord_none'), customer, 'ord_none')).toMatchObject({ ok: false })
    expect(primary.rows('SELECT * FROM orders')).toEqual([])
  })
})

test('where there are no replicas there is no bookmark', async () => {
  const { book, ports } = await openMyPage('place')
  const only = { ...ports, shards: [openDatabase('mypage')] }
  await handleOrderEvents(only, book.messages)
  const found = await readFresh(only, customer, anyReplica, (at) => getOwn(at, customer, orderId))
  expect(found).toMatchObject({ value: { order: { orderId }, bookmark: null } })
})
