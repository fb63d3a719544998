// The accounts whose address the stand-in for identity knows.
import { callers } from './callers.ts'

export const knownEmails: Readonly<Record<string, string>> = { [callers.customer.subject]: 'kang@example.com' }
