// The meta data of a command that a caller gives by a request.
import { expect, it } from 'vitest'
import { commandMeta } from '../../../src/contract/commands.ts'
import { fingerprintOf } from '../../../src/contract/idempotency.ts'

const staff = { subject: 'usr_7', role: 'staff', name: 'Lee' } as const
const take = { type: 'TakeOrder' } as const

it('names the caller as the author, and the request as the cause', async () => {
  const meta = await commandMeta(staff, { requestId: 'req_1', idempotencyKey: null }, take)
  expect(meta).toEqual({ by: { kind: 'staff', id: 'usr_7' }, causationId: 'req_1' })
})

it('has the key with the fingerprint of the whole input when the request came with a key', async () => {
  const request = { requestId: 'req_1', idempotencyKey: 'key_1' }
  const cancel = { type: 'CancelOrder', reason: 'staffDecision', note: 'broken' } as const
  const meta = await commandMeta(staff, request, cancel)
  expect(meta.idempotency).toEqual({ key: 'key_1', fingerprint: await fingerprintOf(cancel) })
  const other = await commandMeta(staff, request, { ...cancel, note: 'lost' })
  expect(other.idempotency?.fingerprint).not.toBe(meta.idempotency?.fingerprint)
})
