// What the courier reports from the door, and the staff's answer to goods that came back.
import type { Caller } from '../../src/contract/caller.ts'
import type { RequestMeta } from '../../src/contract/idempotency.ts'
import type { OrderSummary } from '../../src/contract/order.ts'
import type { Result } from '../../src/contract/result.ts'
import { complete, failAttempt, restart } from '../../src/delivery/deliveries.ts'
import type { DeliveryPorts } from '../../src/delivery/event-handler.ts'
import type { AtTheDoor } from './plan.ts'

const staff: Caller = { subject: 'usr_staff', role: 'staff', name: 'Park' }
const courier: Caller = { subject: 'usr_courier', role: 'courier', name: 'Choi' }

export function reportAtTheDoor(
  operation: AtTheDoor,
  ports: DeliveryPorts,
  orderId: string,
  request: RequestMeta,
): Promise<Result<OrderSummary>> {
  switch (operation.do) {
    case 'complete':
      return complete(ports, courier, orderId, request)
    case 'failAttempt': {
      const { attempt, next } = operation
      return failAttempt(ports, courier, orderId, { attempt, reason: 'nobodyHome', note: null, next }, request)
    }
    case 'restart':
      return restart(ports, staff, orderId, operation.attempt, request)
  }
}
