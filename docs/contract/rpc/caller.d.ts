import * as z from 'zod';
import type { Reader } from './language.ts';
import type { Region } from './region.ts';
export declare const roles: readonly ['customer', 'staff', 'courier', 'ops'];
export type Role = (typeof roles)[number];
/**
 * A person or system whose token the gateway has verified. It goes from Worker to Worker as an argument, never as a
 * header. `reader`: how they read this call's answer; absent, it is in English. `region`: where a customer's orders are
 * kept, by the country of the account; absent, in none in particular. `traceparent`: the span of this call (see
 * contract/traceparent.ts); absent in calls of earlier releases, and of a context by itself.
 */
export type Caller = {
    subject: string;
    role: Role;
    name: string;
    reader?: Reader;
    region?: Region;
    traceparent?: string;
};
/** The author of an event: a caller, or a context that acts by itself (`id` is its name then). */
export declare const authorSchema: z.ZodObject<{
    kind: z.ZodEnum<{
        courier: "courier";
        customer: "customer";
        ops: "ops";
        staff: "staff";
        system: "system";
    }>;
    id: z.ZodString;
}, z.core.$strip>;
export type Author = z.infer<typeof authorSchema>;
export declare function authorOf(caller: Caller): Author;
export declare function sameAuthor(a: Author, b: Author): boolean;
export declare function system(context: string): Author;
