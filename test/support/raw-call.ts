// A request whose path and body are sent exactly as given; `fetch` would normalize them.
import { request } from 'node:http'
import { faultIn } from './answers.ts'

export function rawCall(
  origin: string,
  method: string,
  path: string,
  token: string | null,
  body?: Buffer,
): Promise<{ status: number; body: string }> {
  const { hostname, port, host } = new URL(origin)
  const headers = {
    host,
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': body.length }),
  }
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, method, path, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => {
        const { statusCode: status = 0, headers } = response
        const result = new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)]))
        const fault = faultIn(method, origin + path, { status, headers: result, text })
        if (fault !== null) reject(new Error(fault))
        else resolve({ status, body: text })
      })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
