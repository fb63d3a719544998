// The WebSocket of a customer's changes. The gateway lets the customer in, and mypage has the socket: once it is open,
// nothing of it goes through here. For those who cannot open one, the gateway follows it and tells what comes.
import type { Context } from 'hono'
import { told } from '../../contract/language.ts'
import { type LiveFrame, type LiveRequest, liveRequestHeader } from '../../contract/live.ts'
import type { Gateway } from '../env.ts'
import { callContext } from './call-context.ts'
import { problem } from './problems.ts'

/** What the runtime's sockets have beside those of a browser. */
type UpstreamSocket = WebSocket & { accept(): void }

/** What comes over a socket, one after the other. */
export type LiveFrames = {
  /** The next frame; `silence` when none came in this time, `end` when none comes any more. */
  next: (msMax: number) => Promise<LiveFrame | 'silence' | 'end'>
  close: () => void
}

/** A reader that is so far behind comes back, and goes on after the last frame that it has. */
const waitingMax = 2000

/** RFC 6455, section 4.1. */
export function wantsSocket(request: Request): boolean {
  return request.headers.get('upgrade')?.toLowerCase() === 'websocket'
}

/** The socket itself, for the client. */
export async function openSocket(c: Context<Gateway>, after: string | null): Promise<Response> {
  const webSocket = await socketOf(c, after)
  if (webSocket === null) return tooMany(c)
  // Headers can be set on this answer; on that of another Worker they cannot.
  const opened = { status: 101, webSocket }
  return new Response(null, opened)
}

/** What comes over the socket, for a stream of server-sent events; null when the customer has too many. */
export async function openFrames(c: Context<Gateway>, after: string | null): Promise<LiveFrames | null> {
  const socket = await socketOf(c, after)
  return socket === null ? null : framesOf(socket)
}

export function tooMany(c: Context<Gateway>): Response {
  return problem(c, { code: 'too_many_requests', ...followedOften, retryAfterSeconds: 60 })
}

/**
 * The request is written anew, so that no header of the client comes through. A page of another site that sends the
 * browser's cookies is refused by the caller of this (cross-site WebSocket hijacking).
 */
async function socketOf(c: Context<Gateway>, after: string | null): Promise<UpstreamSocket | null> {
  const { caller, session } = c.var
  const { subject: customerId, region } = caller
  const asked: LiveRequest = { customerId, ...session, after, ...(region && { region }) }
  const headers = { upgrade: 'websocket', [liveRequestHeader]: JSON.stringify(asked) }
  return await callContext('mypage', async () => {
    const answer = await c.env.MYPAGES.fetch(new Request('https://mypage/live', { headers }))
    const webSocket: UpstreamSocket | null = Reflect.get(answer, 'webSocket') ?? null
    if (webSocket === null && answer.status !== 429) throw new Error(`mypage opened no socket: ${answer.status}`)
    return webSocket
  })
}

export function framesOf(socket: UpstreamSocket): LiveFrames {
  const waiting: LiveFrame[] = []
  let isOver = false
  let isClosed = false
  let wake = () => {}
  const end = () => {
    isOver = true
    wake()
  }
  socket.addEventListener('message', ({ data }) => {
    waiting.push(JSON.parse(String(data)))
    if (waiting.length > waitingMax) close()
    wake()
  })
  socket.addEventListener('close', end)
  socket.addEventListener('error', end)
  socket.accept()

  function close(): void {
    end()
    if (!isClosed) socket.close()
    isClosed = true
  }

  return {
    async next(msMax) {
      if (waiting.length === 0 && !isOver) {
        const { promise, resolve } = Promise.withResolvers<void>()
        wake = resolve
        const timer = setTimeout(resolve, Math.max(0, msMax))
        await promise
        clearTimeout(timer)
      }
      return waiting.shift() ?? (isOver ? 'end' : 'silence')
    },
    close,
  }
}

const followedOften = told({
  en: 'Too many pages follow these orders already.',
  ko: '이미 너무 많은 페이지가 이 주문들을 따라가고 있습니다.',
})
