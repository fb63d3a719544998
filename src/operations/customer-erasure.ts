// The erasure of a customer: first the account, so that no order can follow, and then each order. What fails is swept
// again by a cron, until nothing is left.
import { mayCall, ownsResource } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import type { AccountDataRpc, CustomerDataRpc, CustomerErasure } from '../contract/customer-data.ts'
import type { RequestMeta } from '../contract/idempotency.ts'
import { shortNumber } from '../contract/ids.ts'
import { told } from '../contract/language.ts'
import { isOpen, isPersonalDataErased, type OrderSummary } from '../contract/order.ts'
import { everywhere } from '../contract/region.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import type { MyPageRpc, OrderRpc } from '../contract/rpc.ts'
import { asLine, reasonLengthMax, reasonWanted } from '../contract/text.ts'
import { settleAll } from '../platform/concurrency.ts'
import { pageSizeMax } from '../platform/cursor.ts'
import type { Database } from '../platform/database.ts'
import { describeFault, type Log } from '../platform/log.ts'
import { auditStatement } from './audit-store.ts'
import { beginStatement, type Erasure, findErasure, openErasures, recordSweep } from './customer-store.ts'
import { refusalFor } from './ports.ts'

export type CustomerPorts = {
  database: Database
  orders: Pick<OrderRpc, 'erase'>
  myPages: Pick<MyPageRpc, 'list'>
  accounts: AccountDataRpc
  /** The other contexts that hold something of customers. */
  holders: readonly CustomerDataRpc[]
  now: () => number
  newId: () => string
  log: Log
}

/** Most orders that one sweep erases: each is a call of an object. */
export const erasedPerSweep = 200
const erasesAtOnceMax = 6
/** Most erasures that one run of the cron sweeps. */
const sweptPerRun = 20
/**
 * An order that was placed just before its account was erased, or an hour that mypage was behind: a last sweep looks
 * again after this time.
 */
const settleMs = 60 * 60_000

/** See CustomersRpc. */
export async function eraseCustomer(
  ports: CustomerPorts,
  caller: Caller,
  customerId: string,
  input: string | null,
  { requestId }: RequestMeta,
): Promise<Result<CustomerErasure>> {
  const refusal = refusalOf(caller, 'eraseCustomer', customerId)
  if (refusal !== null) return refusal
  const reason = input === null ? null : asLine(input, reasonLengthMax)
  if (reason === null && (input !== null || caller.role !== 'customer')) return invalidReason
  const { database, now } = ports
  const [known, account, orders] = await Promise.all([
    findErasure(database, customerId),
    ports.accounts.accountData(customerId),
    ordersOf(ports, customerId),
  ])
  if (account !== null && account.role !== 'customer') return worksForTheShop
  const open = orders.find(isOpen)
  if (open !== undefined) return stillOpen(open)
  if (known === null && account === null && orders.length === 0) return noCustomer
  const left = orders.filter((order) => !isPersonalDataErased(order)).length
  if (known !== null && known.closedAt !== null && account === null && left === 0) return accepted(shown(known))
  if (known !== null && known.closedAt === null) return accepted(shown(await sweep(ports, known)))
  const erasure: Erasure = {
    customerId,
    requestedAt: new Date(now()).toISOString(),
    requestedBy: { id: caller.subject, role: caller.role },
    reason,
    requestId,
    erasedOrders: 0,
    leftOrders: left,
    erasedAt: null,
    closedAt: null,
  }
  await database.batch([beginStatement(database, erasure), ...auditOf(ports, caller, erasure, 'eraseCustomer')])
  return accepted(shown(await sweep(ports, erasure)))
}

/** See CustomersRpc. */
export async function erasureFor(
  { database }: Pick<CustomerPorts, 'database'>,
  caller: Caller,
  customerId: string,
): Promise<Result<CustomerErasure>> {
  const refusal = refusalFor(caller)
  if (refusal !== null) return refusal
  const known = await findErasure(database, customerId)
  return known === null ? noErasure : accepted(shown(known))
}

/** Go on with the erasures that are not over. */
export async function sweepErasures(ports: CustomerPorts): Promise<void> {
  for (const erasure of await openErasures(ports.database, sweptPerRun)) await sweep(ports, erasure)
}

/** Why the caller may not make this call about the customer; null when they may. */
export function refusalOf(caller: Caller, call: 'eraseCustomer' | 'exportCustomer', customerId: string) {
  if (!mayCall(caller.role, call)) return forbidden
  return ownsResource(caller, call, customerId) ? null : noCustomer
}

