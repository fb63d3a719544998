// The page of the audit: who did what, with what it was before and after; its filter, and its pages.
import { expect, test } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import { auditStatement } from '../../../src/operations/audit-store.ts'
import { auditPageSize, opsPage } from '../../../src/operations/pages.tsx'
import { alertPorts } from '../../support/alerts.ts'
import { callers } from '../../support/callers.ts'
import { openDatabase } from '../../support/sqlite.ts'

const { ops, staff } = callers
const korean: Caller = { ...ops, reader: { language: 'ko', timeZone: 'Asia/Seoul' } }

async function withActs(acts: number) {
  const database = openDatabase('operations')
  const ports = {
    ...alertPorts(database, Date.now),
    ...{ queues: {}, sources: {}, newId: () => crypto.randomUUID() },
  }
  for (let number = 0; number < acts; number += 1) {
    const entry = {
      auditId: `a${number}`,
      at: new Date(Date.parse('2026-11-02T10:00:00.000Z') + number * 1000).toISOString(),
      actor: { id: 'usr_han', role: 'ops', name: 'Han' },
      action: 'changeAccount',
      target: `usr_${number}`,
      reason: number === 0 ? 'she moved' : null,
      before: { role: 'staff', isLocked: false },
      after: { role: 'ops' },
      requestId: 'req_1',
    }
    await database.batch([auditStatement(database, entry)])
  }
  const get = (path: string, caller: Caller = ops) =>
    opsPage(ports, caller, new Request(`https://shop${path}`), 'req_1')
  return { get, html: async (path: string, caller: Caller = ops) => (await get(path, caller)).text() }
}

const targetsIn = (html: string) => [...html.matchAll(/<code>(usr_\d+)<\/code>/g)].map(([, id]) => id)

test('each act has who, what, to what, the change and the reason', async () => {
  const { html } = await withActs(1)
  const page = await html('/ops/audit')
  for (const text of ['Han (ops)', 'Account changed', 'role: staff → ops', 'she moved', 'usr_0']) {
    expect(page).toContain(text)
  }
  expect(await html('/ops/audit?actorId=usr_other')).toContain('Nobody did such a thing.')
  for (const text of ['감사 기록', '계정 변경']) expect(await html('/ops/audit', korean)).toContain(text)
})

test('it is read page by page, and a filter that is wrong is told at its field', async () => {
  const { get, html } = await withActs(auditPageSize + 1)
  const first = await html('/ops/audit?actorId=usr_han')
  expect(targetsIn(first)).toHaveLength(auditPageSize)
  const older = /href="(\/ops\/audit\?[^"]*cursor[^"]*)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
  expect(older).toContain('actorId=usr_han')
  expect(targetsIn(await html(older))).toEqual(['usr_0'])
  const refused = await get('/ops/audit?since=yesterday')
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('must be an ISO 8601 instant')])
  expect((await get('/ops/audit', staff)).status).toBe(403)
})
