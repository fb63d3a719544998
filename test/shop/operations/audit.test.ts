// The audit over the real Workers: what ops do in identity and to dead letters is in one list, for ops alone.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuditEntry } from '../../../src/contract/audit.ts'
import { plantDeadLetter } from '../../support/dead-letters.ts'
import { openShop, type Shop } from '../../support/shop.ts'
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
