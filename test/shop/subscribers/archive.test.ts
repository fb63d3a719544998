// Orders bring their events to the archive, and the script reads them back.
import type { R2Bucket } from '@cloudflare/workers-types'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordedEvent } from '../../../src/contract/events.ts'
import { redactedEvent } from '../../../src/platform/personal-data.ts'
import { runScript } from '../../support/run-script.ts'
import { openShop, type Shop, until } from '../../support/shop.ts'
import { storyOf } from '../../support/story.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop({ vars: { order: { CONFIRM_SECONDS: '1', ARCHIVE_AFTER_SECONDS: '5' } } })
})
afterAll(() => shop.close())

type Line = RecordedEvent & { orderId: string }
type History = { events: RecordedEvent[] }
const historyOf = async (orderId: string) =>
  (await shop.call<History>('ops', 'GET', `/orders/${orderId}/events`)).body.events

async function run(...args: string[]) {
  const script = runScript('archive', { TOKEN: await shop.token('ops') }, [], ['--origin', shop.origin, ...args])
  return { code: await script.ended, output: script.output() }
}

/** The events in the archive, as the script prints them after what is staged was archived. */
async function printed(): Promise<Line[]> {
  const { code, output } = await run('--now', '--print')
  expect(code).toBe(0)
  return output.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Line] : []))
}

test('all events of a final order, and of one that waits, are in the archive, each once, as its history has them', async () => {
  const kang = storyOf(shop)
  const done = await kang.upTo('deliveryCompleted')
  const waiting = await kang.upTo('payApproved')
  const histories = await Promise.all([done, waiting].map(historyOf))
  const wanted = [done, waiting].flatMap((orderId, index) =>
    // Its personal data encrypted, as the log has it.
    (histories[index] ?? []).map((event): Line => ({ orderId, ...redactedEvent(event) })),
  )
  const ours = ({ orderId }: Line) => orderId === done || orderId === waiting
  const found = await until(
    async () => (await printed()).filter(ours),
    (lines) => lines.length >= wanted.length,
  )
  const sorted = (lines: Line[]) => lines.toSorted((a, b) => a.orderId.localeCompare(b.orderId) || a.seq - b.seq)
  expect(sorted(found)).toEqual(sorted(wanted))
  // It is brought again, and still read once.
  expect((await shop.call('ops', 'POST', `/orders/${done}/republish`)).status).toBe(202)
  await until(
    () => shop.call<{ events: number }>('ops', 'POST', '/archive'),
    ({ body }) => body.events > 0,
  )
  expect(sorted((await printed()).filter(ours))).toEqual(sorted(wanted))
  const day = new Date().toISOString().slice(0, 10)
  expect(await run('--day', day)).toEqual({ code: 0, output: expect.stringMatching(/events, 0 objects damaged\n$/) })
})

test('the clock archives, and an object that was changed is found', async () => {
  const archive = shop.harness.getWorker<{ ARCHIVE_BUCKET: R2Bucket }>('homeappliance-archive')
  const { outcome } = await archive.scheduled({ cron: '*/5 * * * *', scheduledTime: new Date() })
  expect(outcome).toBe('ok')
  const { ARCHIVE_BUCKET } = await archive.getEnv()
  const [object] = (await ARCHIVE_BUCKET.list({ include: ['customMetadata'] })).objects
  if (object?.customMetadata === undefined) throw new Error('nothing was archived')
  const stored = await (await ARCHIVE_BUCKET.get(object.key))?.arrayBuffer()
  const customMetadata = { ...object.customMetadata, sha256: 'another' }
  await ARCHIVE_BUCKET.put(object.key, stored ?? null, { customMetadata })
  const { code, output } = await run()
  expect([code, output]).toEqual([1, expect.stringContaining('DAMAGED')])
  expect(output).toContain('1 objects damaged')
})
