// Notes among the staff about an order. They are only added to. No page shows them to customers; an export has them.
import * as z from 'zod'
import { mayCall, ownsResource } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import type { OrderNote } from '../contract/customer-data.ts'
import { idempotencyKeyPattern } from '../contract/idempotency.ts'
import { told } from '../contract/language.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import { asLine } from '../contract/text.ts'
import type { SqlRow } from '../platform/database.ts'
import type { OrderShards } from '../platform/order-shards.ts'
import { type ClaimPorts, clerkNow } from './claims.ts'
import { refusals } from './refusals.ts'
import { databaseOf, findOrder, findOrderIn } from './store.ts'

/** `claim`: the author took the claim of another clerk, whose name is the text. */
export type StaffNote = { at: string; kind: 'note' | 'claim'; byName: string; text: string }

export type NoteInput = { text: string; key: string }

export const noteLengthMax = 500
/** The most notes of an order, so that its page stays readable. */
export const notesMax = 100

/** Add a note to an order of the worklist. Sent twice under one key, it is one note. */
export async function addNote(
  ports: ClaimPorts,
  caller: Caller,
  orderId: string,
  { text: input, key }: NoteInput,
): Promise<Result<null>> {
  if (!mayCall(caller.role, 'workOnOrder')) return refusals.staffOnly
  const text = asLine(input, noteLengthMax)
  if (text === null) return noText
  if (!idempotencyKeyPattern.test(key)) return refusals.noFormKey
  const database = await databaseOf(ports.shards, orderId)
  if ((await findOrderIn(database, orderId)) === null) return refusals.notOnWorklist
  const { id, name, since } = clerkNow(ports, caller)
  const noteId = `${id}/${key}`
  const { results } = await database
    .prepare(
      `INSERT INTO notes (order_id, note_id, at, kind, by_id, by_name, text)
       SELECT ?, ?, ?, 'note', ?, ?, ? WHERE (SELECT COUNT(*) FROM notes WHERE order_id = ? AND note_id <> ?) < ?
       ON CONFLICT (order_id, note_id) DO UPDATE SET note_id = note_id
       RETURNING note_id`,
    )
    .bind(orderId, noteId, since, id, name, text, orderId, noteId, notesMax)
    .all()
  return results.length > 0 ? accepted(null) : tooManyNotes
}

/** The oldest first. */
export async function listNotes(shards: OrderShards, orderId: string): Promise<StaffNote[]> {
  const database = await databaseOf(shards, orderId)
  const { results } = await database
    .prepare('SELECT at, kind, by_name, text FROM notes WHERE order_id = ? ORDER BY at, note_id')
    .bind(orderId)
    .all()
  return results.map(noteOf)
}

/** The notes of an order in the export of its customer's data, without who wrote them. */
export async function notesFor(
  { shards }: Pick<ClaimPorts, 'shards'>,
  caller: Caller,
  orderId: string,
): Promise<Result<OrderNote[]>> {
  const entry = await findOrder(shards, orderId)
  // An order that was never paid is not on the worklist, and has no notes.
  if (entry === null) return mayCall(caller.role, 'exportCustomer') ? accepted([]) : refusals.notOnWorklist
  if (!ownsResource(caller, 'exportCustomer', entry.order.customerId)) return refusals.notOnWorklist
  const notes = await listNotes(shards, orderId)
  return accepted(notes.flatMap(({ at, kind, text }) => (kind === 'note' ? [{ at, text }] : [])))
}

const rowSchema = z.object({ at: z.string(), kind: z.enum(['note', 'claim']), by_name: z.string(), text: z.string() })

function noteOf(row: SqlRow): StaffNote {
  const { at, kind, by_name, text } = rowSchema.parse(row)
  return { at, kind, byName: by_name, text }
}

const noText = refused({
  code: 'invalid_request',
  ...told({
    en: `A note is 1 to ${noteLengthMax} characters long, none of which is hidden.`,
    ko: `메모는 1자 이상 ${noteLengthMax}자 이하로 적어 주세요. 보이지 않는 문자는 쓸 수 없습니다.`,
  }),
  field: 'note',
})

const tooManyNotes = refused({
  code: 'invalid_request',
  ...told({
    en: `An order has at most ${notesMax} notes. This one has them all.`,
    ko: `한 주문에는 메모를 ${notesMax}개까지 남길 수 있습니다. 이 주문은 더 남길 수 없습니다.`,
  }),
  field: 'note',
})
