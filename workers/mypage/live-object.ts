// The Durable Object of one customer's open pages: a thin shell that gives the hub its sockets and its alarm. It sleeps
// between two changes (WebSocket hibernation), and a ping is answered without waking it.
import { DurableObject } from 'cloudflare:workers'
import { closeCodes, type LiveRequest, liveRequestHeader, ping, pong } from '../../src/contract/live.ts'
import { regions } from '../../src/contract/region.ts'
import { myPageConfig } from '../../src/mypage/config.ts'
import {
  endSession,
  type Follower,
  type FollowerState,
  type LiveHubPorts,
  look,
  openFollower,
  tellHub,
} from '../../src/mypage/live-hub.ts'
import { readShards } from '../../src/mypage/shards.ts'
import { boundDatabases, type DatabaseBindings } from '../../src/platform/bound-databases.ts'
import { readConfig, type Vars } from '../../src/platform/config.ts'
import { contextLog, describeFault } from '../../src/platform/log.ts'
import { inRegion } from '../../src/platform/region.ts'

export interface LiveEnv extends DatabaseBindings<'MYPAGE_DB', D1Database>, Vars<typeof myPageConfig> {}

const log = contextLog('mypage')
/** The pause before a look that failed is tried again. */
const retryMs = 5000

export class LiveObject extends DurableObject<LiveEnv> {
  constructor(ctx: DurableObjectState, env: LiveEnv) {
    super(ctx, env)
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(ping, pong))
  }

  /** Opens a socket for what the gateway has written into its request. */
  override async fetch(request: Request): Promise<Response> {
    const asked: LiveRequest = JSON.parse(request.headers.get(liveRequestHeader) ?? '')
    const state = await openFollower(this.#ports(), asked)
    if (state === null) return new Response(null, { status: 429 })
    const { 0: client, 1: server } = new WebSocketPair()
    this.ctx.acceptWebSocket(server)
    server.serializeAttachment(state)
    await this.#lookAt(Date.now())
    return new Response(null, { status: 101, webSocket: client })
  }

  /** A row of the customer was written. */
  async changed(): Promise<void> {
    if (this.#followers().length > 0) await tellHub(this.#ports())
  }

  async endSession(sessionId: string): Promise<void> {
    endSession(this.#followers(), sessionId)
  }

  override async alarm(): Promise<void> {
    try {
      await look(this.#ports())
    } catch (fault) {
      log('live_look_failed', { fault: describeFault(fault) })
      await this.#lookAt(Date.now() + retryMs)
    }
  }

  override async webSocketMessage(socket: WebSocket): Promise<void> {
    socket.close(closeCodes.notTaken, 'no message is taken here')
  }

  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    try {
      socket.close(code)
    } catch {
      // Closed already.
    }
  }

  /** The open ones: a socket that was told to close stays a while, until its client has closed it too. */
  #followers(): Follower[] {
    const open = this.ctx.getWebSockets().filter(({ readyState }) => readyState === WebSocket.OPEN)
    return open.map((socket) => ({
      state: () => socket.deserializeAttachment() as FollowerState,
      keep: (state) => socket.serializeAttachment(state),
      send: (text) => socket.send(text),
      close: (code, reason) => socket.close(code, reason),
    }))
  }

  #ports(): LiveHubPorts {
    const env = inRegion(this.env, regions.find((region) => region === this.ctx.id.jurisdiction) ?? null)
    const config = readConfig(myPageConfig, env)
    const databases = boundDatabases<'MYPAGE_DB', D1Database>(env, 'MYPAGE_DB')
    return {
      ...readShards(config.MYPAGE_SHARDS, [...databases.values()]),
      vault: config.PERSONAL_DATA_KEYS,
      followers: () => this.#followers(),
      lookAt: (at) => this.#lookAt(at),
      now: Date.now,
    }
  }

  async #lookAt(at: number): Promise<void> {
    const set = await this.ctx.storage.getAlarm()
    if (set === null || set > at) await this.ctx.storage.setAlarm(at)
  }
}
