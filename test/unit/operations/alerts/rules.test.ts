// Every rule of the alerts: what makes it fire and what ends it, over the real store, and its entry in the runbook.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Figure, type FigureName, seriesOf } from '../../../../src/contract/figures.ts'
import { rules } from '../../../../src/operations/alerts/rules.ts'
import { runAlerts } from '../../../../src/operations/alerts/run.ts'
import { readStates } from '../../../../src/operations/alerts/store.ts'
import { addSample } from '../../../../src/operations/figures/store.ts'
import { alertPorts } from '../../../support/alerts.ts'
import { openDatabase } from '../../../support/sqlite.ts'

const noon = Date.parse('2026-11-30T12:00:00.000Z')
const minute = 60_000

/** A shop of whose figures a test tells. `told`: by the contexts that read them from their stores. */
function openShop() {
  const database = openDatabase('operations')
  let now = noon
  let told: Figure[] = []
  let oldest: Date | undefined
  const ports = {
    ...alertPorts(database, () => now),
    figureSources: { others: { figures: async () => told } },
    backlogs: [
      {
        subscriber: 'mypage',
        queue: 'homeappliance-mypage-events',
        read: async () => ({ backlogCount: oldest === undefined ? 0 : 1, oldestMessageTimestamp: oldest }),
      },
    ] as const,
  }
  const count = (name: FigureName, labels: string[], by: number) =>
    addSample(database, { counts: { [seriesOf(name, labels)]: by }, peaks: {} }, now)
  return {
    tell: (...figures: [FigureName, string[], number][]) => {
      told = figures.map(([name, labels, value]) => ({ name, labels, value }))
    },
    count,
    peak: (name: FigureName, labels: string[], value: number) =>
      addSample(database, { counts: {}, peaks: { [seriesOf(name, labels)]: value } }, now),
    calls: async (context: string, answered: number, failed: number) => {
      await count('homeappliance_calls_total', [context, 'answered'], answered)
      await count('homeappliance_calls_total', [context, 'failed'], failed)
    },
    pay: async (paid: number, deferred: number) => {
      await count('homeappliance_payments_total', ['paid'], paid)
      await count('homeappliance_payments_total', ['deferred'], deferred)
    },
    waiting: (since: number | undefined) => {
      oldest = since === undefined ? undefined : new Date(now - since)
    },
    letter: (state: string) =>
      database
        .prepare(
          `INSERT OR REPLACE INTO dead_letters (dead_letter_id, subscriber, body, attempts, died_at, state)
           VALUES ('d1', 'mypage', '{}', 1, '2026-11-30', ?)`,
        )
        .bind(state)
        .run(),
    /** The rules that fire after so many minutes more. */
    async firing(minutes = 0): Promise<string[]> {
      now += minutes * minute
      await runAlerts(ports)
      const states = await readStates(database, rules)
      return rules.flatMap(({ name }) => (states.get(name)?.firingSince == null ? [] : [name]))
    },
  }
}

type Shop = ReturnType<typeof openShop>
type Story = {
  breaks: (shop: Shop) => unknown
  afterMinutes?: number
  mends: (shop: Shop) => unknown
  minutes?: number
}

const attention = (shop: Shop, cause: string, value: number) =>
  shop.tell(['homeappliance_orders_needing_attention', [cause], value])
const burn = (context: string, minutes: number): Story => ({
  breaks: (shop) => shop.calls(context, 100_000, 200),
  mends: (shop) => shop.calls(context, 1000, 0),
  minutes,
})

