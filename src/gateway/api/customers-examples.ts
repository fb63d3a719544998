// The data of a customer and its erasure: examples for the API's document.
import type { CustomerErasure } from '../../contract/customer-data.ts'
import { at, history, payment } from './examples.ts'
import { message, messageSettings } from './message-examples.ts'

const customerId = 'k3M5p7R9t1V3x5Z7b9D1f3H5j7K9m1N3'

export const erasure: CustomerErasure = {
  customerId,
  requestedAt: at('19:00:00.000'),
  requestedBy: { id: 'usr_3c5e7g9j1k3m5p7r9t1v3x5z7b', role: 'ops' },
  reason: 'asked for it by letter',
  erasedOrders: 7,
  leftOrders: 0,
  erasedAt: at('19:00:01.250'),
}

export const exported = {
  customerId,
  exportedAt: at('18:59:00.000'),
  account: {
    name: 'Kang',
    email: 'kang@homeappliance.test',
    isEmailVerified: true,
    role: 'customer' as const,
    createdAt: at('08:00:00.000'),
    language: 'ko' as const,
    timeZone: 'Asia/Seoul',
    country: 'KR',
    sessions: [{ createdAt: at('08:30:00.000'), userAgent: 'Mozilla/5.0', ipAddress: '203.0.113.7' }],
  },
  messageSettings,
  orders: [{ ...history, payment, messages: [message], notes: [{ at: at('10:00:00.000'), text: 'rings twice' }] }],
}
