// The business's scenario: one order from the shelf to the doorstep, and one called back from the road.
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { formatMoney, type Money, moneySchema } from '../../src/contract/money.ts'
import { type Client, clientOver } from '../client.ts'

export type DemoRole = 'customer' | 'staff' | 'courier' | 'ops'
export type DemoCall = (
  role: DemoRole,
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ status: number; body: unknown }>

const waitSecondsMax = 30

const orderSchema = z.object({ orderId: z.string(), orderStatus: z.string(), total: moneySchema })
const historySchema = z.object({
  events: z.array(z.object({ seq: z.int(), type: z.string(), at: z.string(), by: z.object({ kind: z.string() }) })),
})
const messagesSchema = z.object({ items: z.array(z.object({ kind: z.string(), text: z.string() })) })
const myPageSchema = z.object({ orderStatus: z.string(), seq: z.int(), ageSeconds: z.number() })
const entries = z.array(z.object({ amount: moneySchema }))
const ledgerSchema = z.object({ charges: entries, refunds: entries })

/** Play the scenario, printing each call and its answer. Returns what was not as it should be. */
export async function scenario(call: DemoCall, print: (line: string) => void): Promise<string[]> {
  const wrongs: string[] = []
  const expect = (what: string, found: unknown, wanted: unknown) => {
    const [is, should] = [JSON.stringify(found), JSON.stringify(wanted)]
    if (is !== should) wrongs.push(`${what}: ${is} instead of ${should}`)
  }
  const story = tellerOf(call, print)

  print('\n── The first order: from the shelf to the doorstep ──')
  const first = await story.deliveryStarted()
  const handedOver = { orderStatus: 'deliveryCompleted' } as const
  const one = { param: { orderId: first.orderId }, header: {} }
  await story.as('courier').deliveries[':orderId'].$patch({ ...one, json: handedOver })
  const result = await story.reported(first.orderId, 5)
  expect('the first order ends', await story.settles(first.orderId, 'deliveryCompleted'), 'deliveryCompleted')
  const allTheWay = ['delivered', 'deliveryStarted', 'packed', 'paid', 'received']
  expect('the first order’s messages', result, allTheWay)
  expect('the first order’s money', await story.ledger(first.orderId), money([first.total], []))

  print('\n── The second order: called back from the road ──')
  const second = await story.deliveryStarted()
  const other = { param: { orderId: second.orderId }, header: {} }
  await story.as('customer').orders[':orderId'].$patch({ ...other, json: { orderStatus: 'orderCancel' } })
  expect('the second order ends', await story.settles(second.orderId, 'payCanceled'), 'payCanceled')
  expect('the second order’s messages', await story.reported(second.orderId, 7), [
    'deliveryCanceled',
    'deliveryStarted',
    'orderCanceled',
    'packed',
    'paid',
    'received',
    'refunded',
  ])
  expect('the second order’s money', await story.ledger(second.orderId), money([second.total], [second.total]))
  return wrongs
}

function tellerOf(call: DemoCall, print: (line: string) => void) {
  /** Whoever has the role, at the API; each call is printed with its answer. */
  function as(role: DemoRole): Client {
    return clientOver(async (method, path, body) => {
      const answer = await call(role, method, path, body)
      print(`\n${role.padEnd(8)} ${method} ${path}${body === undefined ? '' : `  ${JSON.stringify(body)}`}`)
      print(`         ${answer.status}  ${brief(answer.body)}`)
      return answer
    })
  }

  /** Ask until the answer is as wanted, or the time is over; the last answer either way. */
  async function awaited<T>(path: string, schema: z.ZodType<T>, wanted: (found: T) => boolean): Promise<T | null> {
    const end = Date.now() + waitSecondsMax * 1000
    for (;;) {
      const answer = schema.safeParse((await call('customer', 'GET', path)).body)
      if ((answer.success && wanted(answer.data)) || Date.now() > end) return answer.data ?? null
      await delay(100)
    }
  }

  return {
    as,

    /** A new order, paid and taken, whose delivery has started. */
    async deliveryStarted(): Promise<z.infer<typeof orderSchema>> {
      const body = {
        customerName: 'Kang',
        itemId: '3',
        qty: 1,
        deliveryAddress: 'Gangnam',
        deliveryPhoneNumber: '010-0123-4567',
      }
      const placed = await as('customer').orders.$post({ header: {}, json: body })
      const order = orderSchema.parse(await placed.json())
      const { orderId } = order
      const pay = { orderStatus: 'payApproved', paymentToken: 'tok_approved' } as const
      await as('customer').payments[':orderId'].$patch({ param: { orderId }, header: {}, json: pay })
      const take = { orderStatus: 'orderTaken' } as const
      await as('staff').ordermgmts[':orderId'].$patch({ param: { orderId }, header: {}, json: take })
      await awaited(`/orders/${orderId}`, orderSchema, (found) => found.orderStatus === 'deliveryStarted')
      return order
    },

    /** Wait for the order's end; print its history and what mypage shows, and return where mypage says it stands. */
    async settles(orderId: string, status: string): Promise<string> {
      const order = await awaited(`/orders/${orderId}`, orderSchema, (found) => found.orderStatus === status)
      const { events } = historySchema.parse((await call('customer', 'GET', `/orders/${orderId}/events`)).body)
      print(`\nThe history of ${orderId}`)
      for (const { seq, at, type, by } of events) print(`  ${String(seq).padStart(2)}  ${at}  ${type}  (${by.kind})`)
      const row = await awaited(`/myPages/${orderId}`, myPageSchema, (found) => found.seq === events.at(-1)?.seq)
      print(`mypage shows: ${row?.orderStatus} (event ${row?.seq})`)
      return order?.orderStatus === row?.orderStatus ? (row?.orderStatus ?? 'nothing') : 'something else than the order'
    },

    /** Wait until the customer was told `count` times; print what they read, and return the kinds. */
    async reported(orderId: string, count: number): Promise<string[]> {
      const list = await awaited(`/messages?orderId=${orderId}`, messagesSchema, ({ items }) => items.length >= count)
      print('\nThe customer was told')
      for (const { text } of list?.items ?? []) print(`  “${text}”`)
      return (list?.items ?? []).map(({ kind }) => kind).sort()
    },

    /** What the payment provider itself says was taken and given back. */
    async ledger(orderId: string): Promise<Ledger> {
      const ledger = ledgerSchema.parse((await call('ops', 'GET', `/payments/${orderId}/provider`)).body)
      const [charged, refunded] = [ledger.charges, ledger.refunds].map((list) => list.map(({ amount }) => amount))
      print(`The provider’s ledger: charged ${text(charged)}, refunded ${text(refunded)}`)
      return money(charged ?? [], refunded ?? [])
    },
  }
}

type Ledger = { charged: Money[]; refunded: Money[] }

function money(charged: Money[], refunded: Money[]): Ledger {
  return { charged, refunded }
}

function text(amounts: Money[] | undefined): string {
  return amounts === undefined || amounts.length === 0
    ? 'nothing'
    : amounts.map((money) => formatMoney(money)).join(' + ')
}

/** The part of an answer that tells the story. */
function brief(body: unknown): string {
  const known = z.object({ orderId: z.string(), orderStatus: z.string(), total: moneySchema }).safeParse(body)
  if (!known.success) return JSON.stringify(body)
  return `${known.data.orderId}  ${known.data.orderStatus}  ${formatMoney(known.data.total)}`
}
