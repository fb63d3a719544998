// The switches: each customer has their own, and nobody else has any.
import { expect, test } from 'vitest'
import { changeSettingsFor, settingsFor } from '../../../src/message/settings.ts'
import { callers } from '../../support/callers.ts'
import { openMessages } from '../../support/subscribers.ts'

const { customer, stranger, staff, courier, ops } = callers

test('everything is on until it is switched off, and the last change holds', async () => {
  const { ports } = openMessages()
  expect(await settingsFor(ports, customer)).toEqual({ ok: true, value: { off: [] } })
  const changed = await changeSettingsFor(ports, customer, { off: ['refunded', 'packed', 'packed'] })
  expect(changed).toEqual({ ok: true, value: { off: ['packed', 'refunded'] } })
  expect(await settingsFor(ports, customer)).toEqual(changed)
  await changeSettingsFor(ports, customer, { off: [] })
  expect(await settingsFor(ports, customer)).toEqual({ ok: true, value: { off: [] } })
})

test('a customer has their own; staff, couriers and ops have none', async () => {
  const { ports, database } = openMessages()
  await changeSettingsFor(ports, customer, { off: ['packed'] })
  expect(await settingsFor(ports, stranger)).toEqual({ ok: true, value: { off: [] } })
  for (const caller of [staff, courier, ops]) {
    expect(await settingsFor(ports, caller)).toMatchObject({ rejection: { code: 'forbidden' } })
    expect(await changeSettingsFor(ports, caller, { off: [] })).toMatchObject({ rejection: { code: 'forbidden' } })
  }
  expect(database.rows('SELECT customer_id, updated_at FROM message_settings')).toEqual([
    { customer_id: customer.subject, updated_at: '2026-11-02T10:00:00.000Z' },
  ])
})
