// The driver of a load: so many clients over connections that stay open, each call after the answer to the one before.
import { Agent, request } from 'node:http'
import type { Load } from './figures.ts'

export type HttpAnswer = { status: number; body: string }
export type HttpCall = { method: string; path: string; token?: string; body?: unknown }
export type Send = (call: HttpCall) => Promise<HttpAnswer>

/** One call of a client: null when it was answered as it should be, else what went wrong in a word. */
export type Subject = (client: number) => Promise<string | null>

const answerMsMax = 60_000

/** A client of this origin. Status 0: no answer came. */
export function httpClient(origin: string): { send: Send; close: () => void } {
  const agent = new Agent({ keepAlive: true })
  const { hostname, port } = new URL(origin)
  const send: Send = ({ method, path, token, body }) => {
    const text = body === undefined ? '' : JSON.stringify(body)
    const headers = {
      'content-length': Buffer.byteLength(text),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    }
    return new Promise((resolve) => {
      const none = () => resolve({ status: 0, body: '' })
      const asked = request({ agent, hostname, port, method, path, headers, timeout: answerMsMax }, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() }))
        answer.once('error', none)
      })
      asked.once('timeout', () => asked.destroy())
      asked.once('error', none)
      asked.end(text)
    })
  }
  return { send, close: () => agent.destroy() }
}

/** All clients at once until `over`; resolves when the last of them has had its answer. */
export async function drive(subject: Subject, clients: number, over: () => boolean): Promise<Load> {
  const load: Load = { clients, seconds: 0, ms: [], errors: {} }
  const beganAt = performance.now()
  const client = async (number: number) => {
    while (!over()) {
      const askedAt = performance.now()
      const fault = await subject(number)
      if (fault === null) load.ms.push(performance.now() - askedAt)
      else load.errors[fault] = (load.errors[fault] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)))
  load.seconds = (performance.now() - beganAt) / 1000
  return load
}

/** `over` after so many seconds from now. */
export function after(seconds: number): () => boolean {
  const end = performance.now() + seconds * 1000
  return () => performance.now() >= end
}
