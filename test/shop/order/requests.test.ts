// The requests of test/requests.http, one after another: each gets the answer that its story needs.
import { expect, test } from 'vitest'
import { demoAccounts } from '../../../scripts/demo/accounts.ts'
import { plantDeadLetter } from '../../support/dead-letters.ts'
import { requestsHttp, requestsIn, type Written } from '../../support/http-file.ts'
import { type Account, type Answer, openShop, type Shop, until } from '../../support/shop.ts'

/** Only the provider can sign its news, and it makes every refund of the story. */
const refused = new Map([
  ['hearProvider', 401],
  ['reportMessageDelivery', 401],
  ['replayMessage', 409],
  ['settleRefund', 404],
])

test('the requests of the file, in its order, tell the story', async () => {
  const shop = await openShop({ vars: { order: { CONFIRM_SECONDS: '1' } } })
  try {
    await plantDeadLetter(shop)
    const answers = new Map<string, Answer>()
    for (const request of requestsIn(requestsHttp)) {
      const wanted = refused.get(request.name)
      const isWell = ({ status, body }: Answer) =>
        (wanted === undefined ? status < 300 : status === wanted) &&
        // The order brings its events a moment after it is final.
        (request.name !== 'archiveEvents' || body['events'] !== 0) &&
        named.every(({ name, way }) => name !== request.name || typeof at(body, way) === 'string')
      // What the other contexts do takes a moment, as it does for the person with the file.
      answers.set(request.name, await until(() => send(shop, request, answers), isWell))
    }
    const { body } = await shop.call<{ orderStatus: string }>('customer', 'GET', filled('/orders/{{orderId}}', answers))
    expect(body.orderStatus).toBe('deliveryCompleted')
    expect(answers.size).toBeGreaterThan(35)
  } finally {
    await shop.close()
  }
})

async function send(shop: Shop, { method, path, token, body }: Written, answers: Map<string, Answer>): Promise<Answer> {
  if (token !== null && !isAccount(token)) throw new Error(`there is no token of ${token}`)
  const address = filled(path, answers)
  if (address === '/myPages/live') return await live(shop, address)
  return await shop.call(token, method, address, body === null ? undefined : filled(body, answers))
}

/** The stream has no end: that it begins is enough here. */
async function live(shop: Shop, path: string): Promise<Answer> {
  const headers = { authorization: `Bearer ${await shop.token('customer')}` }
  const response = await fetch(`${shop.origin}${path}`, { headers })
  await response.body?.cancel()
  return { status: response.status, headers: response.headers, body: {} }
}

/** With what stands in braces taken from the answers. */
function filled(text: string, answers: Map<string, Answer>): string {
  return text.replaceAll(/\{\{(.*?)\}\}/g, (_, reported: string) => {
    const { name, way } = wayOf(reported === 'orderId' ? orderId : reported)
    const found = at(answers.get(name)?.body, way)
    if (typeof found !== 'string') throw new Error(`${reported} is not in the answer of ${name}`)
    return found
  })
}

/** `listMessages.response.body.items[0].messageId` is in the answer of `listMessages`, at `items`, `0`, `messageId`. */
function wayOf(output: string): { name: string; way: string[] } {
  const [name = '', , , ...way] = output.replaceAll(/\[(\d+)\]/g, '.$1').split('.')
  return { name, way }
}

function at(body: unknown, way: readonly string[]): unknown {
  return way.reduce((found, part) => Reflect.get(Object(found), part), body)
}

/** What one request wants of another's answer. */
const named = [...requestsHttp.matchAll(/\{\{(\w+\.response\.body\..*?)\}\}/g)].map(([, reported = '']) =>
  wayOf(reported),
)

/** As the head of the file has it. */
const [, orderId = ''] = /^@orderId = \{\{(.*)\}\}$/m.exec(requestsHttp) ?? []

function isAccount(name: string): name is Account {
  return Object.hasOwn(demoAccounts, name)
}
