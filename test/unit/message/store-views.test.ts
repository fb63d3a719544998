// What the shop's page shows of a message.
import { expect, test } from 'vitest'
import type { CustomerMessage, MessageStatus } from '../../../src/contract/customer-message.ts'
import { storeMessagesPage } from '../../../src/message/store-views.tsx'
import { renderPage } from '../../../src/web/page.tsx'
import { callers } from '../../support/callers.ts'
import { orderIdOf } from '../../support/order-book.ts'

const message: CustomerMessage = {
  ...{ messageId: 'msg_1', orderId: orderIdOf(1), kind: 'paid', text: 'Dear Kang', status: 'bounced' },
  ...{ sentAt: '2026-11-02T09:00:00.000Z', cause: '<b>5.1.1</b>', tries: 0 },
}

async function shown(item: CustomerMessage): Promise<string> {
  const view = { page: { items: [item], cursor: 'next&one' }, problem: null, replayedMax: 12, flash: null }
  return (await renderPage(storeMessagesPage(callers.ops, view))).text()
}

test('one that bounced has its cause, as text, and a button', async () => {
  const html = await shown(message)
  for (const text of [
    'Bounced',
    '&lt;b&gt;5.1.1&lt;/b&gt;',
    'action="/admin/messages/msg_1/replay"',
    'cursor=next%26one',
  ])
    expect(html).toContain(text)
})

test('one whose text is erased has no button, nor has one that arrived', async () => {
  const erased = await shown({ ...message, text: '' })
  expect(erased).toContain('erased with the personal data')
  for (const html of [erased, await shown({ ...message, status: 'delivered' })])
    expect(html).not.toContain('<form method="post" action="/admin')
})

test('a status of a later release is shown by its name', async () => {
  expect(await shown({ ...message, status: 'read' as MessageStatus })).toContain('>read<')
})
