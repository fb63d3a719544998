// Thousands of requests generated from openapi.json, by any account: none breaks the shop, and every answer is
// documented. SEED=… repeats a run.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoAccounts } from '../../../scripts/demo/accounts.ts'
import { variable } from '../../../scripts/environment.ts'
import type { Database } from '../../../src/platform/database.ts'
import { type ApiDocument, readApiDocument } from '../../support/api-contract.ts'
import { plantDeadLetter } from '../../support/dead-letters.ts'
import { type MadeUp, requests } from '../../support/requests.ts'
import { openShop, type Shop, until } from '../../support/shop.ts'
import { storyOf } from '../../support/story.ts'

const requestsMin = 5000
const atOnce = 12

let shop: Shop
const document: ApiDocument = readApiDocument()

beforeAll(async () => {
  // None of these tokens makes the provider fail, and it has enough time: payment has no reason to reject a call.
  shop = await openShop({
    vars: {
      payment: { PAYMENT_TIMEOUT_MS: '20000', PAYMENT_GATE_CALLS_MAX: '1000' },
      order: { CONFIRM_SECONDS: '1' },
    },
  })
})
afterAll(() => shop.close())

test('no request breaks the shop, and every answer is documented', { timeout: 900_000 }, async () => {
  const seed = Number(variable('SEED') ?? Math.floor(Math.random() * 2 ** 31))
  const made = fc.sample(requests(document, await whatIsThere()), { seed, numRuns: requestsMin })
  const wrongs: string[] = []
  const answers = new Map<string, number>()
  const waiting = made.values()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const request of waiting) {
        const { status, wrong } = await send(request)
        const answer = `${request.name} ${status}`
        answers.set(answer, (answers.get(answer) ?? 0) + 1)
        if (wrong !== null) wrongs.push(`${wrong}: ${JSON.stringify(request).slice(0, 600)}`)
      }
    }),
  )
  console.log(
    `SEED=${seed}: ${made.length} requests\n${[...answers]
      .sort()
      .map((one) => one.join(': '))
      .join('\n')}`,
  )
  expect(wrongs, `SEED=${seed}`).toEqual([])
  const logs = shop.harness.getLogs().map(({ message }) => message)
  expect(logs.filter((line) => /"event":"(breaker_changed|provider_call_failed)"/.test(line))).toEqual([])
  // Generated input that is never accepted would prove nothing.
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
  const succeeded = new Set(
    [...answers.keys()].filter((answer) => / 2\d\d$/.test(answer)).map((one) => one.split(' ')[0]),
  )
  const never = operations.map(({ operationId }) => operationId).filter((name) => !succeeded.has(name))
  // Only the provider and the receiver of messages can sign their webhooks; no refund of these orders is refused.
  expect(never.sort()).toEqual(['hearProvider', 'reportMessageDelivery', 'settleRefund'])
})

