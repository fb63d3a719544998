// Hostile input: injection, ambiguous JSON, deceptive text. It is refused, or kept as plain text.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoAccounts } from '../../../scripts/demo/accounts.ts'
import { rawCall } from '../../support/raw-call.ts'
import { type Expected, refusalsOf, standstill } from '../../support/refusals.ts'
import { openShop, type Shop } from '../../support/shop.ts'
import { kangsForm, storyOf } from '../../support/story.ts'
import { signedIn } from '../../support/visitor.ts'

let shop: Shop
let kang: ReturnType<typeof storyOf>
let orderId: string
let refuses: ReturnType<typeof refusalsOf>['refuses']
let untouchedBy: ReturnType<typeof refusalsOf>['untouchedBy']

beforeAll(async () => {
  shop = await openShop({ vars: standstill })
  kang = storyOf(shop)
  orderId = await kang.upTo('payApproved')
  await kang.agrees(orderId)
  const watched = refusalsOf(shop)
  refuses = watched.refuses
  untouchedBy = watched.untouchedBy
})
afterAll(() => shop.close())

const payloads = [
  `'; DROP TABLE "order"; --`,
  `1' OR '1'='1`,
  `x'||(SELECT privateKey FROM jwks)||'`,
  'a\r\nset-cookie: session=x',
  'a\n{"event":"fault"}',
  '$' + '{7*7}{{7*7}}',
  '../../etc/passwd\u0000',
]

describe('what is injected', () => {
  const invalid = { status: 422, code: 'invalid_request' }
  test.each(payloads)('into what is chosen from a few: %j', async (payload) => {
    for (const field of ['itemId', 'qty', 'itemPrice', 'deliveryPhoneNumber', 'orderStatus', 'customerId']) {
      await refuses({ ...invalid, field }, () =>
        shop.call('customer', 'POST', '/orders', { ...kangsForm, [field]: payload }),
      )
    }
    const reported = encodeURIComponent(payload)
    await refuses({ ...invalid, field: 'limit' }, () => shop.call('customer', 'GET', `/myPages?limit=${reported}`))
    await refuses({ ...invalid, field: 'cursor' }, () => shop.call('customer', 'GET', `/myPages?cursor=${reported}`))
    await refuses({ ...invalid, field: 'asOf' }, () =>
      shop.call('customer', 'GET', `/orders/${orderId}/events?asOf=${reported}`),
    )
    await refuses({ ...invalid, field: 'orderStatus' }, () =>
      shop.call('staff', 'GET', `/ordermgmts?orderStatus=${reported}`),
    )
    await refuses({ ...invalid, field: 'email' }, () => shop.call('ops', 'GET', `/accounts?email=${reported}`))
  })

  test.each(payloads)('into an id finds nothing: %j', async (payload) => {
    const id = encodeURIComponent(payload)
    const paths = ['/orders/', '/payments/', '/messages/', '/myPages/', '/items/']
    const answers = await untouchedBy(() => Promise.all(paths.map((path) => shop.call('customer', 'GET', path + id))))
    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 404))
    const { body } = await shop.call<{ items: unknown[] }>('customer', 'GET', `/messages?orderId=${id}`)
    expect(body.items).toEqual([])
  })

  test('into text is text, in every store and on every page', async () => {
    const text = `O'Brien"; DROP TABLE worklist; -- <script>alert(1)</script> $` + '{7*7} %s %n'
    const form = { ...kangsForm, customerName: text, deliveryAddress: `${text}!` }
    const placed = await kang.place(form)
    await kang.pay(placed.orderId)
    await kang.take(placed.orderId)
    const result = (await kang.tells(placed.orderId, 4)).map((message) => message.text)
    expect(result[0]).toContain(text)
    await kang.agrees(placed.orderId)
    expect(await kang.mypage(placed.orderId)).toMatchObject({ customerName: text, deliveryAddress: `${text}!` })
    const row = await shop.call('staff', 'GET', `/ordermgmts/${placed.orderId}`)
    expect(row.body).toMatchObject({ customerName: text })
    for (const [account, path] of [
      ['customer', `/mypage/orders/${placed.orderId}`],
      ['staff', `/admin/orders/${placed.orderId}`],
    ] as const) {
      const page = await (await (await signedIn(shop.origin, account)).get(path)).text()
      expect(page).toContain('&lt;script&gt;')
      expect(page).not.toContain('<script>alert')
    }
    expect((await shop.call<{ items: unknown[] }>('staff', 'GET', '/ordermgmts')).body.items.length).toBe(2)
  })
})

