// The store of the audit: each act once, found by who, what, about what and when; rows are only added.
import { expect, test } from 'vitest'
import type { AuditEntry } from '../../../src/contract/audit.ts'
import { auditStatement, listAudit } from '../../../src/operations/audit-store.ts'
import { openDatabase } from '../../support/sqlite.ts'

const entry: AuditEntry = {
  auditId: 'a1',
  at: '2026-11-02T10:00:00.000Z',
  actor: { id: 'usr_ops', role: 'ops', name: 'Han' },
  action: 'changeAccount',
  target: 'usr_park',
  reason: null,
  before: { role: 'staff' },
  after: { role: 'ops' },
  requestId: 'req_1',
}
const firstPage = { limit: 10, after: null }

test('an act is stored whole, and once', async () => {
  const database = openDatabase('operations')
  await database.batch([auditStatement(database, entry)])
  await database.batch([auditStatement(database, { ...entry, reason: 'a repeat' })])
  expect(await listAudit(database, {}, firstPage)).toEqual({ items: [entry], cursor: null })
})

test('each field of the filter selects, newest first and page by page', async () => {
  const database = openDatabase('operations')
  const acts = [
    entry,
    { ...entry, auditId: 'a2', actor: { id: 'usr_park', role: 'staff', name: null }, action: 'refundPart' },
    { ...entry, auditId: 'a3', target: 'ord_1', at: '2026-11-03T10:00:00.000Z' },
  ]
  await database.batch(acts.map((act) => auditStatement(database, act)))
  const idsOf = async (filter: object) =>
    (await listAudit(database, filter, firstPage)).items.map(({ auditId }) => auditId)
  expect(await idsOf({})).toEqual(['a3', 'a2', 'a1'])
  expect(await idsOf({ actorId: 'usr_park' })).toEqual(['a2'])
  expect(await idsOf({ action: 'changeAccount' })).toEqual(['a3', 'a1'])
  expect(await idsOf({ target: 'ord_1' })).toEqual(['a3'])
  expect(await idsOf({ since: '2026-11-03T00:00:00.000Z' })).toEqual(['a3'])
  expect(await idsOf({ until: '2026-11-03T00:00:00.000Z' })).toEqual(['a2', 'a1'])
  const page = await listAudit(database, {}, { limit: 2, after: null })
  expect([page.items.length, page.cursor === null]).toEqual([2, false])
})

test('no row is changed or deleted', async () => {
  const database = openDatabase('operations')
  await database.batch([auditStatement(database, entry)])
  for (const sql of [`UPDATE audit SET actor_id = 'nobody'`, 'DELETE FROM audit']) {
    await expect(database.prepare(sql).run()).rejects.toThrow('the audit only grows')
  }
  expect((await listAudit(database, {}, firstPage)).items).toEqual([entry])
})
