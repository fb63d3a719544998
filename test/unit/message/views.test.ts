// What the page of messages shows of a message.
import { expect, test } from 'vitest'
import type { CustomerMessage, MessageKind } from '../../../src/contract/customer-message.ts'
import { messagesPage } from '../../../src/message/views.tsx'
import { renderPage } from '../../../src/web/page.tsx'
import { callers } from '../../support/callers.ts'
import { orderIdOf } from '../../support/order-book.ts'

const message: CustomerMessage = {
  messageId: 'msg_1',
  orderId: orderIdOf(1),
  kind: 'paid',
  text: 'Dear Kang',
  sentAt: '2026-11-02T09:00:00.000Z',
}

async function shown(item: CustomerMessage): Promise<string> {
  const view = { page: { items: [item], cursor: null }, orderId: null, off: [], flash: null }
  return (await renderPage(messagesPage(callers.customer, view))).text()
}

test('markup in a text is shown as text', async () => {
  const html = await shown({ ...message, text: 'Dear <img src=x onerror=alert(1)>, “<script>”' })
  expect(html).toContain('Dear &lt;img src=x onerror=alert(1)&gt;, “&lt;script&gt;”')
  expect(html).not.toContain('<img src=x')
})

test('a kind of a later release is shown without its name', async () => {
  expect(await shown({ ...message, kind: 'newer' as MessageKind })).toContain('<b>Message</b>')
})
