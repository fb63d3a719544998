// Personal data of an order: no file of the platform has it in clear, and an erasure leaves nothing to read it with,
// while the orders still add up and the chains still verify.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoAccounts } from '../../../scripts/demo/accounts.ts'
import { heldIn } from '../../support/personal-data.ts'
import { openShop, type Shop, until } from '../../support/shop.ts'
import { kangsForm, storyOf } from '../../support/story.ts'

let shop: Shop
let kang: ReturnType<typeof storyOf>
let orderId: string

const person = {
  customerName: 'Zebulon Quisenberry',
  deliveryAddress: '7 Xylophone-gil, Yangpyeong',
  deliveryPhoneNumber: '010-9753-1864',
}
/** As they may stand in a file: also as the number is dialled, and in what a courier wrote. */
const secrets = [...Object.values(person), 'Zebulon', '+821097531864', '97531864', 'Mrs. Ostrander']

const noted = { attempt: 1, reason: 'other', note: 'Mrs. Ostrander says he is away', next: 'retry' }
const handedOver = { orderStatus: 'deliveryCompleted', handover: { to: 'neighbor', note: 'Mrs. Ostrander' } }

beforeAll(async () => {
  shop = await openShop({ vars: { order: { CONFIRM_SECONDS: '1' } } })
  kang = storyOf(shop)
  orderId = (await kang.place({ ...kangsForm, ...person })).orderId
  await kang.pay(orderId)
  await kang.isOnWorklist(orderId)
  expect((await shop.call('staff', 'PATCH', `/ordermgmts/${orderId}`, { orderStatus: 'orderTaken' })).status).toBe(200)
  await kang.isOnTheRoad(orderId)
  expect((await shop.call('courier', 'POST', `/deliveries/${orderId}/attempts`, noted)).status).toBe(200)
})
afterAll(() => shop.close())

