// The trace of a payment: that of a call goes to the provider and to the order. What the alarm does begins its own.
import { expect, it } from 'vitest'
import { parseTraceparent } from '../../../../src/contract/traceparent.ts'
import { childOf, newTrace } from '../../../../src/platform/trace.ts'
import { orderId, world } from '../../../support/payments.ts'

const call = newTrace('the call')
const traceIdOf = (text: string | undefined) => parseTraceparent(text)?.traceId

function spanOf(the: ReturnType<typeof world>, type: string) {
  return the.events().find((event) => event.type === type)?.traceparent
}

it('is that of the call, which the provider gets a child of', async () => {
  const the = world()
  await the.pay('tok_approved', null, null, call)
  expect(spanOf(the, 'PayApproved')).toBe(call)
  expect(the.spans).toEqual([childOf(call, `${orderId}-1`)])
})

it('of a refund is its own, the same at the provider and at the order', async () => {
  const the = world()
  await the.pay('tok_approved', null, null, call)
  the.command({ type: 'CancelOrder', reason: 'customerRequest', note: null })
  the.command({ type: 'TakeCancelOrder' })
  await the.rest()
  const refunded = traceIdOf(spanOf(the, 'PayCanceled'))
  expect(refunded).toMatch(/^[0-9a-f]{32}$/)
  expect(the.spans.map(traceIdOf)).toEqual([traceIdOf(call), refunded])
  expect(refunded).not.toBe(traceIdOf(call))
})

it('of an attempt whose outcome comes by the alarm is its own', async () => {
  const the = world()
  await the.pay('tok_lost', null, null, call)
  await the.rest()
  expect(spanOf(the, 'PayUnknown')).toBe(call)
  expect(traceIdOf(spanOf(the, 'PayApproved'))).toMatch(/^[0-9a-f]{32}$/)
  expect(traceIdOf(spanOf(the, 'PayApproved'))).not.toBe(traceIdOf(call))
})
