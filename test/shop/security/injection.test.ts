// Injection into each place of the API that takes text: refused without a write, or kept as text.
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoAccounts } from '../../../scripts/demo/accounts.ts'
import { mayCall, rowOf } from '../../../src/contract/authorization.ts'
import { readApiDocument } from '../../support/api-contract.ts'
import { plantDeadLetter } from '../../support/dead-letters.ts'
import { requestFor, type Things } from '../../support/every-call.ts'
import { refusalsOf, standstill } from '../../support/refusals.ts'
import { type Account, openShop, type Shop } from '../../support/shop.ts'
import { kangsForm, storyOf } from '../../support/story.ts'
import { type Place, payloads, textPlaces, withText } from '../../support/text-places.ts'
import { signedIn } from '../../support/visitor.ts'

let shop: Shop
let kang: ReturnType<typeof storyOf>
let untouchedBy: ReturnType<typeof refusalsOf>['untouchedBy']
let things: Things

beforeAll(async () => {
  shop = await openShop({ vars: standstill })
  kang = storyOf(shop)
  untouchedBy = refusalsOf(shop).untouchedBy
  const orderId = await kang.upTo('deliveryStarted')
  const [message] = await kang.tells(orderId, 4)
  await kang.agrees(orderId)
  const system = await shop.call('ops', 'POST', '/systems', { name: 'a warehouse', role: 'staff' })
  const deadLetterId = await plantDeadLetter(shop)
  // What was done up to here is in the audit before a list of it is read.
  await shop.call('ops', 'GET', '/audit')
  const [messageId, clientId] = [message?.messageId ?? '', String(system.body['clientId'])]
  const customerId = demoAccounts.customer.id
  things = { orderId, messageId, customerId, accountId: demoAccounts.customer2.id, clientId, deadLetterId }
})
afterAll(() => shop.close())

const ajv = new Ajv2020({ strict: false })
addFormats(ajv)
const document = readApiDocument()
const places = textPlaces(document)

type Try = { place: Place; text: string }
const tries: Try[] = places.flatMap((place) => Object.values(payloads).map((text) => ({ place, text })))
/** A header holds one line of what is seen: after a line break stands the next header, and that is its sender's. */
const canBeSent = ({ place, text }: Try) => place.where !== 'header' || /^[\x20-\x7e]*$/.test(text)
/** Text that the document lets into a body is stored; a key is kept, too. All else is refused, or leads to nothing. */
const isTaken = ({ place: { where, steps, schema }, text }: Try) =>
  (where === 'body' || steps[0] === 'idempotency-key') && ajv.validate(schema, text)

const nameOf = ({ place: { call, where, steps }, text }: Try) => `${call} ${where} ${steps.join('.')} ${text}`

/** As one who may make the call. `of`: what it is about. */
async function send({ place, text }: Try, of: Things) {
  const { call, where, steps } = place
  const { method, path, body } = requestFor(call, of, steps[0] === 'reason' ? 'CancelOrder' : undefined)
  const [name = ''] = steps
  const [before, after = ''] =
    where === 'path'
      ? rowOf(call)
          .route.slice(method.length + 1)
          .split(`{${name}}`)
      : [path]
  const address = where === 'path' ? `${before}${encodeURIComponent(text)}${filled(after, of)}` : path
  const query = where === 'query' ? `?${new URLSearchParams({ [name]: text })}` : ''
  const headers = where === 'header' ? { [name]: text } : {}
  return await shop.call(
    callerOf(place),
    method,
    address + query,
    where === 'body' ? withText(bodyFor(place, body), steps, text) : body,
    headers,
  )
}

const filled = (path: string, of: Things) =>
  path.replace('{orderId}', of.orderId).replace('{deadLetterId}', of.deadLetterId)

/** An order is asked for by its lines when it is into them. */
function bodyFor({ call, steps }: Place, body: object | undefined): unknown {
  if (call !== 'placeOrder' || steps[0] !== 'lines') return body
  const { itemId, qty, ...contact } = kangsForm
  return { ...contact, lines: [{ itemId, qty }] }
}

function callerOf({ call }: Place): Account | null {
  if (rowOf(call).roles === 'anyone') return null
  const accounts: Account[] = ['customer', 'staff', 'courier', 'ops']
  return accounts.find((account) => mayCall(demoAccounts[account].role, call)) ?? null
}

