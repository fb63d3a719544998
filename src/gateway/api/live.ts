// What the live stream of a customer's changes sends, and when: a look at the projection every second.
import type { MyPageChanges, MyPageRow } from '../../contract/mypage.ts'

/** `heartbeat`: nothing to say; it keeps the connection open. */
export type LiveEvent =
  | { event: 'start' | 'reset'; from: number }
  | { event: 'order'; row: MyPageRow }
  | { event: 'heartbeat' }

export type LivePorts = {
  /** The changes after a number. Throws nothing: without an answer there are none. */
  follow: (after: number) => Promise<MyPageChanges>
  pause: (milliseconds: number) => Promise<void>
  /** Epoch milliseconds. */
  now: () => number
  isClosed: () => boolean
}

const liveMs = 55_000
const heartbeatMs = 15_000
const pollMs = 1000

/** `isNew`: the reader names no change to go on after, and is told where the stream begins. */
export async function* liveEvents(
  first: MyPageChanges,
  isNew: boolean,
  { follow, pause, now, isClosed }: LivePorts,
): AsyncGenerator<LiveEvent> {
  const until = now() + liveMs
  let beatAt = now() + heartbeatMs
  if (isNew) yield { event: 'start', from: first.from }
  for (let changes = first; ; ) {
    if (changes.isReset) yield { event: 'reset', from: changes.from }
    for (const row of changes.rows) yield { event: 'order', row }
    if (now() >= beatAt) {
      yield { event: 'heartbeat' }
      beatAt += heartbeatMs
    }
    await pause(pollMs)
    if (isClosed() || now() >= until) return
    changes = await follow(changes.rows.at(-1)?.change ?? changes.from)
  }
}
