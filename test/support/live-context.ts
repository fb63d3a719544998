// The customers' live objects in this process: the hub itself, over sockets in memory, and timers as its alarm.
import { type LiveRequest, type LiveRpc, liveRequestHeader } from '../../src/contract/live.ts'
import {
  endSession,
  type Follower,
  type FollowerState,
  type LiveHubPorts,
  look,
  openFollower,
  tellHub,
} from '../../src/mypage/live-hub.ts'
import type { Shards } from '../../src/mypage/shards.ts'
import { testVault } from './vault.ts'

/** As the runtime's: what comes before `accept` waits for it. */
class ClientSocket extends EventTarget {
  readonly onClose: () => void
  #waiting: Event[] | null = []

  constructor(onClose: () => void) {
    super()
    this.onClose = onClose
  }

  accept(): void {
    const waiting = this.#waiting ?? []
    this.#waiting = null
    for (const event of waiting) this.dispatchEvent(event)
  }

  come(event: Event): void {
    if (this.#waiting === null) this.dispatchEvent(event)
    else this.#waiting.push(event)
  }

  close(): void {
    this.onClose()
  }
}

export function liveContext(shards: Shards, now: () => number) {
  const hubs = new Map<string, ReturnType<typeof hubOf>>()

  function hubOf() {
    const sockets = new Map<ClientSocket, FollowerState>()
    const followerOf = (socket: ClientSocket): Follower => ({
      state: () => sockets.get(socket) as FollowerState,
      keep: (state) => void (sockets.has(socket) && sockets.set(socket, state)),
      send: (data) => socket.come(new MessageEvent('message', { data })),
      close: () => {
        sockets.delete(socket)
        socket.come(new Event('close'))
      },
    })
    let alarm: { at: number; timer: NodeJS.Timeout } | null = null
    const ports: LiveHubPorts = {
      ...shards,
      vault: testVault,
      followers: () => [...sockets.keys()].map(followerOf),
      async lookAt(at) {
        if (alarm !== null && alarm.at <= at) return
        if (alarm !== null) clearTimeout(alarm.timer)
        const timer = setTimeout(
          () => {
            alarm = null
            void look(ports)
          },
          Math.max(0, at - now()),
        )
        timer.unref?.()
        alarm = { at, timer }
      },
      now,
    }
    return { sockets, ports }
  }

  function hubNamed(customerId: string) {
    const hub = hubs.get(customerId) ?? hubOf()
    hubs.set(customerId, hub)
    return hub
  }

  const rpc: LiveRpc = {
    async fetch(request) {
      const asked: LiveRequest = JSON.parse(request.headers.get(liveRequestHeader) ?? '')
      const { sockets, ports } = hubNamed(asked.customerId)
      const state = await openFollower(ports, asked)
      if (state === null) return new Response(null, { status: 429 })
      const webSocket = new ClientSocket(() => sockets.delete(webSocket))
      sockets.set(webSocket, state)
      await ports.lookAt(now())
      // Node makes no answer with this status.
      return Object.assign(new Response(null), { webSocket })
    },
    async endSession({ subject }, sessionId) {
      endSession(hubNamed(subject).ports.followers(), sessionId)
    },
  }
  return { ...rpc, changed: (customerId: string) => tellHub(hubNamed(customerId).ports) }
}