describe('JSON is refused', () => {
  const malformed = { status: 400, code: 'json_malformed' }
  const invalid = { status: 422, code: 'invalid_request' }
  const form = JSON.stringify(kangsForm)
  const plus = (text: string) => `${form.slice(0, -1)},${text}}`
  test.each<[string, Expected, string]>([
    ['that names a field twice', malformed, plus('"qty":4')],
    ['that names a field twice in two spellings', malformed, plus(String.raw`"\u0071ty":4`)],
    ['that is 10⁵ deep', malformed, '['.repeat(30_000) + ']'.repeat(30_000)],
    ['that is deep in one field', malformed, plus(`"x":${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}`)],
    ['with a prototype', { ...invalid, field: '__proto__' }, plus('"__proto__":{"isAdmin":true}')],
    ['with a constructor', { ...invalid, field: 'constructor' }, plus('"constructor":{"prototype":{"qty":1}}')],
    ['with a prototype instead of fields', invalid, `{"__proto__":${form}}`],
    ['with a method of objects', { ...invalid, field: 'toString' }, plus('"toString":null')],
    ['with a number beyond all', { ...invalid, field: 'qty' }, form.replace('"qty":3', '"qty":1e400')],
    ['with digits of another script', { ...invalid, field: 'qty' }, form.replace('"qty":3', '"qty":"٣"')],
    ['with NaN', malformed, form.replace('"qty":3', '"qty":NaN')],
    ['with a comma at the end', malformed, form.replace('}', ',}')],
    ['with a second body behind it', malformed, `${form}${form}`],
  ])('%s', async (_, expected, body) => {
    await refuses(expected, () => shop.call('customer', 'POST', '/orders', body))
  })

  test('that is 10⁵ deep in truth is over the limit before it is read', async () => {
    const body = '['.repeat(100_000) + ']'.repeat(100_000)
    await refuses({ status: 413, code: 'body_too_large' }, () => shop.call('customer', 'POST', '/orders', body))
  })

  test('that is not UTF-8', async () => {
    const body = Buffer.from(form.replace('Kang', 'K\u00ffng'), 'latin1')
    const answer = await untouchedBy(async () =>
      rawCall(shop.origin, 'POST', '/orders', await shop.token('customer'), body),
    )
    expect([answer.status, answer.body]).toEqual([400, expect.stringContaining('not UTF-8')])
  })
})

describe('text that shows other than it is', () => {
  test.each([
    ['a turned direction', 'Kang\u202Egnak'],
    ['a turned direction, isolated', 'Kang\u2066gnak'],
    ['a space without width', 'Ka\u200Bng'],
    ['a mark of byte order', 'Ka\uFEFFng'],
    ['a hidden tag', 'Kang\u{E0041}'],
    ['half of a pair', 'Kang\uD800'],
    ['the other half', 'Kang\uDC00'],
    ['a line separator', 'Kang\u2028Seo'],
    ['a line break', 'Kang\nSeo'],
    ['nothing that is seen', '\u200D\u3164'],
  ])('is refused: %s', async (_, text) => {
    for (const field of ['customerName', 'deliveryAddress']) {
      await refuses({ status: 422, code: 'invalid_request', field }, () =>
        shop.call('customer', 'POST', '/orders', { ...kangsForm, [field]: text }),
      )
    }
    await refuses({ status: 422, code: 'invalid_request', field: 'reason' }, () =>
      shop.call('customer', 'PATCH', `/orders/${orderId}`, { orderStatus: 'orderCancel', reason: text }),
    )
  })

  test('and names of all scripts are taken, each in one form', async () => {
    const names: [string, string][] = [
      ['강'.normalize('NFD'), '강'],
      ['Ame\u0301lie', 'Amélie'],
      ['محمد', 'محمد'],
      ['क्‍ष', 'क्‍ष'],
      ['👩‍👩‍👧 Kаng', '👩‍👩‍👧 Kаng'],
    ]
    for (const [customerName, kept] of names) {
      const { orderId: id } = await kang.place({ ...kangsForm, customerName })
      expect(await kang.read(id)).toMatchObject({ customerName: kept })
      await kang.agrees(id)
    }
  })
})

describe('what is too long is refused unread', () => {
  test('an address', async () => {
    await refuses({ status: 414, code: 'address_too_long' }, () =>
      shop.call('customer', 'GET', `/orders/${orderId}?x=${'x'.repeat(9000)}`),
    )
  })
  test('all headers together', async () => {
    const headers = Object.fromEntries(Array.from({ length: 5 }, (_, n) => [`x-${n}`, 'x'.repeat(7000)]))
    await refuses({ status: 431, code: 'headers_too_large' }, () =>
      shop.call('customer', 'GET', `/orders/${orderId}`, undefined, headers),
    )
  })
  test.each([
    ['GET', `/orders/${'x'.repeat(65)}`, 'orderId'],
    ['GET', `/messages/${'x'.repeat(65)}`, 'messageId'],
    ['GET', `/myPages?cursor=${'x'.repeat(501)}`, 'cursor'],
    ['GET', `/messages?orderId=${'x'.repeat(65)}`, 'orderId'],
  ])('%s %s', async (method, path, field) => {
    await refuses({ status: 422, code: 'invalid_request', field }, () => shop.call('customer', method, path))
  })
  test.each(['x'.repeat(201), 'a b'])('a key: %j', async (key) => {
    await refuses({ status: 422, code: 'invalid_request', field: 'idempotency-key' }, () =>
      shop.call('customer', 'POST', '/orders', kangsForm, { 'idempotency-key': key }),
    )
  })
})

test('nothing of all this stands in the logs: no token, no password, nobody’s address, no fault of ours', async () => {
  const system = { name: "x'; --", role: 'staff' }
  expect(await shop.call('ops', 'POST', '/systems', system)).toMatchObject({ status: 201 })
  const logs = shop.harness.getLogs().map(({ message }) => message)
  expect(logs.filter((line) => line.includes('"event":"system_added"'))).toHaveLength(1)
  expect(logs.filter((line) => line.includes('"event":"fault"'))).toEqual([])
  const secrets = [kangsForm.deliveryAddress, demoAccounts.customer.password, await shop.token('customer')]
  for (const secret of secrets) expect(logs.filter((line) => line.includes(secret))).toEqual([])
})
