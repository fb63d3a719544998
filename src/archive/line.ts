// An event in the archive: one line of JSON, as the order's log has it, with the order that it belongs to.
import * as z from 'zod'
import type { RecordedEvent } from '../contract/events.ts'

/** What every line has. An event of a later release, whose type or data is not known here, is read as it stands. */
const lineSchema = z.looseObject({
  orderId: z.string(),
  seq: z.int().positive(),
  type: z.string(),
  version: z.int().positive(),
  at: z.iso.datetime(),
})
export type ArchivedEvent = z.infer<typeof lineSchema>

/** JSON has no line breaks outside its strings, and escapes them there. */
export function lineOf(orderId: string, event: RecordedEvent): string {
  return JSON.stringify({ orderId, ...event })
}

/** Throws when the line is no archived event. */
export function readLine(line: string): ArchivedEvent {
  return lineSchema.parse(JSON.parse(line))
}
