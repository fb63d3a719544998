// The page of the alerts: each with its state, a press that judges, and the form of a silence.
import { expect, test } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import { opsPage } from '../../../src/operations/pages.tsx'
import { alertPorts } from '../../support/alerts.ts'
import { callers } from '../../support/callers.ts'
import { openDatabase } from '../../support/sqlite.ts'

const { ops, staff } = callers
const korean: Caller = { ...ops, reader: { language: 'ko', timeZone: 'Asia/Seoul' } }
const place = '/ops/alerts'

function openPage() {
  const database = openDatabase('operations')
  const ports = { ...alertPorts(database, Date.now), queues: {}, sources: {}, newId: () => crypto.randomUUID() }
  const ask = (path: string, init: RequestInit, caller: Caller) =>
    opsPage(ports, caller, new Request(`https://shop${path}`, init), 'req_1')
  return {
    database,
    get: (path: string, caller: Caller = ops) => ask(path, {}, caller),
    post: (path: string, fields: Record<string, string> = {}, caller: Caller = ops) =>
      ask(path, { method: 'POST', body: new URLSearchParams(fields) }, caller),
    html: async (caller: Caller = ops) => (await ask(place, {}, caller)).text(),
  }
}

test('each alert has its state, and a press judges them', async () => {
  const { database, post, html } = openPage()
  expect(await html()).toContain('Not judged')
  const sql = `INSERT INTO dead_letters (dead_letter_id, subscriber, body, attempts, died_at)
    VALUES ('d1', 'mypage', '{}', 1, '2026-11-30')`
  await database.prepare(sql).run()
  const pressed = await post(place)
  expect([pressed.status, pressed.headers.get('location')]).toEqual([303, place])
  const page = await html()
  for (const text of ['deadLetters', 'There are open dead letters.', 'Firing', '1 / 0']) expect(page).toContain(text)
  for (const text of ['알림', '발생', '처리되지 않은 데드 레터가 있습니다.']) expect(await html(korean)).toContain(text)
})

test('a silence is shown with its reason, and ended', async () => {
  const { post, html } = openPage()
  const silenced = await post(`${place}/silence`, { rule: 'deadLetters', hours: '4', reason: 'a planned outage' })
  expect([silenced.status, silenced.headers.get('location')]).toEqual([303, place])
  expect(await html()).toContain('a planned outage')
  await post(`${place}/silence`, { rule: 'deadLetters', hours: '0', reason: 'it is over' })
  expect(await html()).not.toContain('a planned outage')
})

test('without a reason the form comes back as it was, with the fault at its field', async () => {
  const { post } = openPage()
  const refused = await post(`${place}/silence`, { rule: 'queueOld', hours: '24', reason: ' ' })
  const page = await refused.text()
  expect(refused.status).toBe(422)
  expect(page).toContain('<option value="queueOld" selected')
  expect(page).toContain('reason-error')
})

test('it is for ops, and the form’s own address leads to the page', async () => {
  const { get } = openPage()
  expect((await get(place, staff)).status).toBe(403)
  expect((await get(`${place}/silence`)).headers.get('location')).toBe(place)
})
