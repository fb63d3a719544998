// The driver of a load: it counts what was answered as it should be, and names what was not.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drive } from '../../bench/driver.ts'
import { httpClient } from '../../support/http-client.ts'

const ports = new Set<number | undefined>()
const server = createServer((request, response) => {
  ports.add(request.socket.remotePort)
  if (request.url === '/cut') return void request.socket.destroy()
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    response.statusCode = 201
    response.end(JSON.stringify({ method: request.method, auth: request.headers.authorization, body }))
  })
})
let origin = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  origin = `http://127.0.0.1:${port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

test('all clients call until it is over, and errors are counted by their kind', async () => {
  let calls = 0
  const clients = new Set<number>()
  const subject = async (client: number) => {
    clients.add(client)
    calls++
    return calls % 4 === 0 ? '503' : null
  }
  const load = await drive(subject, 3, () => calls >= 40)
  expect([...clients]).toEqual([0, 1, 2])
  expect(load).toMatchObject({ clients: 3, errors: { 503: Math.floor(calls / 4) } })
  expect(load.ms).toHaveLength(calls - Math.floor(calls / 4))
})

test('a call is sent as it is given, over a connection that stays open', async () => {
  const { send, close } = httpClient(origin)
  const call = { method: 'POST', path: '/orders', token: 'jwt', body: { qty: 3 } }
  const answers = [await send(call), await send(call)]
  close()
  const body = JSON.stringify({ method: 'POST', auth: 'Bearer jwt', body: '{"qty":3}' })
  expect(answers).toEqual([
    { status: 201, body },
    { status: 201, body },
  ])
  expect(ports.size).toBe(1)
})

test('an answer that does not come has no status', async () => {
  const { send, close } = httpClient(origin)
  expect(await send({ method: 'GET', path: '/cut' })).toEqual({ status: 0, body: '' })
  close()
})
