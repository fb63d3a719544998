// The WebSocket of a customer's changes. The gateway lets the customer in, and mypage has the socket: once it is open,
// nothing of it goes through here.
import type { Context } from 'hono'
import { told } from '../../contract/language.ts'
import { type LiveRequest, liveRequestHeader } from '../../contract/live.ts'
import type { Gateway } from '../env.ts'
import { callContext } from './call-context.ts'
import { problem } from './problems.ts'

/** RFC 6455, section 4.1. */
export function wantsSocket(request: Request): boolean {
  return request.headers.get('upgrade')?.toLowerCase() === 'websocket'
}

/**
 * The request is written anew, so that no header of the client comes through. A page of another site that sends the
 * browser's cookies is refused by the caller of this (cross-site WebSocket hijacking).
 */
export async function openSocket(c: Context<Gateway>, after: string | null): Promise<Response> {
  const { caller, session } = c.var
  const asked: LiveRequest = { customerId: caller.subject, ...session, after }
  const headers = { upgrade: 'websocket', [liveRequestHeader]: JSON.stringify(asked) }
  const answer = await callContext('mypage', () => c.env.MYPAGES.fetch(new Request('https://mypage/live', { headers })))
  if (answer.status === 429) return problem(c, { code: 'too_many_requests', ...tooMany, retryAfterSeconds: 60 })
  const webSocket: WebSocket | null = Reflect.get(answer, 'webSocket') ?? null
  if (webSocket === null) throw new Error(`mypage opened no socket: ${answer.status}`)
  // Its headers can be set; those of another Worker's answer cannot.
  const opened = { status: 101, webSocket }
  return new Response(null, opened)
}

const tooMany = told({
  en: 'Too many pages follow these orders already.',
  ko: '이미 너무 많은 페이지가 이 주문들을 따라가고 있습니다.',
})
