// The operations Worker as it is deployed, with its D1 and one of the dead-letter queues.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { callers, firstPage } from '../../support/callers.ts'
import { type SingleWorker, startSingleWorker } from '../../support/single-worker.ts'

const { ops, staff } = callers
let shop: SingleWorker

beforeAll(async () => {
  shop = await startSingleWorker({
    context: 'operations',
    entrypoint: 'Operations',
    queue: 'homeappliance-mypage-events-dead',
  })
})
afterAll(() => shop?.close())

const patience = { timeout: 30_000, interval: 50 }

test('it is ready', async () => {
  expect(await shop.call('ready')).toEqual({ ok: true })
})

test('a dead letter is kept under its subscriber and shown to ops alone', async () => {
  await shop.send({ subject: 'ord_1', type: 'homeappliance.order.OrderPlaced', data: 'broken' })
  await vi.waitFor(async () => {
    expect(await shop.as(ops)('deadLetters', 'mypage', firstPage)).toMatchObject({
      value: { items: [{ subscriber: 'mypage', subject: 'ord_1', type: 'homeappliance.order.OrderPlaced' }] },
    })
  }, patience)
  expect(await shop.as(ops)('deadLetters', 'delivery', firstPage)).toMatchObject({ value: { items: [] } })
  expect(await shop.as(staff)('deadLetters', null, firstPage)).toMatchObject({ rejection: { code: 'forbidden' } })
})
