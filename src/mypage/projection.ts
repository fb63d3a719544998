// The customer's own view of their orders: customers get their own rows only.

import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import { orderIdPrefixOf } from '../contract/ids.ts'
import { type Text, told } from '../contract/language.ts'
import type { ChangedOrder, MyPageChanges, MyPageRow } from '../contract/mypage.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import type { Page, PageRequest } from '../contract/rpc.ts'
import { encodeCursor } from '../platform/cursor.ts'
import { readPage } from '../platform/paging.ts'
import { openRowOrder } from '../platform/personal-data.ts'
import type { MyPagePorts } from './event-handler.ts'
import { databaseOf } from './shards.ts'
import {
  afterTime,
  findByArticle,
  findByIdPrefix,
  findOrder,
  listChangedSince,
  listChanges,
  listOrders,
  newestChange,
  type ProjectedRow,
} from './store.ts'

export async function listOwn(ports: MyPagePorts, caller: Caller, page: PageRequest): Promise<Result<Page<MyPageRow>>> {
  if (!mayCall(caller.role, 'listMyPages')) return customersOnly
  const keyset = readPage(page)
  if (!keyset.ok) return keyset
  const found = await listOrders(databaseOf(ports.shards, caller.subject), caller.subject, keyset.value)
  return accepted({ ...found, items: opened(ports, found.items) })
}

/** The caller's orders with this number or id, or with this text in the name of an article: of the newest ones. */
export async function searchOwn(ports: MyPagePorts, caller: Caller, search: string): Promise<Result<MyPageRow[]>> {
  if (!mayCall(caller.role, 'listMyPages')) return customersOnly
  const database = databaseOf(ports.shards, caller.subject)
  const idPrefix = orderIdPrefixOf(search)
  const byNumber = idPrefix === null ? [] : await findByIdPrefix(database, caller.subject, idPrefix)
  const rows = byNumber.length > 0 ? byNumber : await findByArticle(database, caller.subject, search)
  return accepted(opened(ports, rows))
}

/** One order of the caller. Another customer's order is answered as one that does not exist. */
export async function getOwn(ports: MyPagePorts, caller: Caller, orderId: string): Promise<Result<MyPageRow>> {
  if (!mayCall(caller.role, 'readMyPage')) return customersOnly
  const row = await findOrder(databaseOf(ports.shards, caller.subject), caller.subject, orderId)
  if (row !== null) return accepted(openRow(ports, row))
  return refused({
    code: 'order_not_found',
    ...told({ en: 'There is no such order on your page.', ko: '내 주문에 그런 주문이 없습니다.' }),
  })
}

/**
 * What changed since the caller's change number `after` (0: from the beginning; null: from now on), oldest first. No
 * number that was given out is above the newest change, unless the database was set back: then from the beginning.
 */
export async function followOwn(
  ports: MyPagePorts,
  caller: Caller,
  after: number | null,
): Promise<Result<MyPageChanges>> {
  if (!mayCall(caller.role, 'followMyPages')) return customersOnly
  if (after !== null && (!Number.isSafeInteger(after) || after < 0))
    return invalid('after', {
      en: '"after" must be the number of a change, or 0.',
      ko: '"after"는 변경 번호 또는 0이어야 합니다.',
    })
  const since = (number: number) =>
    listChanges(databaseOf(ports.shards, caller.subject), caller.subject, afterTime(number))
  if (after === null)
    return accepted({ from: (await since(Number.MAX_SAFE_INTEGER)).settled, isReset: false, rows: [] })
  const { newest, rows } = await since(after)
  if (after <= newest) return accepted({ from: after, isReset: false, rows: opened(ports, rows) })
  return accepted({ from: 0, isReset: true, rows: opened(ports, (await since(0)).rows) })
}

/** See `newestChange` of MyPageRpc. */
export async function newestChangeOfOwn(
  ports: MyPagePorts,
  caller: Caller,
  orderId: string | null,
  after: number,
): Promise<Result<number>> {
  if (!mayCall(caller.role, 'followMyPages')) return customersOnly
  const newest = await newestChange(databaseOf(ports.shards, caller.subject), caller.subject, orderId)
  return accepted(Math.max(newest, after))
}

/** See `changes` of MyPageRpc. */
export async function changesOfOwn(ports: MyPagePorts, caller: Caller, after: number): Promise<Result<MyPageRow[]>> {
  const followed = await followOwn(ports, caller, after)
  return followed.ok ? accepted(followed.value.rows) : followed
}

/** See MyPageRpc. A page is of one database; its cursor has the number of the database and the last order read. */
export async function changedSince(
  { shards }: Pick<MyPagePorts, 'shards'>,
  caller: Caller,
  since: string | null,
  page: PageRequest,
): Promise<Result<Page<ChangedOrder>>> {
  if (!mayCall(caller.role, 'listOrders')) return opsOnly
  const from = since === null ? 0 : Date.parse(since)
  if (Number.isNaN(from)) return invalid('since', sinceWanted)
  const keyset = readPage(page)
  if (!keyset.ok) return keyset
  const { limit, after } = keyset.value
  const [shard, orderId] = after === null ? [0, ''] : [Number(after[0]), after[1]]
  const database = shards[shard]
  if (database === undefined) return invalid('cursor', cursorWanted)
  const { orders, next } = await listChangedSince(database, new Date(from).toISOString(), orderId, limit)
  const items = orders.map(({ orderId, orderStatus, seq, updatedAt }) => ({ orderId, orderStatus, seq, updatedAt }))
  if (next !== null) return accepted({ items, cursor: encodeCursor([String(shard), next]) })
  return accepted({ items, cursor: shard + 1 < shards.length ? encodeCursor([String(shard + 1), '']) : null })
}

function opened(ports: Pick<MyPagePorts, 'vault'>, rows: readonly ProjectedRow[]): MyPageRow[] {
  return rows.map((row) => openRow(ports, row))
}

/** The row with its order's personal data. */
export function openRow({ vault }: Pick<MyPagePorts, 'vault'>, row: ProjectedRow): MyPageRow {
  return { ...row, order: openRowOrder(vault, row.order) }
}

const customersOnly = refused({
  code: 'forbidden',
  ...told({ en: 'This is for customers: it shows their own orders.', ko: '고객이 자신의 주문을 보는 곳입니다.' }),
})
const opsOnly = refused({
  code: 'forbidden',
  ...told({
    en: 'This is for ops: it finds the orders of all customers.',
    ko: '운영자가 모든 고객의 주문을 찾는 곳입니다.',
  }),
})

const sinceWanted: Text = {
  en: '"since" must be an ISO 8601 instant.',
  ko: '"since"는 ISO 8601 시각이어야 합니다.',
}
const cursorWanted: Text = {
  en: '"cursor" must be the cursor of the page before.',
  ko: '"cursor"는 이전 페이지의 cursor여야 합니다.',
}

function invalid(field: string, text: Text) {
  return refused({ code: 'invalid_request', ...told(text), field })
}
