// The load: customers and staff use the shop while it is killed and started again. A request without an
// answer is repeated under the same idempotency key, and every answer is recorded.
import { setTimeout as delay } from 'node:timers/promises'
import { Random } from '../simulation/random.ts'
import { type FollowUp, type Place, type Scenario, scenarioOf } from './scenario.ts'
import {
  type Account,
  type ApiRequest,
  type ApiResponse,
  type KnownOrder,
  type ShopClient,
  summaryIn,
} from './shop-client.ts'

export type Driver = ReturnType<typeof drive>

/** `clients`: so many scenarios run at the same time. */
export type Load = { clients: number; scenarioOf: (random: Random) => Scenario }

const killLoad: Load = { clients: 32, scenarioOf: (random) => scenarioOf(random) }
const handoverTriesMax = 5

export function drive(client: ShopClient, seed: number, load = killLoad) {
  const orders: KnownOrder[] = []
  /** Those whose scenario is over. */
  const finished: KnownOrder[] = []
  const answers: string[] = []
  /** The requests that got no answer, or a fault. */
  const interrupted: string[] = []
  let isClosing = false
  let scenarios = 0

  /** Repeats the request until it is answered: the platform may end during it, or be only half started. */
  async function callUntilAnswered(account: Account, request: ApiRequest): Promise<ApiResponse> {
    for (;;) {
      const response = await client.call(account, request)
      const code = response?.body['code'] ?? ''
      if (response !== null)
        answers.push(`${request.method} ${request.path.split('/')[1]} ${response.status} ${code}`.trim())
      if (response !== null && (response.status < 500 || code === 'payment_overloaded')) return response
      interrupted.push(
        `${request.method} ${request.path}: ${response === null ? 'no answer' : `${response.status} ${code}`}`,
      )
      await delay(500)
    }
  }

  async function place(operation: Place, key: string, customer: Account): Promise<KnownOrder> {
    const response = await callUntilAnswered(customer, {
      method: 'POST',
      path: '/orders',
      key,
      body: orderForm(operation),
    })
    if (response.status !== 201) throw new Error(`an order was not placed: ${JSON.stringify(response)}`)
    const order = summaryIn(response.body)
    const answer = { operation, order, isPaid: false }
    const known: KnownOrder = { orderId: order.orderId, customer, tokens: [operation.token], answers: [answer] }
    orders.push(known)
    return known
  }

  async function perform(operation: FollowUp, known: KnownOrder): Promise<void> {
    // The staff hand over too: they are shown the whole order, and couriers only a part.
    const ofTheStore = operation.do === 'take' || operation.do === 'staffCancel' || operation.do === 'complete'
    const actor = ofTheStore ? 'staff' : known.customer
    if (operation.do === 'pay') known.tokens.push(operation.token)
    for (let tries = 1; tries <= handoverTriesMax; tries++) {
      const response = await callUntilAnswered(actor, requestFor(operation, known.orderId))
      if (response.status === 200 || response.status === 202) {
        const isPaid = operation.do === 'pay' && response.status === 200
        known.answers.push({ operation, order: summaryIn(response.body), isPaid })
      }
      // A handover is tried again a little later; every other refusal is final.
      if (isClosing || response.body['code'] !== 'delivery_not_started') return
      await delay(500)
    }
  }

  async function runScenarios(): Promise<void> {
    while (!isClosing) {
      const number = ++scenarios
      const random = new Random(seed, number)
      const scenario = load.scenarioOf(random)
      const known = await place(scenario.place, `kill-${seed}-${number}`, random.pick(['customer', 'customer2']))
      for (const step of scenario.steps) {
        if (isClosing) break
        await delay(random.span(10, 1000))
        await Promise.all(step.map((operation) => perform(operation, known)))
      }
      finished.push(known)
    }
  }

  let failure: Error | null = null
  const done = Promise.all(Array.from({ length: load.clients }, runScenarios))
  done.catch((fault) => {
    failure = new Error('a client of the load has failed', { cause: fault })
  })

  return {
    orders,
    finished,
    answers,
    interrupted,
    /** Throws when a client has failed: what waits for orders would wait for ever. */
    throwFailure(): void {
      if (failure !== null) throw failure
    },
    /** Starts no further scenario; resolves when every request has its answer. */
    async close(): Promise<void> {
      isClosing = true
      await done
    },
  }
}

function orderForm({ qty, token }: Place): object {
  const contact = { customerName: 'Kang', deliveryAddress: 'Gangnam', deliveryPhoneNumber: '010-0123-4567' }
  return { ...contact, itemId: '2', qty, ...(token === null ? {} : { paymentToken: token }) }
}

function requestFor(operation: FollowUp, orderId: string): ApiRequest {
  const patch = (path: string, body: object) => ({ method: 'PATCH', path: `/${path}/${orderId}`, body })
  switch (operation.do) {
    case 'pay': {
      const means = operation.token === null ? {} : { paymentToken: operation.token }
      return patch('payments', { orderStatus: 'payApproved', ...means })
    }
    case 'cancel':
      return patch('orders', { orderStatus: 'orderCancel' })
    case 'staffCancel':
      return patch('ordermgmts', { orderStatus: 'orderCanceled', reason: 'sold out' })
    case 'take':
      return patch('ordermgmts', { orderStatus: 'orderTaken' })
    case 'complete':
      return patch('deliveries', { orderStatus: 'deliveryCompleted' })
  }
}
