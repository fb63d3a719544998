// The verified caller of a request, and the author of an event.
import * as z from 'zod'
import type { Reader } from './language.ts'
import type { Region } from './region.ts'

export const roles = ['customer', 'staff', 'courier', 'ops'] as const
export type Role = (typeof roles)[number]

/**
 * A person or system whose token the gateway has verified. It goes from Worker to Worker as an argument, never as a
 * header. `reader`: how they read this call's answer; absent, it is in English. `region`: where a customer's orders are
 * kept, by the country of the account; absent, in none in particular. `traceparent`: the span of this call (see
 * contract/traceparent.ts); absent in calls of earlier releases, and of a context by itself.
 */
export type Caller = {
  subject: string
  role: Role
  name: string
  reader?: Reader
  region?: Region
  traceparent?: string
}

/** The author of an event: a caller, or a context that acts by itself (`id` is its name then). */
export const authorSchema = z.object({ kind: z.enum([...roles, 'system']), id: z.string() })
export type Author = z.infer<typeof authorSchema>

export function authorOf(caller: Caller): Author {
  return { kind: caller.role, id: caller.subject }
}

export function sameAuthor(a: Author, b: Author): boolean {
  return a.kind === b.kind && a.id === b.id
}

export function system(context: string): Author {
  return { kind: 'system', id: context }
}
