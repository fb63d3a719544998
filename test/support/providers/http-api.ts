// A provider's API on a port of its own, with faults of the network for the next request that moves money.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** `cut…`: the connection breaks before or after the work. `silent…`: it stays open without an answer. */
export type Fault =
  | 'cutBefore'
  | 'cutAfter'
  | 'silentBefore'
  | 'silentAfter'
  | 'overloaded'
  | 'failing'
  | 'malformed'
  | 'foreign'

export type Api = {
  handle(request: Request): Promise<Response>
  movesMoney(request: Request): boolean
  /** The provider's own response to too many requests. */
  overloaded(): Response
}

/** `arrived`: the request with the fault has come. `left`: its caller has closed the connection. */
export type Strike = { arrived: Promise<void>; left: Promise<void> }

export type HttpApi = Awaited<ReturnType<typeof openApi>>

export async function openApi(api: Api) {
  let next: { fault: Fault; arrive: () => void; leave: () => void } | null = null

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse) {
    const request = await requestOf(incoming)
    const struck = next !== null && api.movesMoney(request) ? next : null
    if (struck !== null) {
      next = null
      struck.arrive()
      outgoing.on('close', struck.leave)
    }
    switch (struck?.fault) {
      case 'cutBefore':
        return outgoing.destroy()
      case 'silentBefore':
        return
      case 'overloaded':
        return await write(outgoing, api.overloaded())
      case 'failing':
        return await write(outgoing, new Response('<html>Internal Server Error</html>', { status: 500 }))
      case 'foreign':
        return await write(outgoing, new Response('<html>Welcome to the hotel</html>', { status: 200 }))
      case 'cutAfter':
        await api.handle(request)
        return outgoing.destroy()
      case 'silentAfter':
        return void (await api.handle(request))
      case 'malformed': {
        const whole = await api.handle(request)
        return await write(outgoing, new Response((await whole.text()).slice(0, -5), { status: whole.status }))
      }
      case undefined:
        // When the API itself loses an answer the connection breaks.
        return await write(outgoing, await api.handle(request)).catch(() => void outgoing.destroy())
    }
  }

  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    /** Give the next request that moves money a fault. */
    strike(fault: Fault): Strike {
      const arrived = Promise.withResolvers<void>()
      const left = Promise.withResolvers<void>()
      next = { fault, arrive: arrived.resolve, leave: left.resolve }
      return { arrived: arrived.promise, left: left.promise }
    },
    async close() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const chunks: Uint8Array[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as [string, string])
  const method = incoming.method ?? 'GET'
  const body = method === 'GET' ? null : Buffer.concat(chunks)
  return new Request(`http://${incoming.headers.host}${incoming.url}`, { method, headers, body })
}

async function write(outgoing: ServerResponse, response: Response): Promise<void> {
  const body = await response.text()
  outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(body)
}
