// An order is taken by one clerk: a repeat by the same one is answered as before, another one is told who has it.
import { describe, expect, test } from 'vitest'
import type { Author } from '../../../src/contract/caller.ts'
import { decide } from '../../../src/order/decide.ts'
import { author, commands as c, noon, situations, tell } from '../../support/orders.ts'

const other: Author = { kind: 'staff', id: 'usr_other' }

describe.each(['orderTaken', 'deliveryStarted', 'deliveryCompleted'])('an order in %s', (name) => {
  const { state } = tell(...(situations[name] ?? []))

  test('is taken already for the one who took it', () => {
    expect(decide(state, c.TakeOrder, author)).toEqual({ ok: true, events: [] })
  })

  test.each([other, { ...author, kind: 'staff' as const }])('is refused to %j, who learns who has it', (by) => {
    const at = new Date(noon + 2000).toISOString()
    expect(decide(state, c.TakeOrder, by)).toMatchObject({
      ok: false,
      rejection: {
        code: 'order_already_taken',
        detail: `The order was taken by ${author.id}, at ${at}.`,
        taken: { by: author.id, at },
      },
    })
  })
})
