// The actor's tables grow in numbered steps: an order that an earlier release wrote is migrated, and goes on.
import { expect, test } from 'vitest'
import { OrderActor } from '../../../src/actor/order-actor.ts'
import { actorSettings } from '../../support/actor-settings.ts'
import { meta, tellTo, world } from '../../support/actor-world.ts'
import { commands, noon } from '../../support/orders.ts'

/** The tables of the first release, with a paid order whose messages were all sent. Never edit them. */
const release1 = `
  CREATE TABLE migration (step INTEGER PRIMARY KEY);
  INSERT INTO migration VALUES (1);
  CREATE TABLE event (seq INTEGER PRIMARY KEY, type TEXT NOT NULL, version INTEGER NOT NULL, at TEXT NOT NULL,
    by_kind TEXT NOT NULL, by_id TEXT NOT NULL, causation_id TEXT NOT NULL, data TEXT NOT NULL);
  INSERT INTO event VALUES (1, 'OrderPlaced', 1, '2026-11-01T12:00:00.000Z', 'customer', '1', 'req_1',
    '{"customerId":"1","contact":{"customerName":"Kang",' ||
    '"deliveryAddress":"Gangnam","deliveryPhoneNumber":"010-0123-4567"},' ||
    '"lines":[{"itemId":"2","itemName":"Air conditional","qty":3,"unitPrice":{"amount":1500,"currency":"KRW"}}],' ||
    '"total":{"amount":4500,"currency":"KRW"},"payment":"requested","fingerprint":"kang-3-air-conditionals"}');
  INSERT INTO event VALUES (2, 'PayApproved', 1, '2026-11-01T12:00:01.000Z', 'system', 'payment', 'req_2',
    '{"attempt":1,"amount":{"amount":4500,"currency":"KRW"}}');
  CREATE TABLE outbox (only INTEGER PRIMARY KEY CHECK (only = 1), cursors TEXT NOT NULL, failures INTEGER NOT NULL,
    retry_at INTEGER NOT NULL);
  INSERT INTO outbox VALUES (1, '{"ordermanagement":2,"delivery":0,"payment":0,"message":0,"mypage":2}', 0, 0);`

test('an order of the first release stands, goes on, and is confirmed from now on', async () => {
  const { storage, wakeUp, run, polled, sent, brought, applied } = world()
  storage.sql(release1)
  Object.assign(applied, { ordermanagement: 2, mypage: 1 })
  const actor = wakeUp()
  expect(actor.read()).toMatchObject({ orderStatus: 'payApproved', seq: 2 })
  expect(storage.alarm).toBe(noon + 1000 + actorSettings.pollSeconds * 1000)
  await run(actor, noon + 30_000)
  expect(polled).toEqual(['ordermanagement', 'payment', 'message', 'mypage', 'analytics'])
  expect(brought.mypage.map(({ data }) => data.event.seq)).toEqual([2])
  expect(sent.mypage).toEqual([])
  tellTo(actor, commands.TakeOrder)
  expect(wakeUp().read()).toMatchObject({ orderStatus: 'orderTaken', seq: 3 })
  expect(await wakeUp().verify()).toMatchObject({ whole: true, events: 3 })
})

test('a crash within a migration leaves the release before, which the next wake migrates', async () => {
  for (let statement = 1; ; statement++) {
    const { storage, ports, wakeUp } = world()
    storage.sql(release1)
    storage.dieAt(statement)
    let isUp = true
    try {
      new OrderActor(ports, actorSettings)
    } catch {
      isUp = false
    }
    storage.dieAt(Number.POSITIVE_INFINITY)
    const retry = wakeUp()
    expect(retry.handle(commands.TakeOrder, meta)).toMatchObject({ ok: true, value: { order: { seq: 3 } } })
    expect(await retry.verify()).toMatchObject({ whole: true, events: 3 })
    if (isUp) return
  }
})

test('a new order has the same tables as an old one that was migrated', () => {
  const columns = (storage: ReturnType<typeof world>['storage'], table: string) =>
    storage.sql(`SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info('${table}') ORDER BY name`)
  const old = world()
  old.storage.sql(release1)
  old.wakeUp()
  const young = world()
  tellTo(young.wakeUp(), commands.PlaceOrder)
  for (const table of ['event', 'outbox']) {
    expect(columns(young.storage, table)).toEqual(columns(old.storage, table))
  }
})
