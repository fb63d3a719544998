// The refusals of the couriers' calls.
import type { Caller } from '../contract/caller.ts'
import type { DeliveryRow } from '../contract/delivery.ts'
import { courierNoteLengthMax } from '../contract/handover.ts'
import { refused } from '../contract/result.ts'

/** The refusal for a courier whose delivery this is not; null for the one who has it, and while nobody has. */
export function takenByAnother({ courier }: DeliveryRow, { subject }: Caller) {
  if (!courier || courier.courierId === subject) return null
  const detail = `${courier.name} set out with this delivery. Take it over first, if you have the goods.`
  return refused({ code: 'delivery_already_taken', detail, taken: { by: courier.courierId, at: courier.since } })
}

export const refusals = {
  couriersOnly: refused({ code: 'forbidden', detail: 'This is for the couriers and the staff of the store.' }),
  notFound: refused({ code: 'delivery_not_found', detail: 'There is no delivery of such an order.' }),
  atStore: refused({ code: 'delivery_not_started', detail: 'The goods are at the store, which has to send them out.' }),
  completed: refused({ code: 'order_already_delivered', detail: 'The order has been delivered.' }),
  canceled: refused({ code: 'order_already_canceled', detail: 'The order has been canceled.' }),
  noteInvalid: refused({
    code: 'invalid_request',
    detail: `A note is at most ${courierNoteLengthMax} characters, none of which is hidden.`,
    field: 'note',
  }),
}
