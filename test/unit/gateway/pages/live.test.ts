// What the stream of a page sends, and when: one event for each look that found news, heartbeats, and an end.
import { expect, test } from 'vitest'
import { type PageEvent, pageEvents } from '../../../../src/gateway/pages/live.ts'

const noon = Date.parse('2026-11-02T12:00:00.000Z')

/** The stream over what each look finds; after the last one nothing changes any more. */
async function sent(after: number, first: number, looks: number[], closedAfter = Number.POSITIVE_INFINITY) {
  let now = noon
  const asked: number[] = []
  const events: [second: number, PageEvent][] = []
  const ports = {
    newest: async (told: number) => {
      asked.push(told)
      return looks[asked.length - 1] ?? told
    },
    pause: async (milliseconds: number) => {
      now += milliseconds
    },
    now: () => now,
    isClosed: () => now - noon > closedAfter,
  }
  for await (const event of pageEvents(after, first, ports)) events.push([(now - noon) / 1000, event])
  return { asked, events, changes: events.filter(([, { event }]) => event === 'change'), seconds: (now - noon) / 1000 }
}

const change = (id: number): PageEvent => ({ event: 'change', id })

test('what changed before the stream began is told at once, and later changes at the next look, each once', async () => {
  const { changes, asked } = await sent(100, 150, [150, 170, 170, 180])
  expect(changes).toEqual([
    [0, change(150)],
    [4, change(170)],
    [8, change(180)],
  ])
  expect(asked.slice(0, 5)).toEqual([150, 150, 170, 170, 180])
})

test('nothing is told while nothing changes, but for a heartbeat; after a minute the browser comes back', async () => {
  const { events, seconds, asked } = await sent(100, 100, [])
  expect(events.map(([second, { event }]) => [second, event])).toEqual([
    [16, 'heartbeat'],
    [30, 'heartbeat'],
    [46, 'heartbeat'],
  ])
  expect(seconds).toBe(56)
  expect(asked.length).toBeLessThan(30)
})

test('a number that went back, as after a restore, is no change', async () => {
  expect((await sent(100, 100, [90, 100])).changes).toEqual([])
})

test('it ends when the browser has left', async () => {
  expect((await sent(100, 100, [], 9000)).seconds).toBe(10)
})
