// The staff's pages over real SQL, with the orders of an order book.
import type { Caller } from '../../src/contract/caller.ts'
import type { PaymentRefund, PaymentView, ProviderRecord } from '../../src/contract/payment.ts'
import { accepted } from '../../src/contract/result.ts'
import { handleOrderEvents } from '../../src/ordermanagement/event-handler.ts'
import { type AdminPorts, adminPage } from '../../src/ordermanagement/pages.tsx'
import { callers } from './callers.ts'
import { OrderBook, orderIdOf, type Step, tell } from './order-book.ts'
import { orderApiOf } from './page-ports.ts'
import { inOne } from './shards.ts'
import { openDatabase } from './sqlite.ts'
import { testVault } from './vault.ts'

const { customer, staff } = callers

const amount = { amount: 1_290_000, currency: 'KRW' }
const at = '2026-11-02T09:00:01.000Z'

const refund = (refundId: string, status: Pick<PaymentRefund, 'status'> & Partial<PaymentRefund>): PaymentRefund => {
  return { refundId, purpose: 'part', amount: { ...amount, amount: 500 }, dueAt: at, doneAt: null, ...status }
}

/** What the payment context and the provider say of every order. */
const payments: { view: PaymentView; record: ProviderRecord } = {
  view: {
    orderId: orderIdOf(1),
    provider: 'sandbox',
    attempts: [
      {
        attempt: 1,
        provider: 'sandbox',
        status: 'declined',
        amount,
        reason: 'card_declined',
        startedAt: at,
        endedAt: at,
      },
      { attempt: 2, provider: 'sandbox', status: 'approved', amount, reason: null, startedAt: at, endedAt: at },
    ],
    refunds: [
      refund('rfd_1', { status: 'due', reason: 'declined', tries: 12 }),
      refund('rfd_2', {
        status: 'done',
        doneAt: at,
        settlement: { way: 'cash', at, reference: '<i>7</i>', by: 'usr_park' },
      }),
    ],
  },
  record: { charges: [{ id: 'ch_<b>2</b>', amount }], refunds: [] },
}

export function openAdmin(book = new OrderBook()) {
  const settlements: unknown[] = []
  const ports: AdminPorts = {
    shards: inOne(openDatabase('ordermanagement')),
    vault: testVault,
    orders: book,
    history: orderApiOf(book).history,
    refundPart: orderApiOf(book).refundPart,
    payments: {
      get: async () => accepted(payments.view),
      providerRecord: async () => accepted(payments.record),
      settleRefund: async (_, __, refundId, settlement) => {
        settlements.push({ refundId, ...settlement })
        return accepted(payments.view)
      },
    },
    now: () => Date.parse('2026-11-02T10:00:00.000Z'),
    log: () => {},
  }
  const get = (path: string, caller: Caller = staff) =>
    adminPage(ports, caller, new Request(`https://shop${path}`), 'req_test')
  const post = (path: string, fields: Record<string, string> = {}, caller: Caller = staff) =>
    adminPage(
      ports,
      caller,
      new Request(`https://shop${path}`, { method: 'POST', body: new URLSearchParams(fields) }),
      'req_test',
    )
  /** The page that a form's answer leads to, with the answer's cookies. */
  const follow = async (answer: Response) => {
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    const address = `https://shop${answer.headers.get('location')}`
    return adminPage(ports, staff, new Request(address, { headers: { cookie } }), 'req_test')
  }
  return { book, ports, get, post, follow, settlements }
}

export async function withOrder(...steps: Step[]) {
  const admin = openAdmin()
  await tell(admin.book, orderIdOf(1), customer.subject, ...steps)
  for (const message of admin.book.messages) await handleOrderEvents(admin.ports, [message])
  return admin
}