const stories: Record<string, Story> = {
  paymentFailures: { breaks: (shop) => shop.pay(10, 5), mends: (shop) => shop.pay(10, 0), minutes: 6 },
  breakerOpen: {
    breaks: (shop) => shop.tell(['homeappliance_breaker_open', ['sandbox-0'], 1]),
    afterMinutes: 1,
    mends: (shop) => shop.tell(['homeappliance_breaker_open', ['sandbox-0'], 0]),
  },
  outboxOld: {
    breaks: (shop) => shop.peak('homeappliance_outbox_age_seconds', ['mypage'], 61),
    mends: () => {},
    minutes: 3,
  },
  queueOld: { breaks: (shop) => shop.waiting(121_000), mends: (shop) => shop.waiting(undefined) },
  deadLetters: { breaks: (shop) => shop.letter('open'), mends: (shop) => shop.letter('sentAgain') },
  stuckOrders: {
    breaks: (shop) => attention(shop, 'notTaken', 1),
    mends: (shop) => attention(shop, 'notTaken', 0),
  },
  refundsRefused: {
    breaks: (shop) => attention(shop, 'notRefunded', 1),
    mends: (shop) => attention(shop, 'notRefunded', 0),
  },
  syntheticOrder: {
    breaks: (shop) => shop.tell(['homeappliance_synthetic_order_failed', [], 1]),
    mends: (shop) => shop.tell(['homeappliance_synthetic_order_failed', [], 0]),
  },
  orderBurn1h: burn('order', 6),
  orderBurn6h: burn('order', 31),
  orderBurn3d: burn('order', 361),
  paymentBurn1h: burn('payment', 6),
  paymentBurn6h: burn('payment', 31),
  paymentBurn3d: burn('payment', 361),
}

test('every rule has its story here', () => {
  expect(Object.keys(stories).sort()).toEqual(rules.map(({ name }) => name).sort())
})

test.each(Object.entries(stories))(
  '%s fires and is over',
  async (name, { breaks, afterMinutes = 0, mends, minutes = 1 }) => {
    const shop = openShop()
    expect(await shop.firing(1)).toEqual([])
    await breaks(shop)
    if (afterMinutes > 0) expect(await shop.firing()).not.toContain(name)
    expect(await shop.firing(afterMinutes)).toContain(name)
    await mends(shop)
    expect(await shop.firing(minutes)).not.toContain(name)
  },
)

describe('what must not fire', () => {
  test('one failed call among a hundred at night', async () => {
    const shop = openShop()
    await shop.calls('order', 99, 1)
    expect(await shop.firing()).toEqual([])
  })

  test('failed calls of an hour ago, when the last minutes were well', async () => {
    const shop = openShop()
    await shop.calls('order', 1000, 100)
    await shop.firing()
    await shop.calls('order', 1000, 0)
    expect(await shop.firing(10)).not.toContain('orderBurn1h')
  })

  test('what is just at its limit, and a breaker that was open for less than a minute', async () => {
    const shop = openShop()
    shop.waiting(120_000)
    await shop.peak('homeappliance_outbox_age_seconds', ['mypage'], 60)
    await shop.pay(100, 4)
    shop.tell(['homeappliance_breaker_open', ['sandbox-0'], 1])
    await shop.firing()
    shop.tell(['homeappliance_breaker_open', ['sandbox-0'], 0])
    shop.waiting(undefined)
    expect(await shop.firing(0.9)).toEqual([])
  })

  test('declined payments, which are the means of the customers', async () => {
    const shop = openShop()
    await shop.count('homeappliance_payments_total', ['declined'], 50)
    expect(await shop.firing()).toEqual([])
  })
})

test('what cannot be read changes nothing: the alert stays as it was', async () => {
  const shop = openShop()
  attention(shop, 'notTaken', 1)
  expect(await shop.firing()).toEqual(['stuckOrders'])
  shop.tell()
  expect(await shop.firing(1)).toEqual(['stuckOrders'])
})

test('each rule has its entry in the runbook, with its drill, and each entry its rule', () => {
  const runbook = readFileSync(new URL('../../../../docs/operations.md', import.meta.url), 'utf8')
  const section = /\n## Alerts\n([\s\S]*?)\n## /.exec(runbook)?.[1] ?? ''
  const entries = section.split(/^### /m).slice(1)
  const named = entries.flatMap((entry) => [...(entry.split('\n')[0] ?? '').matchAll(/\w+/g)].map(([name]) => name))
  expect(named.sort()).toEqual(rules.map(({ name }) => name).sort())
  for (const entry of entries) expect(entry).toMatch(/\*\*Drill\*\*/)
})