/** An order at each stage, and an account and a system that may be locked. */
async function whatIsThere() {
  const kang = storyOf(shop)
  const orderIds = [
    await kang.upTo('orderStarted'),
    await kang.upTo('payApproved'),
    await kang.upTo('payApproved'),
    await kang.upTo('deliveryStarted'),
    await kang.upTo('deliveryCompleted'),
    // Of these alone a part can go back at any time, whatever was asked for before: with few it may never be granted.
    ...(await Promise.all([1, 2, 3, 4].map(() => kang.upTo('deliveryCompleted')))),
    await storyOf(shop, 'customer2').upTo('payApproved'),
  ]
  // A delivery that may fail, or that waits at the store to be sent out again, however often a request has done so.
  const onTheRoad = await Promise.all([1, 2, 3, 4, 5, 6].map(() => kang.upTo('deliveryStarted')))
  for (const id of onTheRoad.slice(0, 3)) {
    const failed = { attempt: 1, reason: 'nobodyHome', next: 'backToStore' }
    expect((await shop.call('courier', 'POST', `/deliveries/${id}/attempts`, failed)).status).toBe(200)
  }
  // One that is to be packed can be claimed, until a request takes or cancels it.
  const toPack = await Promise.all([1, 2, 3, 4].map(() => kang.upTo('payApproved')))
  const messages = await kang.tells(orderIds[4] ?? '', 5)
  // Those that bounced can be sent again, one by one.
  const { MESSAGE_DB } = await shop.harness.getWorker<{ MESSAGE_DB: Database }>('homeappliance-message').getEnv()
  await MESSAGE_DB.prepare("UPDATE messages SET problem = 'bounced' WHERE kind = 'received'").run()
  await kang.agrees(orderIds[1] ?? '')
  const email = 'han@homeappliance.test'
  const made = await shop.call('ops', 'POST', '/accounts', { name: 'Han', email, role: 'courier' })
  const leavers = await Promise.all(
    [1, 2, 3].map(async (number) => {
      const leaver = { name: 'Nam', email: `nam${number}@homeappliance.test`, role: 'customer' }
      return (await shop.call<{ accountId: string }>('ops', 'POST', '/accounts', leaver)).body.accountId
    }),
  )
  const system = await shop.call('ops', 'POST', '/systems', { name: 'Warehouse', role: 'staff' })
  const page = await shop.call('customer', 'GET', '/myPages?limit=1')
  const changed = await shop.call('ops', 'GET', '/orders?limit=1')
  const worklist = await shop.call('staff', 'GET', '/ordermgmts?limit=1')
  const day = new Date().toISOString().slice(0, 10)
  await shop.call('ops', 'POST', `/reconciliations/${day}`)
  // An order that is final brings its events at its poll.
  await until(
    () => shop.call<{ events: number }>('ops', 'POST', '/archive'),
    ({ body }) => body.events > 0,
  )
  const archive = await shop.call<{ items: { name: string }[] }>('ops', 'GET', '/archive')
  return {
    orderId: orderIds,
    'failDeliveryAttempt.orderId': [...onTheRoad, ...orderIds.slice(0, 2)],
    'restartDelivery.orderId': [...onTheRoad, ...orderIds.slice(0, 2)],
    'setOut.orderId': [...onTheRoad, ...orderIds.slice(0, 2)],
    'claimOrder.orderId': [...toPack, ...orderIds.slice(0, 2)],
    messageId: messages.map(({ messageId }) => messageId),
    accountId: [made.body['accountId']],
    'eraseCustomer.customerId': leavers,
    'readCustomerErasure.customerId': leavers,
    'exportCustomer.customerId': Object.values(demoAccounts).map(({ id }) => id),
    clientId: [system.body['clientId']],
    provider: ['sandbox'],
    deadLetterId: await Promise.all([plantDeadLetter(shop), plantDeadLetter(shop, 'mypage')]),
    day: [day],
    rule: ['deadLetters', 'queueOld'],
    objectName: archive.body.items.map(({ name }) => name),
    itemId: ['2', '9'],
    cursor: [page.body['cursor'], changed.body['cursor']],
    'listOrders.cursor': [changed.body['cursor']],
    'listWorklist.cursor': [worklist.body['cursor']],
    since: [`${day}T00:00:00Z`],
    ...Object.fromEntries(
      ['readSales', 'listItemsSold', 'readDeliveryTimes', 'readCancellations'].flatMap((call) => [
        [`${call}.from`, [day]],
        [`${call}.to`, [day]],
      ]),
    ),
    customerId: ['1'],
    itemPrice: [1500],
    itemName: ['Air conditional'],
    customerName: ['Kang'],
    deliveryAddress: ['Gangnam'],
    deliveryPhoneNumber: ['010-0123-4567'],
    email: ['han', 'min', 'jo', 'song', 'ryu', 'bae', 'noh', 'ahn', 'heo', 'cha'].map(
      (name) => `${name}@homeappliance.test`,
    ),
    paymentToken: ['tok_approved', 'tok_approved', 'tok_declined', 'tok_insufficient_funds'],
    attempt: [1],
    currency: ['KRW'],
    amount: [1, 500, { amount: 500, currency: 'KRW' }],
    'idempotency-key': ['one', 'two', 'three'],
    'last-event-id': ['0', '5'],
  }
}

/** What is not answered as documented makes `fetch` throw, in every test. */
async function send(request: MadeUp): Promise<{ status: number; wrong: string | null }> {
  try {
    return await answerTo(request)
  } catch (fault) {
    return { status: 0, wrong: String(fault) }
  }
}

async function answerTo({ account, method, path, headers, body }: MadeUp) {
  const token = account === null ? null : account === 'stranger' ? 'not.a.token' : await shop.token(account)
  const response = await fetch(`${shop.origin}${path}`, {
    method,
    headers: { ...headers, ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    body,
    redirect: 'manual',
  })
  const { status } = response
  if (status < 500) {
    await response.body?.cancel()
    return { status, wrong: null }
  }
  return { status, wrong: `it was answered ${status} ${await response.text()}` }
}
