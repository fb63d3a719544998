// Everything that the shop holds about a customer, as one JSON: read as the customer reads it, and sent bit by bit.
import type { z } from '@hono/zod-openapi'
import type { Caller } from '../../contract/caller.ts'
import type { AccountData } from '../../contract/customer-data.ts'
import type { CustomerMessage } from '../../contract/customer-message.ts'
import type { RequestMeta } from '../../contract/idempotency.ts'
import { told } from '../../contract/language.ts'
import type { MyPageRow } from '../../contract/mypage.ts'
import type { OrderSummary } from '../../contract/order.ts'
import { everywhere, regionOf } from '../../contract/region.ts'
import { accepted, type Result, refused } from '../../contract/result.ts'
import type { Page } from '../../contract/rpc.ts'
import { shownAuthor } from '../../contract/view.ts'
import { settleAll, throwFirst, valuesOf } from '../../platform/concurrency.ts'
import type { GatewayEnv } from '../env.ts'
import { orderBody, type orderSchema } from '../http/body.ts'
import { callContext } from '../http/call-context.ts'

type Ports = Pick<GatewayEnv, 'MESSAGES' | 'MYPAGES' | 'OPERATIONS' | 'ORDER_API' | 'ORDERMANAGEMENT' | 'PAYMENTS'>

/** Orders that are read at the same time: each is four calls. */
const ordersPerPage = 5
const pageOfAll = 100

/** The text of the export, piece by piece. What is refused is refused before the first piece. */
export async function exportOf(
  env: Ports,
  caller: Caller,
  customerId: string,
  request: RequestMeta,
): Promise<Result<ReadableStream<Uint8Array>>> {
  const account = await callContext('operations', () => env.OPERATIONS.exportCustomer(caller, customerId, request))
  if (!account.ok) return account
  const customer: Caller = { ...caller, subject: customerId, role: 'customer' }
  const pages = pagesOf(env, customer)
  const first = await pages.next()
  if (account.value === null && first.done === true && caller.role !== 'customer') return noCustomer
  return accepted(streamOf(pieces(env, customer, account.value, first.value ?? [], pages)))
}

const noCustomer = refused({
  code: 'customer_not_found',
  ...told({ en: 'There is no such customer.', ko: '그런 고객이 없습니다.' }),
})

async function* pieces(
  env: Ports,
  customer: Caller,
  account: AccountData | null,
  first: readonly MyPageRow[],
  others: AsyncGenerator<MyPageRow[], undefined>,
): AsyncGenerator<string> {
  const messageSettings = given(await callContext('message', () => env.MESSAGES.settings(customer)))
  const head = { customerId: customer.subject, exportedAt: new Date().toISOString(), account, messageSettings }
  yield `${JSON.stringify(head).slice(0, -1)},"orders":[`
  let separator = ''
  for (let rows = first; rows.length > 0; rows = (await others.next()).value ?? []) {
    const orders = await settleAll(rows, ordersPerPage, ({ order }) => orderOf(env, customer, order))
    throwFirst(orders)
    for (const order of valuesOf(orders)) {
      yield separator + JSON.stringify(order)
      separator = ','
    }
  }
  yield ']}'
}

/** An order with its history, its payment, what the customer was told of it, and what the staff noted. */
async function orderOf(env: Ports, customer: Caller, { orderId }: OrderSummary): Promise<ExportedOrder> {
  const [history, payment, messages, notes] = await Promise.all([
    callContext('order', () => env.ORDER_API.history(customer, orderId, null)),
    callContext('payment', () => env.PAYMENTS.get(customer, orderId)),
    messagesOf(env, customer, orderId),
    callContext('ordermanagement', () => env.ORDERMANAGEMENT.notes(customer, orderId)),
  ])
  const { order, events } = given(history)
  return {
    order: orderBody(order, customer.role),
    events: events.map((event) => ({ ...event, by: shownAuthor(event.by, customer.role) })),
    payment: given(payment),
    messages,
    notes: given(notes),
  }
}

type ExportedOrder = { order: z.infer<typeof orderSchema>; messages: CustomerMessage[] } & Record<string, unknown>

/** The customer's orders, some at a time: in each region those that are kept there. */
async function* pagesOf(env: Ports, { region: _, ...customer }: Caller): AsyncGenerator<MyPageRow[], undefined> {
  for (const region of everywhere) {
    let cursor: string | null = null
    do {
      const asked = { limit: ordersPerPage, cursor }
      const page: Page<MyPageRow> = given(
        await callContext('mypage', () => env.MYPAGES.list({ ...customer, ...(region && { region }) }, asked)),
      )
      const rows = page.items.filter(({ order }) => regionOf(order.orderId) === region)
      if (rows.length > 0) yield rows
      cursor = page.cursor
    } while (cursor !== null)
  }
}

async function messagesOf(env: Ports, customer: Caller, orderId: string): Promise<CustomerMessage[]> {
  const messages: CustomerMessage[] = []
  let cursor: string | null = null
  do {
    const page: Page<CustomerMessage> = given(
      await callContext('message', () => env.MESSAGES.list(customer, orderId, { limit: pageOfAll, cursor })),
    )
    messages.push(...page.items)
    cursor = page.cursor
  } while (cursor !== null)
  return messages
}

/** Nobody refuses a customer what is theirs: a refusal is a fault, and leaves the text cut off. */
function given<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`the export was refused: ${result.rejection.code}`)
  return result.value
}

function streamOf(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await texts.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await texts.return(undefined)
    },
  })
}
