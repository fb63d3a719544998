// What ops decide about a message that failed, and the audit: examples for the API's document.
import type { AuditEntry } from '../../contract/audit.ts'
import type { DeadLetter, Redriven } from '../../contract/dead-letter.ts'
import { at, orderId } from './examples.ts'

export const deadLetter: DeadLetter = {
  deadLetterId: '4f6b1c0d9a2e4c7f8b3d5e6f7a8b9c0d',
  subscriber: 'message',
  subject: orderId,
  type: 'homeappliance.order.DeliveryStarted',
  body: '{"specversion":"1.0"}',
  attempts: 100,
  diedAt: at('18:40:00.000'),
  state: 'open',
  cause: 'Error: the message of this event has no text',
  reason: null,
  deaths: 1,
}
export const discardReason = 'the order was repaired by hand'
export const redriven: Redriven = { sent: 100, left: 23, until: at('19:00:00.000') }

export const auditEntry: AuditEntry = {
  auditId: 'identity/5b0f4c7e-0c0f-4a53-9c0e-6a0b9d1f2e3a',
  at: at('17:00:00.000'),
  actor: { id: 'usr_3c5e7g9j1k3m5p7r9t1v3x5z7b', role: 'ops', name: 'Cho' },
  action: 'changeAccount',
  target: 'k3M5p7R9t1V3x5Z7b9D1f3H5j7K9m1N3',
  reason: null,
  before: { role: 'staff', isLocked: false },
  after: { role: 'ops' },
  requestId: 'req_6c9d0a52-8d7e-4f3b-9a51-0c6f5b1f2e11',
}
