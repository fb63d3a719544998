// The server-sent events over the frames of a socket: each frame, heartbeats, and an end.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LiveFrame } from '../../../../src/contract/live.ts'
import { framesOf } from '../../../../src/gateway/http/live-socket.ts'
import { liveEvents } from '../../../../src/gateway/http/live-stream.ts'

class Socket extends EventTarget {
  closes = 0
  accept(): void {}
  close(): void {
    this.closes += 1
  }
  say(frame: LiveFrame): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }))
  }
}

const start: LiveFrame = { event: 'start', id: '7' }
const reset: LiveFrame = { event: 'reset', id: '0' }

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: 0 }))
afterEach(() => void vi.useRealTimers())

/** What a stream tells, each with its second. */
function follow() {
  const socket = new Socket()
  const frames = framesOf(socket as unknown as Parameters<typeof framesOf>[0])
  const told: string[] = []
  const ended = (async () => {
    for await (const { event } of liveEvents(frames, Date.now)) told.push(`${Math.round(Date.now() / 1000)} ${event}`)
    told.push(`${Math.round(Date.now() / 1000)} end`)
  })()
  return { socket, frames, told, ended }
}

test('it tells each frame as it comes, and beats while none does, until a minute is nearly over', async () => {
  const { socket, told, ended } = follow()
  socket.say(start)
  await vi.advanceTimersByTimeAsync(20_000)
  socket.say(reset)
  await vi.advanceTimersByTimeAsync(60_000)
  await ended
  expect(told).toEqual(['0 start', '15 heartbeat', '20 reset', '30 heartbeat', '45 heartbeat', '55 end'])
  expect(socket.closes).toBe(1)
})

test('frames that come at once are told one after the other, and none is lost', async () => {
  const { socket, told, ended } = follow()
  for (let count = 0; count < 500; count += 1) socket.say(start)
  await vi.advanceTimersByTimeAsync(1000)
  expect(told).toEqual(Array(500).fill('0 start'))
  socket.dispatchEvent(new Event('close'))
  await vi.advanceTimersByTimeAsync(0)
  await ended
  expect(told.at(-1)).toBe('1 end')
})

test('it ends when its reader has left, and the socket with it', async () => {
  const { socket, frames, told, ended } = follow()
  await vi.advanceTimersByTimeAsync(2000)
  frames.close()
  await vi.advanceTimersByTimeAsync(0)
  await ended
  expect([told, socket.closes]).toEqual([['2 end'], 1])
})

test('a reader who is too far behind is cut off, and has what came until then', async () => {
  const { socket, told, ended } = follow()
  for (let count = 0; count < 2500; count += 1) socket.say(start)
  await vi.advanceTimersByTimeAsync(0)
  await ended
  expect(socket.closes).toBe(1)
  expect(told.length).toBeGreaterThan(1900)
})
