// A card whose bank asks its owner: the customer is sent there, and whatever then happens, the order is charged once.
import { expect, it } from 'vitest'
import { orderId, world } from '../../../support/payments.ts'

const back = `https://shop/mypage/orders/${orderId}/return`
const authentication = 'tok_authentication'
const action = { url: `/sandbox/authentications/au_${orderId}_1` }

it('sends the customer to the bank, and the order is paid once the bank has approved', async () => {
  const the = world()
  expect(await the.pay(authentication, null, back)).toMatchObject({ ok: true, value: { outcome: 'pending', action } })
  expect([the.order().orderStatus, the.moved().charges]).toEqual(['orderStarted', []])
  await the.decide(1, 'approved')
  await the.lookUp()
  expect(the.order().orderStatus).toBe('payApproved')
  await the.rest()
  expect(the.moved()).toMatchObject({ charges: [{ amount: 4500 }], refunds: [] })
})

it('declines for good when the customer refuses, and another card pays', async () => {
  const the = world()
  await the.pay(authentication, null, back)
  await the.decide(1, 'refused')
  await the.lookUp()
  expect(the.order().payment).toMatchObject({ status: 'declined', declineReason: 'authentication_failed' })
  expect(await the.pay('tok_approved', null, back)).toMatchObject({ ok: true, value: { outcome: 'paid' } })
  expect(the.moved().charges).toHaveLength(1)
})

it('asked again before the bank has answered, leads there again', async () => {
  const the = world()
  await the.pay(authentication, 'key-1', back)
  await the.lookUp()
  for (const key of ['key-1', 'key-2'])
    expect(await the.pay(authentication, key, back)).toMatchObject({ ok: true, value: { action } })
  expect(the.payment().next()).toMatchObject({ attempt: 2, action })
})

it('with another card instead, cancels the first at the provider before the second is charged', async () => {
  const the = world()
  await the.pay(authentication, null, back)
  expect(await the.pay('tok_approved', null, back)).toMatchObject({ ok: true, value: { outcome: 'paid' } })
  await the.decide(1, 'approved')
  await the.payment().news()
  await the.rest()
  expect(
    the
      .payment()
      .view()
      .attempts.map(({ reason }) => reason),
  ).toEqual(['replaced', null])
  expect(the.moved()).toMatchObject({ charges: [{ amount: 4500 }], refunds: [] })
})

it('when the bank has approved already, the second card is not charged', async () => {
  const the = world()
  await the.pay(authentication, null, back)
  await the.decide(1, 'approved')
  expect(await the.pay('tok_approved', null, back)).toMatchObject({ ok: true, value: { outcome: 'paid' } })
  await the.rest()
  expect([the.moved().charges.length, the.payment().view().attempts.length]).toEqual([1, 1])
})

it('while the provider does not say whether the first is canceled, no second card is charged', async () => {
  let isDown = true
  const the = world((call) => (call === 'cancel' && isDown ? 'throwAfter' : null))
  await the.pay(authentication, null, back)
  const answer = await the.pay('tok_approved', null, back)
  expect(answer).toMatchObject({ ok: true, value: { outcome: 'pending' } })
  expect(answer).not.toHaveProperty('value.action')
  expect(the.moved().charges).toEqual([])
  isDown = false
  await the.rest()
  expect(the.order().payment).toMatchObject({ status: 'declined', declineReason: 'replaced' })
})

it('never answered, ends before the order does, and a late approval changes nothing', async () => {
  const the = world()
  await the.pay(authentication, null, back)
  await the.rest()
  expect(the.order().payment).toMatchObject({ status: 'declined', declineReason: 'authenticationRequired' })
  await the.decide(1, 'approved')
  await the.payment().news()
  await the.rest()
  expect(the.moved().charges).toEqual([])
})

it('approved, and the customer never comes back: the provider’s webhook is enough', async () => {
  const the = world()
  await the.pay(authentication, null, back)
  await the.decide(1, 'approved')
  the.payment().news()
  await the.rest()
  expect(the.order().orderStatus).toBe('payApproved')
})

it('approved after the order was canceled, the money goes back', async () => {
  const the = world()
  await the.pay(authentication, null, back)
  the.command({ type: 'CancelOrder', reason: 'customerRequest', note: null })
  await the.decide(1, 'approved')
  the.payment().news()
  await the.rest()
  expect(the.moved()).toMatchObject({ charges: [{ amount: 4500 }], refunds: [{ amount: 4500 }] })
})

it('without an address to come back to, is declined as before', async () => {
  const the = world()
  const declined = { code: 'payment_declined', current: 'authenticationRequired' }
  expect(await the.pay(authentication)).toMatchObject({ ok: false, rejection: declined })
})

it.each(['crashBefore', 'crashAfter'] as const)('a crash (%s) of the charge forgets no customer', async (fault) => {
  let isFirst = true
  const the = world((call) => {
    if (call !== 'charge' || !isFirst) return null
    isFirst = false
    return fault
  })
  expect(await the.pay(authentication, null, back)).toBe('ended')
  while (the.payment().next().action === null && (await the.alarmOnce()));
  expect(the.payment().next()).toMatchObject({ action })
  await the.decide(1, 'approved')
  await the.lookUp()
  expect([the.order().orderStatus, the.moved().charges.length]).toEqual(['payApproved', 1])
})
