// A customer whose page is open: it follows their changes, and opens its socket again whenever it is closed.
import { setTimeout as delay } from 'node:timers/promises'
import { LiveClient } from '../support/live-client.ts'
import type { Shop } from '../support/shop.ts'

export type Follower = Awaited<ReturnType<typeof followChanges>>

const lookMs = 50

export async function followChanges(shop: Shop) {
  const headers = { authorization: `Bearer ${await shop.token('customer')}` }
  const client = await new LiveClient(shop.origin, '/myPages/live', headers).open()
  const failures: string[] = []
  let isClosing = false

  async function stayOpen(): Promise<void> {
    for (; !isClosing; await delay(lookMs)) {
      if (client.isClosing) await client.open().catch((fault: unknown) => void failures.push(String(fault)))
    }
    client.cut()
  }

  const done = stayOpen()
  return {
    /** The times that the socket was refused. */
    failures,
    /** Whether the page shows the order as of this event. */
    shows: (orderId: string, seq: number) => client.told.some((row) => row.orderId === orderId && row.seq === seq),
    async close(): Promise<void> {
      isClosing = true
      await done
    },
  }
}