/** An act of ops stands in the audit. A customer's own is no act of the shop. */
export function auditOf(
  { database, now, newId }: Pick<CustomerPorts, 'database' | 'now' | 'newId'>,
  { subject: id, role, name }: Caller,
  { customerId: target, reason, requestId }: Pick<Erasure, 'customerId' | 'reason' | 'requestId'>,
  action: 'eraseCustomer' | 'exportCustomer',
) {
  if (!mayCall(role, 'listAudit')) return []
  const at = new Date(now()).toISOString()
  const act = { auditId: newId(), at, actor: { id, role, name }, action, target }
  return [auditStatement(database, { ...act, reason, before: null, after: null, requestId })]
}

/** Try everything that is not erased yet, and record what is left. What fails is logged, and left to the next one. */
async function sweep(ports: CustomerPorts, erasure: Erasure): Promise<Erasure> {
  const { customerId, requestedAt, requestedBy, requestId } = erasure
  const { database, orders, accounts, holders, now, log } = ports
  const startedAt = now()
  const author: Caller = { subject: requestedBy.id, role: requestedBy.role, name: '' }
  const failed = (fault: unknown) => log('customer_not_erased', { customerId, fault: describeFault(fault) })
  const results = await settleAll([accounts, ...holders], erasesAtOnceMax, (one) => one.eraseCustomer(customerId))
  const all = await ordersOf(ports, customerId).catch((fault: unknown) => void failed(fault))
  const due = (all ?? []).filter((order) => !isPersonalDataErased(order))
  const tried = await settleAll(due.slice(0, erasedPerSweep), erasesAtOnceMax, ({ orderId }) =>
    orders.erase(author, orderId, { requestId, idempotencyKey: null }),
  )
  for (const result of [...results, ...tried]) if (result.status === 'rejected') failed(result.reason)
  const erased = tried.filter((result) => result.status === 'fulfilled' && result.value.ok).length
  const swept = {
    ...erasure,
    erasedOrders: all === undefined ? erasure.erasedOrders : all.length - due.length + erased,
    leftOrders: all === undefined ? erasure.leftOrders : due.length - erased,
  }
  const isErased = all !== undefined && swept.leftOrders === 0 && results.every(({ status }) => status === 'fulfilled')
  const sweptAt = new Date(now()).toISOString()
  const isSettled = isErased && startedAt - Date.parse(requestedAt) >= settleMs
  const after = {
    ...swept,
    erasedAt: erasure.erasedAt ?? (isErased ? sweptAt : null),
    closedAt: isSettled ? sweptAt : null,
  }
  await recordSweep(database, after, sweptAt)
  return after
}

/** All orders of the customer in every region, as mypage has them. */
async function ordersOf({ myPages }: Pick<CustomerPorts, 'myPages'>, customerId: string): Promise<OrderSummary[]> {
  const orders = new Map<string, OrderSummary>()
  for (const region of everywhere) {
    const customer: Caller = { subject: customerId, role: 'customer', name: '', ...(region && { region }) }
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<MyPageRpc['list']>> = await myPages.list(customer, { limit: pageSizeMax, cursor })
      if (!page.ok) throw new Error(`mypage refused: ${page.rejection.code}`)
      for (const { order } of page.value.items) orders.set(order.orderId, order)
      cursor = page.value.cursor
    } while (cursor !== null)
  }
  return [...orders.values()]
}

function shown({ requestId: _, closedAt: __, ...erasure }: Erasure): CustomerErasure {
  return erasure
}

const forbidden = refused({
  code: 'forbidden',
  ...told({
    en: 'This is for customers, about themselves, and for those who run the shop.',
    ko: '고객 본인과 운영자만 사용할 수 있습니다.',
  }),
})
const noCustomer = refused({
  code: 'customer_not_found',
  ...told({ en: 'There is no such customer.', ko: '그런 고객이 없습니다.' }),
})
const noErasure = refused({
  code: 'customer_not_found',
  ...told({ en: 'Nobody asked to erase such a customer.', ko: '삭제를 요청한 고객이 아닙니다.' }),
})
const invalidReason = refused({ code: 'invalid_request', ...told(reasonWanted), field: 'reason' })
const worksForTheShop = refused({
  code: 'forbidden',
  ...told({
    en: 'This account works for the shop: give it the role "customer" first.',
    ko: '매장에서 일하는 계정입니다. 먼저 역할을 "customer"로 바꿔 주세요.',
  }),
})

function stillOpen({ orderId }: OrderSummary) {
  const number = shortNumber(orderId)
  return refused({
    code: 'order_still_open',
    ...told({
      en: `The order ${number} is still open. Once it is delivered, or canceled and refunded, all can be erased.`,
      ko: `주문(${number})이 아직 진행 중입니다. 배송이 끝나거나 취소와 환불이 끝난 뒤에 삭제할 수 있습니다.`,
    }),
  })
}
