// What couriers report of a delivery: that they have it, and why it could not be handed over.
import { describe, expect, test } from 'vitest'
import { httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()

describe('at the door', () => {
  const post = (role: 'courier' | 'staff' | 'customer', orderId: string, what: string, body: object) =>
    shop.call(role, 'POST', `/deliveries/${orderId}/${what}`, { body })
  const failed = { attempt: 1, reason: 'other', note: ' a <b>dog</b> ', next: 'backToStore' }

  test('a courier sets out, and the delivery says so', async () => {
    const orderId = await shop.order('take')
    const { status, body } = await post('courier', orderId, 'couriers', {})
    expect([status, body]).toMatchObject([200, { orderId, courier: { name: expect.any(String) } }])
    expect((await shop.call('staff', 'GET', `/deliveries/${orderId}`)).body['courier']).toEqual(body['courier'])
    const taken = await post('staff', orderId, 'couriers', {})
    expect([taken.status, taken.body]).toMatchObject([
      409,
      { code: 'delivery_already_taken', taken: { by: expect.any(String) } },
    ])
  })

  test('an attempt that failed is recorded once, with its reason, and the staff send the goods out again', async () => {
    const orderId = await shop.order('take')
    for (const _ of ['once', 'twice']) {
      const { status, body } = await post('courier', orderId, 'attempts', failed)
      expect([status, body]).toMatchObject([
        200,
        { orderStatus: 'deliveryStarted', delivery: { failedAttempt: { attempt: 1, note: 'a <b>dog</b>' } } },
      ])
      expect(body).not.toHaveProperty('total')
    }
    expect((await shop.call('staff', 'GET', `/orders/${orderId}`)).body).toMatchObject({
      needsAttention: 'deliveryFailed',
    })
    expect((await post('courier', orderId, 'restarts', { attempt: 1 })).body['code']).toBe('role_not_allowed')
    expect((await post('staff', orderId, 'restarts', { attempt: 1 })).body).toMatchObject({ needsAttention: null })
  })

  test('what is wrong is named', async () => {
    const orderId = await shop.order('take')
    for (const [what, body, field] of [
      ['attempts', { ...failed, reason: 'bored' }, 'reason'],
      ['attempts', { ...failed, next: 'home' }, 'next'],
      ['attempts', { ...failed, note: 'x'.repeat(201) }, 'note'],
      ['attempts', { ...failed, note: undefined }, 'note'],
      ['attempts', { ...failed, attempt: 3 }, 'attempt'],
      ['restarts', { attempt: 0 }, 'attempt'],
      ['couriers', { from: 7 }, 'from'],
    ] as const) {
      const answer = await post('staff', orderId, what, body)
      expect([what, answer.status, answer.body['field']]).toEqual([what, 422, field])
    }
    const handover = { to: 'neighbor' }
    const body = { orderStatus: 'deliveryCompleted', handover }
    const answer = await shop.call('courier', 'PATCH', `/deliveries/${orderId}`, { body })
    expect([answer.status, answer.body['field']]).toEqual([422, 'handover.note'])
  })

  test('to whom the goods were handed over stands in the history', async () => {
    const orderId = await shop.order('take')
    const handover = { to: 'neighbor', note: 'Park, 302' }
    await shop.call('courier', 'PATCH', `/deliveries/${orderId}`, {
      body: { orderStatus: 'deliveryCompleted', handover },
    })
    const { body } = await shop.call('staff', 'GET', `/orders/${orderId}/events`)
    expect(JSON.stringify(body['events'])).toContain(JSON.stringify(handover))
  })
})
