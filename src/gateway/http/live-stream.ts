// A stream of server-sent events over the frames of a socket: what it tells, and when. At rest it asks nobody anything.
import type { LiveFrame } from '../../contract/live.ts'
import type { LiveFrames } from './live-socket.ts'

/** `heartbeat`: nothing to say; it keeps the connection open. */
export type LiveEvent = LiveFrame | { event: 'heartbeat' }

const liveMs = 55_000
const heartbeatMs = 15_000

/** Ends before a minute is over, or when the socket does: the browser comes back by itself. `now`: epoch ms. */
export async function* liveEvents(frames: LiveFrames, now: () => number): AsyncGenerator<LiveEvent> {
  const until = now() + liveMs
  let beatAt = now() + heartbeatMs
  try {
    while (now() < until) {
      const frame = await frames.next(Math.min(beatAt, until) - now())
      if (frame === 'end') return
      if (frame !== 'silence') yield frame
      if (now() < beatAt) continue
      yield { event: 'heartbeat' }
      beatAt += heartbeatMs
    }
  } finally {
    frames.close()
  }
}
