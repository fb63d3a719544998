// The order of the smoke check: placed by a customer's account of its own, canceled at once, and never paid. So it is
// no sale, nothing is taken, and nobody delivers it.
import { z } from 'zod'
import { signIn } from '../sign-in.ts'

const itemsSchema = z.object({ items: z.array(z.object({ itemId: z.string() })) })
const orderSchema = z.object({ orderId: z.string(), orderStatus: z.string() })
const millisecondsMax = 10_000

/** Place an order of the first item and cancel it. Gives what is wrong, in a sentence, or null. */
export async function smokeOrder(
  origin: string,
  { email, password }: { email: string; password: string },
): Promise<string | null> {
  try {
    const token = await signIn(origin, email, password)
    const call = callerOf(origin, token)
    const [item] = itemsSchema.parse(await call('GET', '/items', 200)).items
    if (item === undefined) return null
    const placed = orderSchema.parse(await call('POST', '/orders', 201, orderOf(item.itemId)))
    const path = `/orders/${placed.orderId}`
    await call('PATCH', path, 200, { orderStatus: 'orderCancel' })
    const { orderStatus } = orderSchema.parse(await call('GET', path, 200))
    return orderStatus === 'orderCanceled' ? null : `the order ${placed.orderId} is ${orderStatus} after its cancel`
  } catch (fault) {
    return `no order goes through: ${fault instanceof Error ? fault.message : fault}`
  }
}

function callerOf(origin: string, token: string) {
  return async (method: string, path: string, status: number, body?: unknown): Promise<unknown> => {
    const answer = await fetch(origin + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(millisecondsMax),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (answer.status === status) return await answer.json()
    throw new Error(`${method} ${path} answers HTTP ${answer.status}: ${(await answer.text()).slice(0, 500)}`)
  }
}

function orderOf(itemId: string) {
  return {
    customerName: 'Smoke check',
    deliveryAddress: 'Smoke check of a deployment: not to be delivered',
    deliveryPhoneNumber: '+82 2 000 0000',
    lines: [{ itemId, qty: 1 }],
  }
}