async function inTurns<T, R>(all: readonly T[], ask: (one: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = []
  const waiting = all.entries()
  const turn = async () => {
    for (const [index, one] of waiting) answers[index] = await ask(one)
  }
  await Promise.all(Array.from({ length: 8 }, turn))
  return answers
}

test('the document has its places: fields in lists, what is in addresses and in headers', () => {
  const named = places.map(({ call, where, steps }) => `${call} ${where} ${steps.join('.')}`)
  expect(named).toEqual(
    expect.arrayContaining([
      'placeOrder body customerName',
      'placeOrder body lines.0.itemName',
      'refundPart body amount.currency',
      'placeOrder header idempotency-key',
      'listAccounts query email',
      'readMessage path messageId',
    ]),
  )
  expect(places.length).toBeGreaterThan(70)
})

/** What may be any text, and then finds nothing. */
const searches = ['listMessages orderId', 'listWorklist q', 'listAudit actorId', 'listAudit action', 'listAudit target']

/** A list of tags may be any text: what is none in it is no tag of the answer. */
const tags = 'If-None-Match'

test('what is no text of the place is refused, or finds nothing, and nothing is written', async () => {
  const refused = tries.filter((one) => canBeSent(one) && !isTaken(one))
  expect(refused.length).toBeGreaterThan(400)
  const answers = await untouchedBy(() => inTurns(refused, (one) => send(one, things)))
  for (const [index, { status, headers, body }] of answers.entries()) {
    const one = refused[index]
    if (one === undefined) continue
    const isSearch = status === 200 && searches.includes(`${one.place.call} ${one.place.steps[0]}`)
    if (isSearch) expect(body['items']).toEqual([])
    else if (one.place.steps[0] === tags)
      expect([nameOf(one), [200, 404].includes(status)]).toEqual([nameOf(one), true])
    else expect([nameOf(one), status >= 400 && status < 500, status]).toEqual([nameOf(one), true, status])
    expect([nameOf(one), headers.getSetCookie()]).toEqual([nameOf(one), []])
  }
})

describe('what is text of the place', () => {
  const taken = tries.filter((one) => canBeSent(one) && isTaken(one))

  test('is kept as it was typed, and touches nothing else', { timeout: 120_000 }, async () => {
    expect(taken.length).toBeGreaterThan(40)
    const before = shop.everythingWritten()
    const shown = await inTurns(taken, async (one) => {
      const ofLetter = one.place.call === 'discardDeadLetter' ? { deadLetterId: await plantDeadLetter(shop) } : {}
      const of = { ...things, ...ofLetter, orderId: await orderFor(one.place) }
      const answer = await send(one, of)
      const made = String(answer.body['orderId'] ?? of.orderId)
      const history = await shop.call('ops', 'GET', `/orders/${made}/events`)
      return { ...answer, reported: JSON.stringify([answer.body, history.body]) }
    })
    const after = shop.everythingWritten()
    // The row of the newest changes moves with each of them.
    const kept = Object.entries(before).filter(([table]) => !table.endsWith('/changes'))
    for (const [table, rows] of kept) expect(after[table]).toEqual(expect.arrayContaining(rows))
    for (const [index, { status, headers, reported }] of shown.entries()) {
      const one = taken[index]
      if (one === undefined) continue
      expect([nameOf(one), status < 500, status]).toEqual([nameOf(one), true, status])
      expect(headers.getSetCookie()).toEqual([])
      if (one.place.where !== 'body' || status >= 300) continue
      // What one pays with is shown to nobody.
      const isShown = one.place.steps.at(-1) !== 'paymentToken'
      expect([nameOf(one), reported.includes(JSON.stringify(one.text))]).toEqual([nameOf(one), isShown])
    }
    const succeeded = taken.filter((_, index) => (shown[index]?.status ?? 500) < 300).map(({ place }) => place)
    expect(new Set(succeeded.map(({ call, steps }) => `${call} ${steps.join('.')}`))).toEqual(
      new Set([
        'placeOrder customerName',
        'placeOrder deliveryAddress',
        'placeOrder paymentToken',
        'cancelOrder reason',
        'refundPart reason',
        'workOnOrder reason',
        'discardDeadLetter reason',
        'silenceAlert reason',
        'addAccount name',
        'addSystem name',
        ...['placeOrder', 'cancelOrder', 'pay', 'refundPart', 'workOnOrder', 'completeDelivery'].map(
          (call) => `${call} idempotency-key`,
        ),
      ]),
    )
  })

  test('is shown by the pages, where it does nothing', async () => {
    const { orderId } = await kang.place({ ...kangsForm, customerName: payloads.html, deliveryAddress: payloads.html })
    await kang.pay(orderId)
    await kang.take(orderId)
    await kang.isOnTheRoad(orderId)
    await kang.agrees(orderId)
    const pages = [
      ['customer', ['/mypage', `/mypage/orders/${orderId}`]],
      ['staff', ['/admin?tab=onTheRoad', `/admin/orders/${orderId}`, `/admin/orders/${orderId}/slip`]],
      ['courier', ['/courier', `/courier/deliveries/${orderId}`]],
    ] as const
    for (const [account, addresses] of pages) {
      const guest = await signedIn(shop.origin, account)
      for (const address of addresses) {
        const page = await (await guest.get(address)).text()
        expect(page).not.toMatch(/<script>alert|<img src=x/)
        if (address !== '/mypage') expect(page).toContain('&lt;script&gt;alert(1)')
      }
    }
  })
})

/** A new order that the call is let through for. */
async function orderFor({ call, steps }: Place): Promise<string> {
  if (call === 'discardDeadLetter' || call === 'silenceAlert') return ''
  if (call === 'completeDelivery') return await kang.upTo('deliveryStarted')
  if (call === 'workOnOrder' || call === 'refundPart') return await kang.upTo('payApproved')
  return call === 'pay' || call === 'cancelOrder' || steps[0] === 'reason' ? await kang.upTo('orderStarted') : ''
}

test('and nothing of it begins a line of the logs, or colors one', () => {
  const logs = shop.harness.getLogs().map(({ message }) => message)
  const lines = logs.flatMap((message) => message.split('\n'))
  expect(lines.filter((line) => line.startsWith('{"event":"injected"'))).toEqual([])
  expect(logs.filter((message) => message.includes(payloads.terminal) || message.includes(payloads.header))).toEqual([])
  expect(logs.filter((message) => message.includes('"event":"fault"'))).toEqual([])
})
