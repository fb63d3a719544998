// Who has a delivery: the courier who set out with it, until another one takes it over or it comes back to the store.
import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import type { DeliveryRow } from '../contract/delivery.ts'
import { accepted, type Result } from '../contract/result.ts'
import type { DeliveryPorts } from './event-handler.ts'
import { refusals, takenByAnother } from './refusals.ts'
import { databaseOf, findDelivery, setCourier } from './store.ts'

/**
 * The caller sets out with the delivery. `from`: the courier whom the caller takes it over from, null for none. So
 * nobody takes by mistake what somebody else has.
 */
export async function setOut(
  ports: DeliveryPorts,
  caller: Caller,
  orderId: string,
  from: string | null,
): Promise<Result<DeliveryRow>> {
  if (!mayCall(caller.role, 'setOut')) return refusals.couriersOnly
  const since = new Date(ports.now()).toISOString()
  const courier = { courierId: caller.subject, name: caller.name, since }
  await setCourier(await databaseOf(ports.shards, orderId), orderId, courier, from).run()
  const delivery = await findDelivery(ports, orderId)
  if (delivery === null) return refusals.notFound
  switch (delivery.status) {
    case 'assigned':
      return refusals.atStore
    case 'completed':
      return refusals.completed
    case 'canceled':
      return refusals.canceled
    case 'started':
      return takenByAnother(delivery, caller) ?? accepted(delivery)
  }
}
