// What ops decide about dead letters: sent again as they were, or discarded; each act stands in the audit.
import { describe, expect, test } from 'vitest'
import { listAudit } from '../../../src/operations/audit-store.ts'
import { storeDeadLetters } from '../../../src/operations/dead-letters.ts'
import {
  discardDeadLetter,
  redriveDeadLetter,
  redriveDeadLetters,
  redrivenMax,
} from '../../../src/operations/redrive.ts'
import { shardOf } from '../../../src/platform/shard.ts'
import { callers, request } from '../../support/callers.ts'
import { openDatabase } from '../../support/sqlite.ts'

const { customer, staff, courier, ops } = callers

function openOperations() {
  const database = openDatabase('operations')
  const clock = { now: Date.parse('2026-11-02T10:00:00.000Z') }
  const sent: unknown[] = []
  let fault: Error | null = null
  let ids = 0
  /** What each of the queues has taken. */
  const taken: unknown[][] = [[], []]
  const mypage = taken.map((queue) => ({
    sendBatch: async (messages: { body: unknown }[]) => {
      if (fault !== null) throw fault
      queue.push(...messages.map(({ body }) => body))
      sent.push(...messages.map(({ body }) => body))
    },
  }))
  const newId = () => `act_${++ids}`
  const ports = { database, queues: { mypage }, sources: {}, now: () => clock.now, newId, log: () => {} }
  return {
    ports,
    clock,
    sent,
    taken,
    acts: async () => (await listAudit(database, {}, { limit: 500, after: null })).items,
    /** The message dies, of a subscriber. */
    die: (id: string, body: unknown, subscriber = 'mypage') => {
      const message = { id, body, attempts: 1, ack: () => {}, retry: () => {} }
      return storeDeadLetters(ports, { queue: `homeappliance-${subscriber}-events-dead`, messages: [message] })
    },
    breakQueue: (broken: Error | null) => {
      fault = broken
    },
  }
}

describe('one', () => {
  test('is sent as it was, and who sent it and when stands in the audit', async () => {
    const { ports, die, sent, acts } = openOperations()
    await die('a', { customerName: 'Kang', seq: 3 })
    expect(await redriveDeadLetter(ports, ops, 'a', request)).toMatchObject({ value: { state: 'sentAgain' } })
    expect(sent).toEqual([{ customerName: 'Kang', seq: 3 }])
    expect(await acts()).toEqual([
      {
        auditId: 'act_1',
        at: '2026-11-02T10:00:00.000Z',
        actor: { id: ops.subject, role: 'ops', name: ops.name },
        action: 'redriveDeadLetter',
        target: 'a',
        reason: null,
        before: { state: 'open' },
        after: { state: 'sentAgain' },
        requestId: request.requestId,
      },
    ])
  })

  test('that dies again is open again, and can be sent again', async () => {
    const { ports, die, sent, acts } = openOperations()
    await die('a', 'x')
    await redriveDeadLetter(ports, ops, 'a', request)
    await die('b', 'x')
    expect(await redriveDeadLetter(ports, ops, 'b', request)).toEqual({ ok: true, value: null })
    expect(await redriveDeadLetter(ports, ops, 'a', request)).toMatchObject({
      value: { state: 'sentAgain', deaths: 2 },
    })
    expect(sent).toEqual(['x', 'x'])
    expect(await acts()).toHaveLength(2)
  })

  test('stays open when its queue takes nothing; that it was tried stands in the audit', async () => {
    const { ports, die, breakQueue, acts } = openOperations()
    await die('a', 'x')
    breakQueue(new Error('the queue is down'))
    await expect(redriveDeadLetter(ports, ops, 'a', request)).rejects.toThrow('the queue is down')
    expect(ports.database.rows('SELECT state FROM dead_letters')).toEqual([{ state: 'open' }])
    expect(await acts()).toHaveLength(1)
  })

  test('of a subscriber that is no more cannot be sent', async () => {
    const { ports, die } = openOperations()
    await die('a', 'x', 'loyalty')
    expect(await redriveDeadLetter(ports, ops, 'a', request)).toMatchObject({
      rejection: { code: 'invalid_request', field: 'deadLetterId' },
    })
  })

  test('is discarded for a reason, once, and can be sent all the same', async () => {
    const { ports, die, acts, sent } = openOperations()
    await die('a', 'x')
    for (const reason of ['', ' ', 'x'.repeat(501), 'hidden\u200b']) {
      expect(await discardDeadLetter(ports, ops, 'a', reason, request)).toMatchObject({
        rejection: { code: 'invalid_request', field: 'reason' },
      })
    }
    expect(await discardDeadLetter(ports, ops, 'a', 'a test of ours', request)).toMatchObject({
      value: { state: 'discarded', reason: 'a test of ours' },
    })
    await discardDeadLetter(ports, ops, 'a', 'once more', request)
    expect(await acts()).toMatchObject([{ action: 'discardDeadLetter', reason: 'a test of ours' }])
    expect(await discardDeadLetter(ports, ops, 'b', 'no such', request)).toEqual({ ok: true, value: null })
    expect(await redriveDeadLetter(ports, ops, 'a', request)).toMatchObject({
      value: { state: 'sentAgain', reason: null },
    })
    expect(sent).toEqual(['x'])
  })
})

