// What ops change in identity is recorded together with the change; what is refused is not.
import { expect, test } from 'vitest'
import { addAccount, changeAccount } from '../../../../src/identity/accounts/accounts.ts'
import { rotateSigningKey } from '../../../../src/identity/oauth/keys.ts'
import { addSystem, changeSystem } from '../../../../src/identity/oauth/systems.ts'
import { actsAfter } from '../../../../src/platform/acts.ts'
import { callers } from '../../../support/callers.ts'
import { openDatabase } from '../../../support/sqlite.ts'

const { ops, staff } = callers
const at = '2026-11-02T10:00:00.000Z'

function openIdentity() {
  const db = openDatabase('identity')
  const now = () => Date.parse(at)
  const ports = { db, now, log: () => {}, invite: async () => {} }
  const keyTimes = { announceSeconds: 900, rotateSeconds: 86_400, retiredSeconds: 86_400 }
  const keyPorts = { ...ports, keyTimes, secret: 'a secret of the tests, of more than 32 characters' }
  return { db, ports, keyPorts, acts: async () => (await actsAfter(db, 0, 100)).acts }
}

test('an account that is made and changed: by whom, when, and what it was before', async () => {
  const { ports, acts } = openIdentity()
  const added = await addAccount(ports, ops, { name: 'Park', email: 'park@example.com', role: 'staff' }, 'req_1')
  if (!added.ok) throw new Error(added.rejection.code)
  const { accountId } = added.value
  expect(await changeAccount(ports, ops, accountId, { role: 'courier' }, 'req_2')).toMatchObject({ ok: true })
  expect(await changeAccount(ports, ops, accountId, { isLocked: true })).toMatchObject({ ok: true })
  const actor = { id: ops.subject, role: 'ops', name: ops.name }
  const same = { at, actor, target: accountId, reason: null }
  expect(await acts()).toEqual([
    {
      ...same,
      actId: accountId,
      action: 'addAccount',
      before: null,
      after: { role: 'staff', isLocked: false },
      requestId: 'req_1',
    },
    {
      ...same,
      actId: expect.any(String),
      action: 'changeAccount',
      before: { role: 'staff', isLocked: false },
      after: { role: 'courier' },
      requestId: 'req_2',
    },
    {
      ...same,
      actId: expect.any(String),
      action: 'changeAccount',
      before: { role: 'courier', isLocked: false },
      after: { isLocked: true },
      requestId: null,
    },
  ])
  expect(JSON.stringify(await acts())).not.toContain('example.com')
})

test('systems and keys', async () => {
  const { ports, keyPorts, acts } = openIdentity()
  const added = await addSystem(ports, ops, { name: 'Till', role: 'staff' }, 'req_1')
  if (!added.ok) throw new Error(added.rejection.code)
  await changeSystem(ports, ops, added.value.clientId, true, 'req_2')
  await rotateSigningKey(keyPorts, ops, 'req_3')
  await rotateSigningKey(keyPorts, ops, 'req_4')
  expect(await acts()).toMatchObject([
    { action: 'addSystem', target: added.value.clientId, after: { name: 'Till', role: 'staff' }, requestId: 'req_1' },
    { action: 'changeSystem', before: { isLocked: false }, after: { isLocked: true }, requestId: 'req_2' },
    { action: 'rotateSigningKey', requestId: 'req_3' },
  ])
  expect(JSON.stringify(await acts())).not.toContain(added.value.clientSecret)
})

test('what is refused, or changes nothing, is no act', async () => {
  const { ports, acts } = openIdentity()
  const account = { name: 'Park', email: 'park@example.com', role: 'staff' } as const
  await addAccount(ports, ops, account)
  const before = await acts()
  expect(await addAccount(ports, ops, account)).toMatchObject({ ok: false })
  expect(await changeAccount(ports, ops, 'nobody', { isLocked: true })).toMatchObject({ ok: false })
  expect(await changeAccount(ports, ops, ops.subject, { isLocked: true })).toMatchObject({ ok: false })
  expect(await changeAccount(ports, staff, before[0]?.target ?? '', { role: 'ops' })).toMatchObject({ ok: false })
  expect(await changeSystem(ports, ops, 'nothing', true)).toMatchObject({ ok: false })
  expect(await acts()).toEqual(before)
})

test('a change without its act is not made: both are in one batch', async () => {
  const { db, ports, acts } = openIdentity()
  const added = await addAccount(ports, ops, { name: 'Park', email: 'park@example.com', role: 'staff' })
  if (!added.ok) throw new Error(added.rejection.code)
  db.sqlite.exec(`CREATE TRIGGER broken BEFORE INSERT ON acts BEGIN SELECT RAISE(ABORT, 'broken'); END`)
  await expect(changeAccount(ports, ops, added.value.accountId, { role: 'ops' })).rejects.toThrow('broken')
  expect(db.rows('SELECT role FROM user')).toEqual([{ role: 'staff' }])
  expect(await acts()).toHaveLength(1)
})

test('they are read in their order, page by page, and never changed or deleted', async () => {
  const { db, ports } = openIdentity()
  for (const name of ['a', 'b', 'c']) await addSystem(ports, ops, { name, role: 'staff' })
  const first = await actsAfter(db, 0, 2)
  expect([first.acts.map(({ after }) => after?.['name']), first.last, first.newest]).toEqual([['a', 'b'], 2, 3])
  const second = await actsAfter(db, first.last, 2)
  expect([second.acts.length, second.last, second.newest]).toEqual([1, 3, 3])
  expect(await actsAfter(db, 3, 2)).toEqual({ acts: [], last: 3, newest: 3 })
  for (const sql of [`UPDATE acts SET actor_id = 'x'`, 'DELETE FROM acts']) {
    await expect(db.prepare(sql).run()).rejects.toThrow('acts are only added')
  }
})
