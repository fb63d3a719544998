// The pages of ops: dead letters with their filter, one of them, and the forms that send again or discard.
import { describe, expect, test } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import { storeDeadLetters } from '../../../src/operations/dead-letters.ts'
import { lettersPageSize, opsPage } from '../../../src/operations/pages.tsx'
import { alertPorts } from '../../support/alerts.ts'
import { callers } from '../../support/callers.ts'
import { openDatabase } from '../../support/sqlite.ts'

const { customer, staff, courier, ops } = callers
const korean: Caller = { ...ops, reader: { language: 'ko', timeZone: 'Asia/Seoul' } }
const place = '/ops/dead-letters'

async function withLetters(letters: number) {
  const database = openDatabase('operations')
  const sent: unknown[] = []
  const mypage = { sendBatch: async (messages: { body: unknown }[]) => void sent.push(...messages) }
  let at = Date.parse('2026-11-02T10:00:00.000Z')
  const now = () => (at += 1000)
  const ports = {
    ...alertPorts(database, now),
    ...{ queues: { mypage: [mypage] }, sources: {}, newId: () => crypto.randomUUID() },
  }
  for (let number = 1; number <= letters; number += 1) {
    const message = { customerName: 'Kang', seq: number }
    const body = { deadLetter: { cause: `cause ${number}`, attempts: 100 }, message }
    const messages = [{ id: `letter${number}`, body, attempts: 1, ack: () => {}, retry: () => {} }]
    await storeDeadLetters(ports, { queue: 'homeappliance-mypage-events-dead', messages })
  }
  const get = (path: string, caller: Caller = ops, cookie = '') =>
    opsPage(ports, caller, new Request(`https://shop${path}`, { headers: { cookie } }), 'req_1')
  const post = (path: string, fields: Record<string, string> = {}, caller: Caller = ops) => {
    const body = new URLSearchParams(fields)
    return opsPage(ports, caller, new Request(`https://shop${path}`, { method: 'POST', body }), 'req_1')
  }
  const html = async (path: string, caller: Caller = ops) => (await get(path, caller)).text()
  return { get, post, html, sent }
}

const idsIn = (html: string) => [...html.matchAll(/href="\/ops\/dead-letters\/(\w+)"/g)].map(([, id]) => id)

describe('the list', () => {
  test('shows the newest first, page by page, and says when there is none', async () => {
    const { html } = await withLetters(lettersPageSize + 1)
    const first = await html(place)
    expect(idsIn(first)).toHaveLength(lettersPageSize)
    expect(first).toContain('cause 26')
    const older = /href="(\/ops\/dead-letters\?[^"]*)">Older/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(idsIn(await html(older))).toEqual(['letter1'])
    expect(await html(`${place}?subscriber=delivery`)).toContain('There is no dead letter here.')
  })

  test('keeps the filter, and names the field that is wrong', async () => {
    const { get, html } = await withLetters(1)
    expect(await html(`${place}?subscriber=mypage&since=2026-11-01`)).toContain('value="2026-11-01"')
    const refused = await get(`${place}?since=yesterday&type=`)
    expect(refused.status).toBe(422)
    const text = await refused.text()
    expect(text).toContain('value="yesterday"')
    expect(text).toContain('&quot;since&quot; must be an ISO 8601 instant.')
  })

  test('sends the open ones of its filter again, and says how many', async () => {
    const { post, html, sent } = await withLetters(3)
    expect(await html(`${place}?state=discarded`)).not.toContain('Send the open ones')
    const answer = await post(`${place}/redrive`, { subscriber: 'mypage' })
    expect(await answer.text()).toContain('3 sent again, 0 left.')
    expect(sent).toHaveLength(3)
    expect((await post(`${place}/redrive`, { until: 'x' })).status).toBe(422)
  })
})

describe('one of them', () => {
  test('shows its message without personal data, and is sent again', async () => {
    const { get, post, html, sent } = await withLetters(1)
    const page = await html(`${place}/letter1`)
    for (const text of ['cause 1', '&quot;seq&quot;: 1', '***', 'Send it again']) expect(page).toContain(text)
    expect(page).not.toContain('Kang')
    const answer = await post(`${place}/letter1/redrive`)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${place}/letter1`])
    const [cookie = ''] = answer.headers.get('set-cookie')?.split(';') ?? []
    const after = await (await get(`${place}/letter1`, ops, cookie)).text()
    expect(after).toContain('The message was sent again.')
    expect(after).toContain(`<td data-label="Who">${ops.name}</td>`)
    expect(sent).toHaveLength(1)
  })

  test('is discarded with a reason, and the form says when it lacks one', async () => {
    const { post, html } = await withLetters(1)
    const refused = await post(`${place}/letter1/discard`, { reason: ' ' })
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('A reason is told in 1 to')])
    expect((await post(`${place}/letter1/discard`, { reason: 'a test of ours' })).status).toBe(303)
    const page = await html(`${place}/letter1`)
    expect(page).toContain('a test of ours')
    expect(page).not.toContain('Discard it')
    expect(page).toContain('Send it again')
  })

  test('that is not there is not found', async () => {
    const { get, post } = await withLetters(0)
    expect((await get(`${place}/letter1`)).status).toBe(404)
    expect((await post(`${place}/letter1/redrive`)).status).toBe(404)
    expect((await post(`${place}/letter1/discard`, { reason: 'none' })).status).toBe(404)
  })
})

test('they are in Korean for who reads Korean', async () => {
  const { html } = await withLetters(1)
  for (const text of ['<h1>데드 레터</h1>', '미처리', 'lang="ko"']) expect(await html(place, korean)).toContain(text)
  for (const text of ['다시 보내기', '폐기', '사유']) expect(await html(`${place}/letter1`, korean)).toContain(text)
})

test('they are for ops; /ops leads to the list, and addresses of forms lead to their page', async () => {
  const { get, html } = await withLetters(1)
  for (const caller of [customer, staff, courier]) expect((await get(place, caller)).status).toBe(403)
  expect(await html(place, staff)).toContain('It is for those who run the shop.')
  const locations = ['/ops', `${place}/redrive`, `${place}/letter1/redrive`, `${place}/letter1/discard`].map(
    async (path) => (await get(path)).headers.get('location'),
  )
  expect(await Promise.all(locations)).toEqual([place, place, `${place}/letter1`, `${place}/letter1`])
  expect((await get('/ops/nothing/here')).status).toBe(404)
})