describe('many', () => {
  test('go each to the queue that its order has chosen', async () => {
    const { ports, die, clock, taken } = openOperations()
    const bodies = Array.from({ length: 20 }, (_, number) => ({ subject: `ord_${number}`, type: 'PayApproved' }))
    for (const body of bodies) await die(body.subject, body)
    clock.now += 1000
    expect(await redriveDeadLetters(ports, ops, {}, request)).toMatchObject({ value: { sent: 20, left: 0 } })
    const sentTo = (queue: number) => bodies.filter(({ subject }) => shardOf(subject, 2) === queue)
    expect(taken.map((queue) => new Set(queue))).toEqual([new Set(sentTo(0)), new Set(sentTo(1))])
    expect(taken.flat()).toHaveLength(20)
  })

  test('are sent the oldest first, a bounded number in each call, until none is left', async () => {
    const { ports, die, clock, sent, acts } = openOperations()
    for (let number = 0; number < redrivenMax + 5; number += 1) {
      clock.now += 1000
      await die(`m${number}`, number)
    }
    await die('other', 'not mine', 'delivery')
    clock.now += 1000
    const first = await redriveDeadLetters(ports, ops, { subscriber: 'mypage' }, request)
    if (!first.ok) throw new Error(first.rejection.code)
    const { until } = first.value
    expect(first.value).toEqual({ sent: redrivenMax, left: 5, until: new Date(clock.now).toISOString() })
    // What has died again by then waits for a decision of its own.
    clock.now += 1000
    await die('again', 0)
    expect(await redriveDeadLetters(ports, ops, { subscriber: 'mypage', until }, request)).toMatchObject({
      value: { sent: 5, left: 0 },
    })
    expect(sent).toEqual(Array.from({ length: redrivenMax + 5 }, (_, number) => number))
    expect(await acts()).toHaveLength(redrivenMax + 5)
    expect(ports.database.rows(`SELECT subscriber FROM dead_letters WHERE state = 'open'`)).toHaveLength(2)
  })

  test('but not those that are discarded, nor for a filter that is wrong', async () => {
    const { ports, die, sent } = openOperations()
    await die('a', 'x')
    await discardDeadLetter(ports, ops, 'a', 'a test of ours', request)
    expect(await redriveDeadLetters(ports, ops, {}, request)).toMatchObject({ value: { sent: 0, left: 0 } })
    expect(await redriveDeadLetters(ports, ops, { since: 'x' }, request)).toMatchObject({
      rejection: { field: 'since' },
    })
    expect(sent).toEqual([])
  })
})

test('nobody but ops decides', async () => {
  const { ports, die, sent, acts } = openOperations()
  await die('a', 'x')
  for (const caller of [customer, staff, courier]) {
    const forbidden = { rejection: { code: 'forbidden' } }
    expect(await redriveDeadLetter(ports, caller, 'a', request)).toMatchObject(forbidden)
    expect(await redriveDeadLetters(ports, caller, {}, request)).toMatchObject(forbidden)
    expect(await discardDeadLetter(ports, caller, 'a', 'why', request)).toMatchObject(forbidden)
  }
  expect([sent, await acts()]).toEqual([[], []])
})
