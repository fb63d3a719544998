// The cost of an order: rows written (each alarm that is set is one) and messages. The storage itself counts them, over
// the whole life of an order whose events lie far apart, which is the most expensive case.
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { OrderActor } from '../../src/actor/order-actor.ts'
import type { OrderCommand } from '../../src/contract/commands.ts'
import type { OrderMessage } from '../../src/contract/message.ts'
import type { OrderSummary } from '../../src/contract/order.ts'
import { forEachSubscriber } from '../../src/contract/routing.ts'
import { durableStorage } from '../../src/platform/durable-storage.ts'
import { sha256 } from '../../src/platform/hash.ts'
import type { Storage } from '../../src/platform/storage.ts'
import { actorSettings } from '../support/actor-settings.ts'
import { commands, noon } from '../support/orders.ts'
import { testVault } from '../support/vault.ts'

const rowsMax = 20
const messagesMax = 12
const meta = { by: { kind: 'system', id: 'test' }, causationId: 'test' } as const

type Cost = { rows: number; alarmsSet: number; alarms: number; messages: number; questions: number }

/** Commands that come together, and the time in which nothing happens after them. */
type Step = { commands: OrderCommand[]; quietMs: number }

/**
 * Take an order through steps; the alarms of each run before the next one. `after`: the cost so far after each step.
 */
async function costOf(...steps: Step[]): Promise<Cost & { after: Cost[] }> {
  const order = env.ORDER_OBJECT.getByName(`ord_${crypto.randomUUID().replaceAll('-', '').slice(0, 26)}`)
  return await runInDurableObject(order, async (_, { storage: real }) => {
    const cost: Cost = { rows: 0, alarmsSet: 0, alarms: 0, messages: 0, questions: 0 }
    const after: Cost[] = []
    const alarm = { at: null as number | null }
    const clock = { now: noon }
    const background: Promise<void>[] = []
    const send = async (messages: OrderMessage[]) => {
      cost.messages += messages.length
    }
    const answer = async (order: OrderSummary) => {
      cost.questions += 1
      return { busy: false as const, appliedSeq: order.seq }
    }
    const storage: Storage = {
      ...durableStorage(real),
      sql(query, ...bindings) {
        const cursor = real.sql.exec<Record<string, string | number | null>>(query, ...bindings)
        const rows = cursor.toArray()
        cost.rows += cursor.rowsWritten
        return rows
      },
      setAlarm(at) {
        cost.alarmsSet += 1
        alarm.at = at
      },
    }
    const ports = {
      orderId: 'ord_0123456789abcdefghjkmnpqrs',
      storage,
      publishers: forEachSubscriber(() => send),
      catchUp: forEachSubscriber(() => answer),
      waitUntil: (work: () => Promise<void>) => void background.push(work()),
      hash: sha256,
      vault: testVault,
      now: () => clock.now,
      random: () => 0,
      log: () => {},
    }
    for (const step of steps) {
      // A restart before each step: only what is stored is left.
      const actor = new OrderActor(ports, actorSettings)
      for (const command of step.commands) {
        expect(actor.handle(command, meta).ok).toBe(true)
        await Promise.all(background.splice(0))
        clock.now += 1000
      }
      const nextAt = clock.now + step.quietMs
      while (alarm.at !== null && alarm.at <= nextAt) {
        clock.now = Math.max(clock.now, alarm.at)
        alarm.at = null
        cost.alarms += 1
        await actor.onAlarm()
      }
      clock.now = nextAt
      after.push({ ...cost })
    }
    // It is final: the next alarm is at the end of its retention.
    expect(alarm.at).toBeGreaterThan(clock.now + 3600 * 24 * 365 * 1000)
    return { ...cost, after }
  })
}

const { PlaceOrder, RecordPayApproved, TakeOrder, RecordDeliveryStarted, RecordDeliveryCompleted } = commands

const then = (...given: Step['commands']): Step => ({ commands: given, quietMs: 60_000 })
const thenForHours = (hours: number, ...given: Step['commands']) => ({ commands: given, quietMs: hours * 3_600_000 })

test.each([
  ['a minute', [then(PlaceOrder), then(RecordPayApproved), then(TakeOrder), then(RecordDeliveryStarted)]],
  [
    'as it does, with a night in the store and four days on the road',
    [then(PlaceOrder), thenForHours(15, RecordPayApproved), then(TakeOrder), thenForHours(96, RecordDeliveryStarted)],
  ],
])(
  'the happy path writes at most 20 rows and sends at most 12 messages, also when each step takes %s',
  async (_, steps) => {
    const cost = await costOf(...steps, then(RecordDeliveryCompleted))
    expect(cost).toMatchObject({ rows: 9, alarmsSet: 10, alarms: 5, messages: 11, questions: 26 })
    expect(cost.rows + cost.alarmsSet).toBeLessThanOrEqual(rowsMax)
    expect(cost.messages).toBeLessThanOrEqual(messagesMax)
  },
)

test('each command writes a few rows, and costs itself and one alarm', async () => {
  const story = { PlaceOrder, RecordPayApproved, TakeOrder, RecordDeliveryStarted, RecordDeliveryCompleted }
  const { after } = await costOf(...Object.values(story).map((command) => then(command)))
  const table = Object.keys(story).map((command, step) => {
    const [now, before] = [after[step], after[step - 1]]
    const grown = (count: keyof Cost) => (now?.[count] ?? 0) - (before?.[count] ?? 0)
    const [rows, requests] = [grown('rows') + grown('alarmsSet'), 1 + grown('alarms')]
    return `${command}: ${rows} rows, ${requests} requests, ${grown('messages')} messages`
  })
  expect(table).toEqual([
    'PlaceOrder: 7 rows, 2 requests, 2 messages',
    'RecordPayApproved: 3 rows, 2 requests, 3 messages',
    'TakeOrder: 3 rows, 2 requests, 1 messages',
    'RecordDeliveryStarted: 3 rows, 2 requests, 3 messages',
    'RecordDeliveryCompleted: 3 rows, 2 requests, 2 messages',
  ])
})

test('as it mostly goes: paid when placed, delivery started when taken', async () => {
  const cost = await costOf(
    then({ ...PlaceOrder, payment: 'processing' as const }, RecordPayApproved),
    then(TakeOrder, RecordDeliveryStarted),
    then(RecordDeliveryCompleted),
  )
  expect(cost).toMatchObject({ rows: 9, alarmsSet: 6, alarms: 3, messages: 9, questions: 18 })
  expect(cost.rows + cost.alarmsSet).toBeLessThanOrEqual(rowsMax)
})
