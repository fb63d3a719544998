// Paying under an Idempotency-Key: a final answer is repeated, one that is not final is not kept.
import { expect, test } from 'vitest'
import { commands } from '../../../support/orders.ts'
import { statusOf, sums } from '../../../support/payment-story.ts'
import { world } from '../../../support/payments.ts'

test('"paid" is answered again as it was, though the order has gone on and been canceled in the meantime', async () => {
  const the = world()
  const first = await the.pay('tok_approved', 'k1')
  expect(first).toMatchObject({ ok: true, value: { outcome: 'paid', order: { orderStatus: 'payApproved' } } })
  the.command(commands.TakeOrder)
  the.forget()
  expect(await the.pay('tok_approved', 'k1')).toEqual(first)
  the.command(commands.CancelOrder)
  expect(await the.pay('tok_approved', 'k1')).toEqual(first)
  expect(await the.pay('tok_approved', 'k2')).toMatchObject({ rejection: { code: 'order_already_canceled' } })
  expect(sums(the)[0]).toEqual([4500])
})

test('a request that comes when it is paid gets the same answer each time, too', async () => {
  const the = world()
  await the.pay('tok_approved')
  the.command(commands.TakeOrder)
  const first = await the.pay('tok_approved', 'k1')
  expect(first).toMatchObject({ ok: true, value: { outcome: 'paid', order: { orderStatus: 'payApproved' } } })
  the.command(commands.CancelOrder)
  the.forget()
  expect(await the.pay('tok_approved', 'k1')).toEqual(first)
})

test('"declined" is answered again and no card is charged, until a new key comes', async () => {
  const the = world()
  const first = await the.pay('tok_declined', 'k1')
  expect(first).toMatchObject({ ok: false, rejection: { code: 'payment_declined' } })
  the.forget()
  expect(await the.pay('tok_declined', 'k1')).toEqual(first)
  expect(the.calls.filter((call) => call === 'charge')).toHaveLength(1)
  expect(await the.pay('tok_approved', 'k2')).toMatchObject({ ok: true, value: { outcome: 'paid' } })
  expect(await the.pay('tok_declined', 'k1')).toEqual(first)
})

test('another token under the same key is refused, and not charged', async () => {
  const the = world()
  await the.pay('tok_declined', 'k1')
  expect(await the.pay('tok_approved', 'k1')).toMatchObject({
    ok: false,
    rejection: { code: 'idempotency_key_reused', field: 'Idempotency-Key' },
  })
  expect(statusOf(the)).toBe('orderStarted, declined')
  expect(sums(the)).toEqual([[], []])
})

test('"pay a little later" does not use the key up', async () => {
  let isOverloaded = true
  const the = world((call) => (call === 'charge' && isOverloaded ? 'overloaded' : null))
  expect(await the.pay('tok_approved', 'k1')).toMatchObject({ rejection: { code: 'payment_overloaded' } })
  isOverloaded = false
  expect(await the.pay('tok_approved', 'k1')).toMatchObject({ ok: true, value: { outcome: 'paid' } })
  expect(sums(the)).toEqual([[4500], []])
})

test('nor does an answer that was lost: the repeat gets the outcome of the charge', async () => {
  let isLost = true
  const the = world((call) => (call === 'charge' && isLost ? 'throwAfter' : null))
  expect(await the.pay('tok_approved', 'k1')).toMatchObject({ ok: true, value: { outcome: 'pending' } })
  isLost = false
  expect(await the.pay('tok_approved', 'k1')).toMatchObject({ ok: true, value: { outcome: 'paid' } })
  expect(sums(the)).toEqual([[4500], []])
})

test('twenty at once under one key are one charge and one answer', async () => {
  const the = world()
  const answers = await Promise.all(Array.from({ length: 20 }, () => the.pay('tok_approved', 'k1')))
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(sums(the)).toEqual([[4500], []])
})
