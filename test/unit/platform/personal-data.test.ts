// Personal data of events and orders: what is stored and sent has none in clear, and its readers have all of it.
import { describe, expect, test } from 'vitest'
import type { OrderEvent } from '../../../src/contract/events.ts'
import { openedEvent, openOrder, redactedEvent, sealedEvent } from '../../../src/platform/personal-data.ts'
import { tellTo, world } from '../../support/actor-world.ts'
import { commands as c, kangsOrder, orderId } from '../../support/orders.ts'
import { testVault } from '../../support/vault.ts'

const key = testVault.newKey()
const seal = (text: string) => testVault.seal(orderId, key, text)
const open = (text: string) => testVault.open(orderId, key, text)

const { type: _, ...placed } = { ...kangsOrder, lines: [...kangsOrder.lines] }
const deliveryPhone = { e164: '+821001234567', display: '010-0123-4567' }
const contact = { ...kangsOrder.contact, deliveryPhone, language: 'ko' as const }
const personal: [string, OrderEvent, string][] = [
  ['OrderPlaced', { type: 'OrderPlaced', data: { ...placed, contact } }, 'Gangnam'],
  [
    'DeliveryCompleted',
    { type: 'DeliveryCompleted', data: { deliveryId: 'dlv_1', handover: { to: 'neighbor', note: 'Ms. Han' } } },
    'Ms. Han',
  ],
  [
    'DeliveryAttemptFailed',
    {
      type: 'DeliveryAttemptFailed',
      data: { deliveryId: 'dlv_1', attempt: 1, reason: 'other', note: 'the bell of Kang', next: 'retry' },
    },
    'the bell of Kang',
  ],
]

describe.each(personal)('%s', (_, event, secret) => {
  const sealed = sealedEvent(event, seal)
  const stored = redactedEvent(sealed)

  test('is stored without what is personal, and read with it', () => {
    expect(JSON.stringify(stored)).not.toContain(secret)
    expect(openedEvent(stored, open)).toEqual(sealed)
    expect(sealed).toMatchObject(event)
  })
  test('says the same of everything else', () => {
    expect(JSON.stringify(openedEvent(stored, null))).not.toContain(secret)
    expect(stored.type).toBe(event.type)
  })
})

test('the language of the messages is not personal, and stays', () => {
  const [first] = personal
  const stored = first && redactedEvent(sealedEvent(first[1], seal))
  expect(stored).toMatchObject({ data: { contact: { customerName: '', language: 'ko' } } })
})

test.each<OrderEvent>([
  { type: 'OrderTaken', data: {} },
  { type: 'DeliveryCompleted', data: { deliveryId: 'dlv_1' } },
  { type: 'DeliveryCompleted', data: { deliveryId: 'dlv_1', handover: { to: 'customer', note: null } } },
])('an event without personal data is stored as it is: %j', (event) => {
  const never = () => {
    throw new Error('there is nothing to encrypt')
  }
  expect(redactedEvent(sealedEvent(event, never))).toEqual(event)
})

describe('an order', () => {
  const noted = { ...c.RecordDeliveryAttemptFailed, reason: 'other', note: 'the bell of Kang', next: 'retry' } as const
  const started = [c.PlaceOrder, c.RecordPayApproved, c.TakeOrder, c.RecordDeliveryStarted, noted]

  test('leaves its actor encrypted, with its key, and is opened with contact and note', () => {
    const actor = world().wakeUp()
    tellTo(actor, ...started)
    const order = actor.read()
    if (order === null) throw new Error('the order was placed')
    expect(order).toMatchObject({ contact: null, delivery: { failedAttempt: { note: null } } })
    expect(JSON.stringify(order)).not.toMatch(/Kang|Gangnam|010-0123/)
    expect(openOrder(testVault, order)).toMatchObject({
      contact: kangsOrder.contact,
      delivery: { failedAttempt: { note: 'the bell of Kang' } },
    })
    expect(openOrder(testVault, order)).not.toHaveProperty('sealed')
  })

  test('that an earlier release wrote in clear is read as it is', () => {
    const actor = world().wakeUp()
    tellTo(actor, ...started)
    const order = actor.read()
    if (order === null) throw new Error('the order was placed')
    const clear = openOrder(testVault, order)
    expect(openOrder(testVault, clear)).toEqual(clear)
  })
})
