// Customers, staff and a courier at work while the platform is killed under them. They note what they were told, ask
// again under the same key whatever was cut off, and know nothing of kills.
import { setTimeout as delay } from 'node:timers/promises'
import { Random } from '../simulation/random.ts'
import { type Later, lifeOf, type Place } from './lives.ts'
import { type Account, type Ask, type Known, type Outside, type Reply, summaryIn } from './outside.ts'

export type Driver = ReturnType<typeof drive>

const lanes = 32
const handoverTriesMax = 5

export function drive(outside: Outside, seed: number) {
  const orders: Known[] = []
  const answers: string[] = []
  let cutOff = 0
  let isClosing = false
  let lives = 0

  /** Ask until there is an answer: a request that was cut off, or met a platform half up, is made again. */
  async function insist(account: Account, ask: Ask): Promise<Reply> {
    for (;;) {
      const reply = await outside.call(account, ask)
      const code = reply?.body['code'] ?? ''
      if (reply !== null) answers.push(`${ask.method} ${ask.path.split('/')[1]} ${reply.status} ${code}`.trim())
      if (reply !== null && (reply.status < 500 || code === 'payment_overloaded')) return reply
      cutOff++
      await delay(500)
    }
  }

  async function place(deed: Place, key: string, customer: Account): Promise<Known> {
    const reply = await insist(customer, { method: 'POST', path: '/orders', key, body: orderForm(deed) })
    if (reply.status !== 201) throw new Error(`an order was not placed: ${JSON.stringify(reply)}`)
    const order = summaryIn(reply.body)
    const answer = { operation: deed, order, isPaid: false }
    const known: Known = { orderId: order.orderId, customer, tokens: [deed.token], answers: [answer] }
    orders.push(known)
    return known
  }

  async function act(deed: Later, known: Known): Promise<void> {
    const account = deed.do === 'take' || deed.do === 'staffCancel' ? 'staff' : known.customer
    const actor = deed.do === 'complete' ? 'courier' : account
    if (deed.do === 'pay') known.tokens.push(deed.token)
    for (let tries = 1; tries <= handoverTriesMax; tries++) {
      const reply = await insist(actor, askFor(deed, known.orderId))
      if (reply.status === 200 || reply.status === 202) {
        const isPaid = deed.do === 'pay' && reply.status === 200
        known.answers.push({ operation: deed, order: summaryIn(reply.body), isPaid })
      }
      // The courier looks again in a moment; whoever else is refused leaves it at that.
      if (isClosing || reply.body['code'] !== 'delivery_not_started') return
      await delay(500)
    }
  }

  async function live(): Promise<void> {
    while (!isClosing) {
      const number = ++lives
      const random = new Random(seed, number)
      const life = lifeOf(random)
      const known = await place(life.place, `kill-${seed}-${number}`, random.pick(['customer', 'customer2']))
      for (const moment of life.moments) {
        if (isClosing) break
        await delay(random.span(10, 1000))
        await Promise.all(moment.map((deed) => act(deed, known)))
      }
    }
  }

  const done = Promise.all(Array.from({ length: lanes }, live))
  // Whoever awaits `close` hears of it; before that nobody has to.
  done.catch(() => {})

  return {
    orders,
    answers,
    cutOff: () => cutOff,
    /** Nothing new is begun; resolves when everything begun has its answer. */
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

function askFor(deed: Later, orderId: string): Ask {
  const patch = (path: string, body: object) => ({ method: 'PATCH', path: `/${path}/${orderId}`, body })
  switch (deed.do) {
    case 'pay': {
      const means = deed.token === null ? {} : { paymentToken: deed.token }
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
