// The streams of the pages: by the browser's session, for the roles of the page, each for what it may see.
import { describe, expect, test, vi } from 'vitest'
import type { callers } from '../../../support/callers.ts'
import { callers as all } from '../../../support/callers.ts'
import { down, httpShop } from '../../../support/http-shop.ts'

type Who = keyof typeof callers

const shop = await httpShop()

async function follow(who: Who | null, path: string, { headers = {}, env = {} } = {}): Promise<Response> {
  const cookie = who === null ? {} : { cookie: `session=${await shop.tokenOf(all[who])}` }
  return await shop.request(null, 'GET', path, { headers: { ...cookie, ...headers }, env })
}

/**
 * What waits for a thread of the machine, such as a signature, gets its turn: the threads take their work in order, so
 * it is done when as much work as they do at a time, asked for after it, is done twice over.
 */
async function othersTurn(): Promise<void> {
  for (let round = 0; round < 2; round++) {
    await Promise.all(Array.from({ length: threads }, () => crypto.subtle.digest('SHA-256', new Uint8Array(1))))
    await new Promise(setImmediate)
  }
}

/** Of libuv, as Node starts it. */
const threads = 4

/** The ids of all changes that a stream tells; its minute passes at once. */
async function changesIn(answering: () => Promise<Response>): Promise<string[]> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  try {
    let hasEnded = false
    const text = (await answering()).text().finally(() => {
      hasEnded = true
    })
    while (!hasEnded) {
      await vi.advanceTimersByTimeAsync(500)
      await othersTurn()
    }
    return [...(await text).matchAll(/^event: change\ndata: \nid: (\d+)$/gm)].flatMap(([, id]) => id ?? [])
  } finally {
    vi.useRealTimers()
  }
}

describe.each([
  ['/mypage/live', 'customer', ['staff', 'courier', 'ops']],
  ['/admin/live', 'staff', ['customer', 'courier']],
  ['/courier/live', 'courier', ['customer', 'ops']],
] as const)('GET %s', (path, reader, others) => {
  test('tells its reader of a change since the page was made, and then of no other', async () => {
    const orderId = await shop.order('take')
    const changes = await changesIn(() => follow(reader, `${path}?after=0`))
    expect(changes.at(-1)).toMatch(/^\d{13}$/)
    expect(await changesIn(() => follow(reader, `${path}?after=0&order=${orderId}`))).toHaveLength(1)
    const headers = { 'last-event-id': changes.at(-1) ?? '' }
    expect(await changesIn(() => follow(reader, `${path}?after=0`, { headers }))).toEqual([])
  })

  test('is a stream that no cache keeps', async () => {
    const { status, headers, body } = await follow(reader, `${path}?after=0`)
    expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream'])
    expect(headers.get('cache-control')).toBe('no-store')
    await body?.cancel()
  })

  test('is for the role of the page, and for nobody who is not signed in', async () => {
    for (const other of others) expect((await follow(other, `${path}?after=0`)).status).toBe(403)
    expect((await follow(null, `${path}?after=0`)).status).toBe(401)
  })

  test.each(['', '?after=', '?after=x', '?after=-1', '?after=1&order=nothing', '?after=9999999999999999'])(
    'refuses %j, which says not where to begin',
    async (query) => {
      expect((await follow(reader, path + query)).status).toBe(422)
    },
  )
})

test('another customer’s order never changes, as if there were none', async () => {
  const orderId = await shop.order()
  const path = `/mypage/live?after=0&order=${orderId}`
  expect(await changesIn(() => follow('customer', path))).toHaveLength(1)
  expect(await changesIn(() => follow('stranger', path))).toEqual([])
})

test('a stream is refused while its context is down, and one that is open goes on', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
  expect((await follow('customer', '/mypage/live?after=0', { env: { MYPAGES: down(shop.env.MYPAGES) } })).status).toBe(
    503,
  )
  let calls = 0
  const newestChange: typeof shop.env.DELIVERY.newestChange = async (...args) => {
    calls += 1
    if (calls === 2 || calls === 3) throw new Error('the socket closed')
    return await shop.env.DELIVERY.newestChange(...args)
  }
  const env = { DELIVERY: { ...shop.env.DELIVERY, newestChange } }
  expect(await changesIn(() => follow('courier', '/courier/live?after=0', { env }))).toHaveLength(1)
  expect(calls).toBeGreaterThan(20)
  logged.mockRestore()
})
