// Who acts: the verified caller of a request, and the author an event is recorded under.
import * as z from 'zod'

export const roles = ['customer', 'staff', 'courier', 'ops'] as const
export type Role = (typeof roles)[number]

/**
 * A person or system whose token the gateway has verified. Passed between Workers as an argument, never as a header.
 */
export type Caller = { subject: string; role: Role; name: string }

/** The author of an event: a caller, or a part of the platform acting by itself (`id` is then the context's name). */
export const authorSchema = z.object({ kind: z.enum([...roles, 'system']), id: z.string() })
export type Author = z.infer<typeof authorSchema>

export function authorOf(caller: Caller): Author {
  return { kind: caller.role, id: caller.subject }
}

export function system(context: string): Author {
  return { kind: 'system', id: context }
}
