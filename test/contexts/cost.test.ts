// What one order costs: the counts that docs/scale.md does its sums with, measured on the real code and stores.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestHarness } from 'wrangler'

const database = (name: string) => ({
  binding: `${name.toUpperCase()}_DB`,
  database_name: `homeappliance-${name}`,
  database_id: name,
  migrations_dir: `migrations/${name}`,
})

const harness = createTestHarness({
  workers: [
    {
      config: {
        name: 'meter',
        main: 'test/support/workerd/meter.ts',
        compatibility_date: '2026-11-01',
        exports: {
          OrderMeter: { type: 'durable-object', storage: 'sqlite' },
          PaymentMeter: { type: 'durable-object', storage: 'sqlite' },
        },
        durable_objects: {
          bindings: [
            { name: 'ORDER_METER', class_name: 'OrderMeter' },
            { name: 'PAYMENT_METER', class_name: 'PaymentMeter' },
          ],
        },
        d1_databases: ['ordermanagement', 'delivery', 'message', 'mypage'].map(database),
      },
    },
  ],
})

let url: URL
beforeAll(async () => {
  url = (await harness.listen()).url
  for (const name of ['ORDERMANAGEMENT_DB', 'DELIVERY_DB', 'MESSAGE_DB', 'MYPAGE_DB']) {
    await harness.getWorker('meter').applyD1Migrations(name)
  }
})
afterAll(() => harness.close())

test('one order from the shelf to the doorstep writes, reads, calls and sends this much, and docs/scale.md says so', async () => {
  const response = await fetch(url)
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchInlineSnapshot(`
    {
      "databases": {
        "delivery": {
          "calls": 3,
          "rowsRead": 7,
          "rowsWritten": 9,
        },
        "message": {
          "calls": 3,
          "rowsRead": 2,
          "rowsWritten": 6,
        },
        "mypage": {
          "calls": 5,
          "rowsRead": 9,
          "rowsWritten": 17,
        },
        "ordermanagement": {
          "calls": 4,
          "rowsRead": 4,
          "rowsWritten": 13,
        },
      },
      "order": {
        "alarms": 5,
        "alarmsSet": 6,
        "calls": 6,
        "rowsRead": 57,
        "rowsWritten": 15,
      },
      "orderStatus": "deliveryCompleted",
      "payment": {
        "alarms": 0,
        "alarmsSet": 2,
        "calls": 1,
        "rowsRead": 19,
        "rowsWritten": 9,
      },
      "sent": [
        "OrderPlaced → mypage",
        "PayApproved → ordermanagement",
        "PayApproved → mypage",
        "OrderTaken → delivery",
        "OrderTaken → mypage",
        "DeliveryStarted → ordermanagement",
        "DeliveryStarted → message",
        "DeliveryStarted → mypage",
        "DeliveryCompleted → ordermanagement",
        "DeliveryCompleted → mypage",
      ],
    }
  `)
})
