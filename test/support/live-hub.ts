// A customer's hub over sockets and an alarm in memory, for tests with a clock of their own.
import type { LiveFrame, LiveRequest } from '../../src/contract/live.ts'
import { type Follower, type FollowerState, type LiveHubPorts, look, openFollower } from '../../src/mypage/live-hub.ts'
import type { Shards } from '../../src/mypage/shards.ts'
import { testVault } from './vault.ts'

/** The client's end of a socket: what came, and how it was closed. */
export type ClientEnd = { frames: LiveFrame[]; closed: number | null; isBroken: boolean }

export function hubOver(shards: Shards, clock: { now: number }) {
  const sockets = new Map<ClientEnd, FollowerState>()
  let alarm: number | null = null

  const followerOf = (end: ClientEnd): Follower => ({
    state: () => sockets.get(end) as FollowerState,
    keep: (state) => void sockets.set(end, state),
    send: (text) => {
      if (end.isBroken) throw new TypeError('the socket is closing')
      end.frames.push(JSON.parse(text))
    },
    close: (code) => {
      end.closed = code
      sockets.delete(end)
    },
  })
  const ports: LiveHubPorts = {
    ...shards,
    vault: testVault,
    followers: () => [...sockets.keys()].map(followerOf),
    lookAt: async (at) => {
      alarm = Math.min(alarm ?? at, at)
    },
    now: () => clock.now,
  }
  return {
    ports,
    followers: ports.followers,
    get alarm() {
      return alarm
    },
    /** As the object does; null when it refuses. */
    async open(request: LiveRequest): Promise<ClientEnd | null> {
      const state = await openFollower(ports, request)
      if (state === null) return null
      const end: ClientEnd = { frames: [], closed: null, isBroken: false }
      sockets.set(end, state)
      await ports.lookAt(clock.now)
      return end
    },
    /** The connection breaks. */
    cut: (end: ClientEnd) => void sockets.delete(end),
    /** The clock goes on, and the alarm goes off as often as it is due. */
    async goOn(milliseconds: number): Promise<void> {
      const until = clock.now + milliseconds
      while (alarm !== null && alarm <= until) {
        clock.now = Math.max(clock.now, alarm)
        alarm = null
        await look(ports)
      }
      clock.now = until
    },
  }
}
