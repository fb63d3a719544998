// Reads the message of an order that another release may have written: nothing that this release does not know is lost.
import type * as z from 'zod'
import { type OrderMessage, orderMessageSchema } from './message.ts'

/**
 * `newer`: only a value within its data has no meaning in this release, such as the type of its event. Contracts only
 * grow, so a later release wrote it, and will read it. `malformed`: no release writes such a message. `fields`: those
 * at fault.
 */
export type ReadMessage = { kind: 'known'; message: OrderMessage } | { kind: 'newer' | 'malformed'; fields: string[] }

/** Read a message. Fields that this release does not know are kept as they came, at each depth. */
export function readOrderMessage(body: unknown): ReadMessage {
  const parsed = orderMessageSchema.safeParse(body)
  // The schema has checked the shape; only the template-literal type of `type` is wider in it.
  if (parsed.success) return { kind: 'known', message: withUnknownFields(parsed.data, body) as OrderMessage }
  const isNewer = parsed.error.issues.every((issue) => isUnknownValue(issue, body))
  const fields = parsed.error.issues.map(({ path }) => path.join('.') || 'the whole message')
  return { kind: isNewer ? 'newer' : 'malformed', fields: [...new Set(fields)] }
}

/** Whether the only fault is a word beyond a list of words. A word that is missing is another fault. */
function isUnknownValue({ code, path }: z.core.$ZodIssue, body: unknown): boolean {
  const isOfList = code === 'invalid_value' || code === 'invalid_union'
  return isOfList && path[0] === 'data' && typeof valueAt(body, path) === 'string'
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((value, key) => (isRecord(value) ? value[key] : undefined), body)
}

/** What a schema has read, with the fields of `body` that it dropped. */
function withUnknownFields(read: unknown, body: unknown): unknown {
  if (Array.isArray(read) && Array.isArray(body)) return read.map((item, index) => withUnknownFields(item, body[index]))
  if (!isRecord(read) || !isRecord(body)) return read
  const known = Object.entries(read).map(([key, value]) => [key, withUnknownFields(value, body[key])])
  return { ...body, ...Object.fromEntries(known) }
}

function isRecord(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null
}
