// The staff's pages over real SQL, with the orders of an order book.
import type { Caller } from '../../src/contract/caller.ts'
import { handleOrderEvents } from '../../src/ordermanagement/event-handler.ts'
import { type AdminPorts, adminPage } from '../../src/ordermanagement/pages.tsx'
import { callers } from './callers.ts'
import { OrderBook, orderIdOf, type Step, tell } from './order-book.ts'
import { orderApiOf } from './page-ports.ts'
import { openDatabase } from './sqlite.ts'

const { customer, staff } = callers

export function openAdmin(book = new OrderBook()) {
  const ports: AdminPorts = {
    database: openDatabase('ordermanagement'),
    orders: book,
    history: orderApiOf(book).history,
    refundPart: orderApiOf(book).refundPart,
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
  return { book, ports, get, post, follow }
}

export async function withOrder(...steps: Step[]) {
  const admin = openAdmin()
  await tell(admin.book, orderIdOf(1), customer.subject, ...steps)
  for (const message of admin.book.messages) await handleOrderEvents(admin.ports, [message])
  return admin
}