/** The files of the shop that hold one of the secrets in clear. */
function filesWith(words: readonly string[]): string[] {
  const files = readdirSync(shop.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.flatMap(({ parentPath, name }) => {
    const content = readFileSync(join(parentPath, name))
    return words.filter((word) => content.includes(word)).map((word) => `${name}: ${word}`)
  })
}

const loggedSecrets = () =>
  shop.harness.getLogs().filter(({ message }) => secrets.some((word) => message.includes(word)))

test('an order that is open is not erased', async () => {
  const { status, body } = await shop.call('customer', 'POST', `/orders/${orderId}/erasure`)
  expect([status, body['code']]).toEqual([409, 'order_still_open'])
})

test('those who work with the order read all of it', async () => {
  const read = await Promise.all([
    shop.call('customer', 'GET', `/orders/${orderId}`),
    shop.call('customer', 'GET', `/myPages/${orderId}`),
    shop.call('staff', 'GET', `/ordermgmts/${orderId}`),
    shop.call('courier', 'GET', `/deliveries/${orderId}`),
  ])
  for (const { body } of read) expect(body).toMatchObject(person)
  expect(read[3]?.body).toMatchObject({ failedAttempt: { note: noted.note } })
  for (const search of ['zebulon', '1864', 'quisen']) {
    const found = await shop.call<{ items: { orderId: string }[] }>('staff', 'GET', `/ordermgmts?q=${search}`)
    expect([search, found.body.items.map((row) => row.orderId)]).toEqual([search, [orderId]])
  }
  const nobody = await shop.call<{ items: unknown[] }>('staff', 'GET', '/ordermgmts?q=archibald')
  expect(nobody.body.items).toEqual([])
})

test('and no file has it in clear, nor any log', async () => {
  expect((await shop.call('courier', 'PATCH', `/deliveries/${orderId}`, handedOver)).status).toBe(200)
  await kang.tells(orderId, 6)
  await archived()
  expect(filesWith(secrets)).toEqual([])
  expect(loggedSecrets()).toEqual([])
  // The search itself can find: an article of the order stands in many files.
  expect(filesWith(['Air conditional']).length).toBeGreaterThan(3)
})

test('every table is in the inventory, and those that hold none hold nothing encrypted either', () => {
  for (const [table, rows] of tablesWithRows()) {
    const held = heldIn(table)
    expect([table, held]).not.toEqual([table, undefined])
    if (held === 'none') expect([table, rows.filter((row) => /sealed|personal_key/.test(row))]).toEqual([table, []])
  }
})

test('a customer erases their own, and another’s is not there', async () => {
  expect((await shop.call('customer2', 'POST', `/orders/${orderId}/erasure`)).status).toBe(404)
  const { status, body } = await shop.call('customer', 'POST', `/orders/${orderId}/erasure`)
  expect([status, body]).toMatchObject([200, { customerName: '', deliveryAddress: '', deliveryPhoneNumber: '' }])
  expect(body['personalDataErasedAt']).toBe(body['updatedAt'])
  expect((await shop.call('customer', 'POST', `/orders/${orderId}/erasure`)).body).toEqual(body)
})

test('then nothing is left to read it with: no key, no text, no word of the search', async () => {
  const left = async () =>
    tablesWithRows().flatMap(([table, rows]) =>
      rows.filter((row) => row.includes(orderId) && /"key\\?":|"personal_key":"/.test(row)).map(() => table),
    )
  await until(left, (tables) => tables.length === 0)
  await archived()
  const messages = await until(
    () => kang.messages(orderId),
    (items) => items.every(({ text }) => text === ''),
  )
  expect(messages.length).toBeGreaterThan(5)
  for (const search of ['zebulon', '1864']) {
    const found = await shop.call<{ items: unknown[] }>('staff', 'GET', `/ordermgmts?q=${search}`)
    expect(found.body.items).toEqual([])
  }
  expect(filesWith(secrets)).toEqual([])
  expect(loggedSecrets()).toEqual([])
})

test('and the order adds up, its chain verifies, and its pages open', async () => {
  const order = await kang.read(orderId)
  expect(order).toMatchObject({ orderStatus: 'deliveryCompleted', payment: { captured: { amount: 4500 } } })
  const verified = await shop.call('ops', 'GET', `/orders/${orderId}/events/verification`)
  expect(verified.body).toMatchObject({ whole: true, events: order.seq })
  const history = await shop.call('customer', 'GET', `/orders/${orderId}/events`)
  expect(JSON.stringify(history.body)).not.toMatch(/Zebulon|Ostrander/)
  expect((await shop.call('staff', 'GET', `/ordermgmts/${orderId}`)).status).toBe(200)
  expect((await shop.call('courier', 'GET', `/deliveries/${orderId}`)).status).toBe(200)
  expect((await kang.ledger(orderId)).charges).toHaveLength(1)
})

const email = demoAccounts.customer.email

test('everything about a customer is exported as one JSON, with what the inventory names', async () => {
  const second = (await kang.place({ ...kangsForm, ...person })).orderId
  await kang.agrees(second)
  await kang.tells(second, 1)
  expect(await shop.call('customer', 'POST', customerPath('erasure'), {})).toMatchObject({ status: 409 })
  const { status, body } = await shop.call<Exported>('customer', 'GET', customerPath('export'))
  expect(status).toBe(200)
  expect(body).toMatchObject({ account: { email }, orders: [{ order: person }, { order: { customerName: '' } }] })
  expect(body.orders.map(({ events }) => events.length)).toEqual([1, expect.any(Number)])
  expect(body.orders[0]?.messages[0]?.text).toContain(person.customerName)
  await kang.cancel(second)
})

test('and erased in one request: the account is gone, and so is what is left of every order', async () => {
  const erased = await until(
    () => shop.call('ops', 'POST', customerPath('erasure'), { reason: 'asked for it by letter' }),
    ({ status }) => status !== 409,
  )
  expect(erased).toMatchObject({ status: 200, body: { erasedOrders: 2, leftOrders: 0 } })
  expect((await shop.call('customer', 'POST', '/orders', kangsForm)).body['code']).toBe('token_invalid')
  const withEmail = tablesWithRows().filter(([, rows]) => rows.some((row) => row.includes(email)))
  expect(withEmail.map(([table]) => table)).toEqual([])
  // SQLite's log of changes has the deleted row until it is written over.
  expect(filesWith([email]).filter((found) => !found.includes('.sqlite-wal'))).toEqual([])
  const messages = () => shop.call<{ items: { text: string }[] }>('staff', 'GET', `/messages?orderId=${orderId}`)
  expect((await messages()).body.items.every(({ text }) => text === '')).toBe(true)
  await archived()
  expect(filesWith(secrets)).toEqual([])
  expect(loggedSecrets()).toEqual([])
  const acts = await until(
    () => shop.call<{ items: object[] }>('ops', 'GET', `/audit?target=${demoAccounts.customer.id}`),
    ({ body }) => body.items.length > 0,
  )
  expect(acts.body.items).toMatchObject([{ action: 'eraseCustomer', reason: 'asked for it by letter' }])
  expect((await shop.call('ops', 'GET', customerPath('erasure'))).body).toMatchObject({ requestedBy: { role: 'ops' } })
})

type Exported = { orders: { events: object[]; messages: { text: string }[] }[] }

function customerPath(what: 'export' | 'erasure'): string {
  return `/customers/${demoAccounts.customer.id}/${what}`
}

/** What is staged for the archive stands in its bucket. */
async function archived(): Promise<void> {
  await until(
    () => shop.call<{ left?: number; events: number }>('ops', 'POST', '/archive'),
    ({ body }) => body.events === 0,
  )
}

/** An object's rows by its tables. */
function tablesWithRows(): [string, string[]][] {
  return Object.entries(shop.everythingWritten()).flatMap(([name, rows]): [string, string[]][] => {
    if (!/\/[0-9a-f]{64}$/.test(name)) return [[name, rows]]
    const byTable = Map.groupBy(rows, (row) => row.split(':')[0] ?? '')
    return [...byTable].map(([table, lines]) => [`${name}/${table}`, lines])
  })
}
