// The shop on a developer's machine: it starts, keeps its state, plays the demo, and leaves nothing behind.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoAccounts } from '../../../scripts/demo/accounts.ts'
import { type DemoCall, scenario } from '../../../scripts/demo/scenario.ts'
import { signIn } from '../../../scripts/sign-in.ts'
import { prepareState } from '../../../scripts/state.ts'
import { checkAnswersOf } from '../../support/answers.ts'
import { freePort } from '../../support/free-port.ts'
import { isRunning, processesNaming, runNpm, runScript, runtimesNaming } from '../../support/run-script.ts'
import { openShop, until } from '../../support/shop.ts'

const folder = mkdtempSync(join(tmpdir(), 'homeappliance-local-'))
const prepared = join(folder, 'prepared')
beforeAll(() => prepareState(prepared, () => {}))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A state folder of its own, prepared as a first start leaves it. */
function preparedState(name: string): string {
  const state = join(folder, name)
  cpSync(prepared, state, { recursive: true })
  return state
}

test('start, play the demo, stop, start again, then watch the sources: the orders are there, and no process stays', async () => {
  const state = join(folder, 'state')
  const port = await freePort()
  const first = runScript('start', { PORT: String(port), STATE: state })
  await first.prints('Ctrl-C closes the shop.')
  const demo = runScript('demo', { PORT: String(port) })
  expect([await demo.ended, demo.output()]).toEqual([0, expect.stringContaining('All as it should be.')])
  const orderId = /ord_[0-9a-z]{26}/.exec(demo.output())?.[0]
  first.process.kill('SIGINT')
  expect(await first.ended).toBe(0)
  expect(processesNaming(state)).toEqual([])

  const second = runScript('start', { PORT: String(port), STATE: state })
  await second.prints('Ctrl-C closes the shop.')
  expect(second.output()).not.toContain('Preparing')
  expect(second.output()).not.toContain('Building')
  const { email, password } = demoAccounts.customer
  const origin = `http://localhost:${port}`
  checkAnswersOf(origin)
  const token = await signIn(origin, email, password)
  const order = async () => {
    const answer = await fetch(`${origin}/orders/${orderId}`, { headers: { authorization: `Bearer ${token}` } })
    return await answer.json()
  }
  const delivered = expect.objectContaining({ orderId, orderStatus: 'deliveryCompleted' })
  expect(await order()).toEqual(delivered)
  second.process.kill('SIGTERM')
  await second.ended
  expect(processesNaming(state)).toEqual([])

  const watching = runScript('dev', { PORT: String(port), STATE: state })
  await watching.prints('Ctrl-C closes the shop.')
  expect(watching.output()).not.toContain('Preparing')
  expect(await order()).toEqual(delivered)
  watching.process.kill('SIGINT')
  expect(await watching.ended).toBe(0)
  expect(processesNaming(state)).toEqual([])
})

test('its runtime dies: it is started again; it dies once more: a clear line, and no process stays', async () => {
  const state = preparedState('dying')
  const port = await freePort()
  const shop = runScript('start', { PORT: String(port), STATE: state })
  await shop.prints('Ctrl-C closes the shop.')
  for (const pid of runtimesNaming(state)) process.kill(pid, 'SIGKILL')
  await shop.prints('The runtime of the Workers ended by itself, and was started again.')
  expect((await fetch(`http://localhost:${port}/livez`)).status).toBe(200)
  for (const pid of runtimesNaming(state)) process.kill(pid, 'SIGKILL')
  expect(await shop.ended).toBe(1)
  const [, after] = shop.output().split('and was started again.\n')
  expect(after).toBe(
    'The runtime of the Workers ended by itself.\nThe shop ended by itself; what it said last stands above.\n',
  )
  expect([...processesNaming(state), ...runtimesNaming(state)]).toEqual([])
})

test('what started it is killed: no process stays, and the next one on its port and state opens; a third may not', async () => {
  const state = preparedState('orphaned')
  const place = { PORT: String(await freePort()), STATE: state }
  const shop = runScript('start', place)
  await shop.prints('Ctrl-C closes the shop.')
  const runtimes = runtimesNaming(state)
  expect(runtimes).toHaveLength(1)
  shop.process.kill('SIGKILL')
  await until(
    async () => [...processesNaming(state), ...runtimes.filter(isRunning)],
    (left) => left.length === 0,
  )

  const next = runNpm('start', place)
  await next.prints('Ctrl-C closes the shop.')
  for (const name of ['start', 'dev']) {
    const third = runScript(name, { PORT: '0', STATE: state })
    expect([await third.ended, third.output()]).toEqual([
      1,
      expect.stringMatching(
        new RegExp(`^The shop at http://localhost:${place.PORT} \\(process \\d+\\) keeps its state in ${state}, .*\n$`),
      ),
    ])
  }
  expect(await fetch(`http://localhost:${place.PORT}/livez`)).toMatchObject({ status: 200 })
  next.process.kill('SIGKILL')
  await until(
    async () => processesNaming(state),
    (left) => left.length === 0,
  )
})

test('a busy port, a folder that cannot be written, a wrong port, a wrong variable, an old Node: one clear line each', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const file = join(folder, 'a-file')
  writeFileSync(file, '')
  const old = join(folder, 'old-node.mjs')
  writeFileSync(old, `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })`)
  try {
    const cases: [RegExp, Record<string, string>, string[]?][] = [
      [new RegExp(`^Port ${port} is in use by another program\\..*\n$`), { PORT: String(port) }],
      [
        /^The folder .* cannot be written, and the shop keeps its state there\.\n$/,
        { PORT: '0', STATE: `${file}/state` },
      ],
      [/^PORT must be a number from 1 to 65535, not "many"\.\n$/, { PORT: 'many' }],
      [
        /^homeappliance-gateway: RATE_LIMITS is "much": "much" is not like "read=300\/10"$/m,
        { PORT: '0', STATE: join(folder, 'wrong'), RATE_LIMITS: 'much' },
      ],
      [/^This needs Node 22\.18 or newer, and this is 20\.20\.2\..*\n$/, {}, ['--import', old]],
    ]
    for (const [line, env, nodeArgs] of cases) {
      const script = runScript('start', env, nodeArgs)
      expect([await script.ended, script.output()]).toEqual([1, expect.stringMatching(line)])
    }
  } finally {
    server.close()
  }
})

test('the demo is not satisfied with a ledger that disagrees', async () => {
  const shop = await openShop()
  try {
    const honest: DemoCall = (role, method, path, body) => shop.call(role, method, path, body)
    const lying: DemoCall = async (role, method, path, body) => {
      const answer = await honest(role, method, path, body)
      return path.endsWith('/provider') ? { status: 200, body: { charges: [], refunds: [] } } : answer
    }
    expect(await scenario(honest, () => {})).toEqual([])
    expect(await scenario(lying, () => {})).toEqual([
      expect.stringContaining('the first order’s money'),
      expect.stringContaining('the second order’s money'),
    ])
  } finally {
    await shop.close()
  }
})
