// The typed client of the API, made from the types of its routes: an unknown call or a wrong input does not compile.
import { hc } from 'hono/client'
import type { Api } from '../src/gateway/api/api.ts'

export type Client = ReturnType<typeof clientOver>

export type Send = (method: string, path: string, body?: unknown) => Promise<{ status: number; body: unknown }>

/** A client whose requests go out by `send`. */
export function clientOver(send: Send) {
  return hc<Api>('http://shop', {
    fetch: async (input: string | URL | Request, init?: RequestInit) => {
      const { pathname, search } = new URL(String(input))
      const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined
      const answer = await send(init?.method ?? 'GET', `${pathname}${search}`, body)
      return Response.json(answer.body, { status: answer.status })
    },
  })
}
