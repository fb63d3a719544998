// A shop of the drill's own, as its people use it over HTTP.
import { setTimeout as delay } from 'node:timers/promises'
import { demoAccounts } from '../demo/accounts.ts'
import { type Platform, startPlatform } from '../platform.ts'
import { signIn } from '../sign-in.ts'

type Account = keyof typeof demoAccounts
export type Shown = { orderStatus: string; seq: number }
export type DrillShop = Awaited<ReturnType<typeof shopAt>>

/** Open the shop on the state, use it, and end it at once: what its queues hold is lost then. */
export async function withShop<T>(state: string, work: (shop: DrillShop) => Promise<T>): Promise<T> {
  let platform: Platform | null = null
  try {
    platform = await startPlatform({ port: 0, state, log: () => {} })
    return await work(await shopAt(platform.origin))
  } finally {
    await platform?.stop()
  }
}

async function shopAt(origin: string) {
  const tokens = new Map<Account, string>()
  for (const account of ['customer', 'staff', 'courier', 'ops'] as const) {
    const { email, password } = demoAccounts[account]
    tokens.set(account, await signIn(origin, email, password))
  }

  async function call<T>(account: Account, method: string, path: string, body?: object): Promise<T> {
    for (;;) {
      const answer = await fetch(origin + path, {
        method,
        headers: { authorization: `Bearer ${tokens.get(account)}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      if (answer.ok) return (await answer.json()) as T
      const text = await answer.text()
      if (answer.status !== 429) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
      await delay(1000 * Number(answer.headers.get('retry-after') ?? 1))
    }
  }

  return {
    origin,
    token: (account: Account) => tokens.get(account) ?? '',
    async place(): Promise<string> {
      const form = { customerName: 'Kang', deliveryAddress: 'Gangnam', deliveryPhoneNumber: '010-0123-4567' }
      const order = { ...form, itemId: '2', qty: 1, paymentToken: 'tok_approved' }
      return (await call<{ orderId: string }>('customer', 'POST', '/orders', order)).orderId
    },
    cancel: (orderId: string) => call('customer', 'PATCH', `/orders/${orderId}`, { orderStatus: 'orderCancel' }),
    order: (orderId: string) => call<Shown>('customer', 'GET', `/orders/${orderId}`),
    myPage: (orderId: string) => call<Shown>('customer', 'GET', `/myPages/${orderId}`),
    messages: async (orderId: string) =>
      (await call<{ items: { kind: string }[] }>('customer', 'GET', `/messages?orderId=${orderId}`)).items,
  }
}

/** Ask until it is so. Throws when it is not in time. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > end) throw new Error(`after a minute it is not so: ${what}`)
    await delay(200)
  }
}
