// A request whose path and body are sent as they stand, which nothing on this side has tidied.
import { request } from 'node:http'

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
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
