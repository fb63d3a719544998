import * as z from 'zod';
import type { Caller } from './caller.ts';
import type { Result } from './result.ts';
import type { Page, PageRequest } from './rpc.ts';
/** What a run of the archiver has written. */
export declare const archiveRunSchema: z.ZodObject<{
    objects: z.ZodInt;
    events: z.ZodInt;
}, z.core.$strip>;
export type ArchiveRun = z.infer<typeof archiveRunSchema>;
/**
 * An object of the archive, by its manifest. `name` begins with the instant (UTC) at which its batch was closed, and
 * `date` is that day. `sha256`: of its lines, before they are compressed. The times are those of its events.
 */
export declare const archivedObjectSchema: z.ZodObject<{
    name: z.ZodString;
    key: z.ZodString;
    date: z.ZodISODate;
    events: z.ZodInt;
    orders: z.ZodInt;
    firstAt: z.ZodISODateTime;
    lastAt: z.ZodISODateTime;
    sha256: z.ZodString;
    bytes: z.ZodInt;
}, z.core.$strip>;
export type ArchivedObject = z.infer<typeof archivedObjectSchema>;
/** For ops only. */
export interface ArchiveRpc {
    /** Archive now what is staged, as the clock does every five minutes. */
    run(caller: Caller): Promise<Result<ArchiveRun>>;
    /** The objects of a day (UTC), or of all days, oldest first. */
    objects(caller: Caller, date: string | null, page: PageRequest): Promise<Result<Page<ArchivedObject>>>;
    /** The lines of an object; null when there is none of that name. */
    lines(caller: Caller, name: string): Promise<Result<string | null>>;
}
