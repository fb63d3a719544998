// The audit: acts of other contexts are collected, each once, and ops read them.
import { expect, test } from 'vitest'
import type { Act, ActsRpc } from '../../../src/contract/audit.ts'
import { collectAll, listAuditFor } from '../../../src/operations/audit.ts'
import { callers, firstPage } from '../../support/callers.ts'
import { openDatabase } from '../../support/sqlite.ts'

const { ops, staff, customer, courier } = callers

function actOf(number: number): Act {
  const at = new Date(Date.parse('2026-11-02T10:00:00.000Z') + number * 1000).toISOString()
  const actor = { id: 'usr_ops', role: 'ops', name: 'Han' }
  const changed = { before: { role: 'staff' }, after: { role: 'ops' } }
  const of = { action: 'changeAccount', target: `usr_${number}`, reason: null, requestId: null }
  return { actId: `act_${number}`, at, actor, ...of, ...changed }
}

function openAudit() {
  const database = openDatabase('operations')
  const logged: string[] = []
  /** Of the source: an act's place in the list is its seq. */
  let acts: Act[] = []
  let isDown = false
  let asked = 0
  const identity: ActsRpc = {
    async actsAfter(seq, limit) {
      asked += 1
      if (isDown) throw new Error('identity is down')
      const found = acts.slice(seq, seq + limit)
      return { acts: found, last: seq + found.length, newest: acts.length }
    },
  }
  const ports = { database, sources: { identity }, log: (event: string) => void logged.push(event) }
  return {
    ports,
    logged,
    asked: () => asked,
    set: (next: Act[]) => {
      acts = next
    },
    down: (is: boolean) => {
      isDown = is
    },
    ids: async () => {
      const page = await listAuditFor(ports, ops, {}, { limit: 100, cursor: null })
      if (!page.ok) throw new Error(page.rejection.code)
      return page.value.items.map(({ auditId }) => auditId)
    },
  }
}

const range = (count: number) => Array.from({ length: count }, (_, number) => actOf(number))

test('what was done since is there when the list is read, once, with what it was before and after', async () => {
  const { ports, set, ids } = openAudit()
  set(range(2))
  const page = await listAuditFor(ports, ops, {}, firstPage)
  const { actId: _, ...act } = actOf(1)
  expect(page).toMatchObject({ value: { items: [{ ...act, auditId: 'identity/act_1' }, { target: 'usr_0' }] } })
  set(range(3))
  expect(await ids()).toEqual(['identity/act_2', 'identity/act_1', 'identity/act_0'])
  expect(await ids()).toHaveLength(3)
})

test('hundreds are brought in one round, a bounded number in each call', async () => {
  const { ports, set, asked } = openAudit()
  set(range(250))
  await collectAll(ports)
  expect(ports.database.rows('SELECT count(*) AS number FROM audit')).toEqual([{ number: 250 }])
  expect(asked()).toBe(3)
})

test('while the source is down the list shows what it has, and later what it missed', async () => {
  const { set, down, ids, logged } = openAudit()
  set(range(1))
  await ids()
  down(true)
  set(range(2))
  expect(await ids()).toEqual(['identity/act_0'])
  expect(logged).toEqual(['acts_not_collected'])
  down(false)
  expect(await ids()).toHaveLength(2)
})

test('a source that was set back begins anew: nothing is lost, and nothing is there twice', async () => {
  const { set, ids } = openAudit()
  set(range(5))
  await ids()
  // Two acts are gone with the backup, and another one is made since.
  set([...range(3), actOf(9)])
  expect(await ids()).toEqual([9, 4, 3, 2, 1, 0].map((number) => `identity/act_${number}`))
})

test('ops alone read it, and a wrong instant is refused by its field', async () => {
  const { ports } = openAudit()
  for (const caller of [customer, staff, courier]) {
    expect(await listAuditFor(ports, caller, {}, firstPage)).toMatchObject({ rejection: { code: 'forbidden' } })
  }
  for (const field of ['since', 'until']) {
    expect(await listAuditFor(ports, ops, { [field]: 'x' }, firstPage)).toMatchObject({ rejection: { field } })
  }
})
