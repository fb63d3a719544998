// Calls a shop over connections that stay open: a fraction of the work of a fetch whose answer is compared with the
// contract, for loads of thousands of calls.
import { Agent, request } from 'node:http'

export type HttpAnswer = { status: number; body: string }
export type HttpCall = { method: string; path: string; token?: string; body?: unknown }
export type Send = (call: HttpCall) => Promise<HttpAnswer>

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
