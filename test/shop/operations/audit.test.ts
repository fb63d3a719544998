// The audit over the real Workers: what staff and ops do to orders, in identity and to dead letters is in one list, for
// ops alone.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuditEntry } from '../../../src/contract/audit.ts'
import type { Database } from '../../../src/platform/database.ts'
import { plantDeadLetter } from '../../support/dead-letters.ts'
import { openShop, type Shop, until } from '../../support/shop.ts'
import { storyOf } from '../../support/story.ts'
import { signedIn } from '../../support/visitor.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const auditOf = async (query: string) =>
  (await shop.call<{ items: AuditEntry[] }>('ops', 'GET', `/audit?${query}`)).body.items

test('a role, a lock, a key and a discarded letter stand there with who, before and after, and the request', async () => {
  const account = { name: 'Han', email: 'han@homeappliance.test', role: 'staff' }
  const added = await shop.call<{ accountId: string }>('ops', 'POST', '/accounts', account)
  const { accountId } = added.body
  const changed = await shop.call('ops', 'PATCH', `/accounts/${accountId}`, { role: 'courier' })
  await shop.call('ops', 'PATCH', `/accounts/${accountId}`, { isLocked: true })
  await shop.call('ops', 'POST', '/signingKeys')
  const deadLetterId = await plantDeadLetter(shop)
  await shop.call('ops', 'POST', `/deadLetters/${deadLetterId}/discard`, { reason: 'a test of ours' })

  expect(await auditOf(`target=${accountId}`)).toMatchObject([
    { action: 'changeAccount', before: { role: 'courier', isLocked: false }, after: { isLocked: true } },
    {
      action: 'changeAccount',
      actor: { role: 'ops' },
      before: { role: 'staff', isLocked: false },
      after: { role: 'courier' },
      requestId: changed.headers.get('x-request-id'),
    },
    { action: 'addAccount', before: null },
  ])
  expect(await auditOf('action=discardDeadLetter')).toMatchObject([
    { target: deadLetterId, reason: 'a test of ours', after: { state: 'discarded' } },
  ])
  expect((await shop.call('staff', 'GET', '/audit')).status).toBe(403)
  const page = await (await signedIn(shop.origin, 'ops')).get(`/ops/audit?target=${accountId}`)
  expect(await page.text()).toContain('role: staff → courier')
})

test('a part refund and a cancel by the staff stand there once, with reason, before and after; a customer’s do not', async () => {
  const kang = storyOf(shop)
  const orderId = await kang.upTo('payApproved')
  await kang.isOnWorklist(orderId)
  await kang.take(orderId)
  await kang.reaches(orderId, 'deliveryStarted')
  const amount = { amount: 500, currency: 'KRW' }
  const refund = () =>
    shop.call(
      'staff',
      'POST',
      `/payments/${orderId}/refunds`,
      { amount, reason: 'a scratch' },
      { 'idempotency-key': 'x' },
    )
  const refunded = await refund()
  await refund()
  const cancel = { orderStatus: 'orderCancel', reason: 'sold out' }
  const canceled = await shop.call('staff', 'PATCH', `/orders/${orderId}`, cancel)
  const other = await kang.upTo('payApproved')
  await kang.cancel(other)
  await kang.reaches(other, 'payCanceled')

  const acts = await until(
    () => auditOf(`target=${orderId}`),
    ({ length }) => length >= 2,
  )
  await kang.reaches(orderId, 'payCanceled')
  expect(await auditOf(`target=${orderId}`)).toEqual(acts)
  expect(acts).toMatchObject([
    {
      action: 'cancelOrder',
      actor: { role: 'staff' },
      reason: 'sold out',
      before: { orderStatus: 'deliveryStarted' },
      after: { orderStatus: 'orderCanceled' },
      requestId: canceled.headers.get('x-request-id'),
    },
    {
      action: 'refundPart',
      actor: { role: 'staff' },
      reason: 'a scratch',
      before: { left: 4500 },
      after: { left: 4000, amount: 500, currency: 'KRW' },
      requestId: refunded.headers.get('x-request-id'),
    },
  ])
  expect(await auditOf(`target=${other}`)).toEqual([])
  const page = await (await signedIn(shop.origin, 'ops')).get(`/ops/audit?target=${orderId}`)
  expect(await page.text()).toContain('orderStatus: deliveryStarted → orderCanceled')
})

test('of a paid order that is not on its way, operations asks the order what it was', async () => {
  const kang = storyOf(shop)
  const orderId = await kang.upTo('payApproved')
  await kang.isOnWorklist(orderId)
  const reason = { orderStatus: 'orderCanceled', reason: 'sold out' }
  await shop.call('staff', 'PATCH', `/ordermgmts/${orderId}`, reason)
  const acts = await until(
    () => auditOf(`target=${orderId}`),
    ({ length }) => length === 1,
  )
  expect(acts).toMatchObject([{ action: 'cancelOrder', before: { orderStatus: 'payApproved' } }])
})

test('what ops begin in payment stands there too', async () => {
  const orderId = await storyOf(shop).upTo('payApproved')
  const day = new Date().toISOString().slice(0, 10)
  const begun = await shop.call('ops', 'POST', `/reconciliations/${day}`)
  const inquiry = await shop.call('ops', 'POST', `/payments/${orderId}/inquiries`)
  expect(await auditOf('action=reconcile')).toMatchObject([
    { target: day, actor: { role: 'ops' }, requestId: begun.headers.get('x-request-id') },
  ])
  expect(await auditOf(`target=${orderId}`)).toMatchObject([
    { action: 'inquire', requestId: inquiry.headers.get('x-request-id') },
  ])
})

test('a message that is sent again stands there, with how it stood before', async () => {
  const kang = storyOf(shop)
  const orderId = await kang.upTo('payApproved')
  const [message] = await kang.tells(orderId, 2)
  const { MESSAGE_DB } = await shop.harness.getWorker<{ MESSAGE_DB: Database }>('homeappliance-message').getEnv()
  const bounce = "UPDATE messages SET problem = 'bounced', cause = '5.1.1' WHERE message_id = ?"
  await MESSAGE_DB.prepare(bounce)
    .bind(message?.messageId ?? '')
    .run()
  const page = await (await signedIn(shop.origin, 'staff')).get('/admin/messages?status=bounced')
  expect(await page.text()).toContain(`/admin/messages/${message?.messageId}/replay`)
  const replayed = await shop.call('staff', 'POST', `/messages/${message?.messageId}/replay`)
  expect(replayed).toMatchObject({ status: 200, body: { status: 'recorded' } })
  expect(await auditOf(`target=${message?.messageId}`)).toMatchObject([
    {
      action: 'replayMessage',
      actor: { role: 'staff' },
      before: { status: 'bounced', cause: '5.1.1' },
      requestId: replayed.headers.get('x-request-id'),
    },
  ])
})
