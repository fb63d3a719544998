// What keeps a process of wrangler running: it ends when the channel to the process that started it closes, as it does
// at any end of that process.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { quiet, root } from '../../../../scripts/workers.ts'
import { isRunning, processesNaming, runtimesNaming } from '../../../support/run-script.ts'

const folder = mkdtempSync(join(tmpdir(), 'homeappliance-children-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function start(script: string, args: string[] = []): ChildProcess {
  return fork(`${root}scripts/${script}`, args, {
    env: { ...process.env, ...quiet },
    execArgv: [],
    detached: true,
    silent: true,
  })
}

it('the development server, with its runtime', async () => {
  const config = join(folder, 'wrangler.toml')
  writeFileSync(config, 'name = "x"\nmain = "index.js"\ncompatibility_date = "2026-11-01"\n')
  writeFileSync(join(folder, 'index.js'), 'export default { fetch: () => new Response() }')
  const server = start('platform/watch.ts', ['dev', '-c', config, '--port', '0', '--inspector-port', '0'])
  for await (const chunk of server.stdout ?? []) if (`${chunk}`.includes('Ready on')) break
  const runtimes = runtimesNaming(folder)
  expect(runtimes.length).toBeGreaterThan(0)
  server.disconnect()
  await once(server, 'exit')
  await expect.poll(() => [...processesNaming(folder), ...runtimes.filter(isRunning)]).toEqual([])
})

it('a wrangler session, after a command', async () => {
  const session = start('wrangler-session/commands.ts')
  session.send(['--version'])
  expect((await once(session, 'message'))[0]).toMatchObject({ code: 0 })
  session.disconnect()
  expect(await once(session, 'exit')).toEqual([0, null])
})
