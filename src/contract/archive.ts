// The archive: every event of every order, in compressed lines of JSON. The RPC interface of its context.
import * as z from 'zod'
import type { Caller } from './caller.ts'
import type { Result } from './result.ts'
import type { Page, PageRequest } from './rpc.ts'

/** What a run of the archiver has written. */
export const archiveRunSchema = z.object({ objects: z.int(), events: z.int() })
export type ArchiveRun = z.infer<typeof archiveRunSchema>

/**
 * An object of the archive, by its manifest. `name` begins with the instant (UTC) at which its batch was closed, and
 * `date` is that day. `sha256`: of its lines, before they are compressed. The times are those of its events.
 */
export const archivedObjectSchema = z.object({
  name: z.string(),
  key: z.string(),
  date: z.iso.date(),
  events: z.int(),
  orders: z.int(),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  sha256: z.string(),
  bytes: z.int(),
})
export type ArchivedObject = z.infer<typeof archivedObjectSchema>

/** For ops only. */
export interface ArchiveRpc {
  /** Archive now what is staged, as the clock does every five minutes. */
  run(caller: Caller): Promise<Result<ArchiveRun>>
  /** The objects of a day (UTC), or of all days, oldest first. */
  objects(caller: Caller, date: string | null, page: PageRequest): Promise<Result<Page<ArchivedObject>>>
  /** The lines of an object; null when there is none of that name. */
  lines(caller: Caller, name: string): Promise<Result<string | null>>
}
