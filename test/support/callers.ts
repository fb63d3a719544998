// Callers as the gateway verifies them: one for each role, and a second customer.
import type { Caller } from '../../src/contract/caller.ts'
import type { RequestMeta } from '../../src/contract/idempotency.ts'

export const callers = {
  customer: { subject: 'usr_customer', role: 'customer', name: 'Kang' },
  stranger: { subject: 'usr_other', role: 'customer', name: 'Lee' },
  leaver: { subject: 'usr_leaver', role: 'customer', name: 'Moon' },
  leaver2: { subject: 'usr_leaver2', role: 'customer', name: 'Nam' },
  staff: { subject: 'usr_staff', role: 'staff', name: 'Park' },
  staff2: { subject: 'usr_staff2', role: 'staff', name: 'Yoon' },
  courier: { subject: 'usr_courier', role: 'courier', name: 'Choi' },
  ops: { subject: 'usr_ops', role: 'ops', name: 'Han' },
} satisfies Record<string, Caller>

/** A request without an Idempotency-Key. */
export const request: RequestMeta = { requestId: 'req_test', idempotencyKey: null }

export const firstPage = { limit: 20, cursor: null }
