// A state folder is one shop's at a time, and free again as soon as that shop has ended, however it ended.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { type Locked, lockState } from '../../../../scripts/platform/lock.ts'
import { root } from '../../../../scripts/workers.ts'

const folder = mkdtempSync(join(tmpdir(), 'homeappliance-lock-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let state = folder
beforeEach(() => {
  state = mkdtempSync(join(folder, 'state-'))
})

const shop = { origin: 'http://localhost:8787', pid: process.pid, group: process.pid }

async function lock() {
  const locked: Locked = await lockState(state)
  if (!locked.ok) throw new Error('the folder is in use')
  return locked.lock
}

it('the second shop is told who has the folder, once that is known', async () => {
  const first = await lock()
  expect(await lockState(state)).toEqual({ ok: false, shop: null })
  first.describe(shop)
  expect(await lockState(state)).toEqual({ ok: false, shop })
})

it('a released folder is free, and released once', async () => {
  const first = await lock()
  first.describe(shop)
  first.release()
  const second = await lock()
  first.release()
  expect(await lockState(state)).toEqual({ ok: false, shop: null })
  second.release()
})

it('a killed shop holds nothing, though its number is another process by now', async () => {
  const program = `import { lockState } from '${root}scripts/platform/lock.ts'
    const { lock } = await lockState('${state}')
    lock.describe(${JSON.stringify(shop)})
    console.log('locked')
    setInterval(() => {}, 1000)`
  const holder = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(holder.stdout, 'data')
  expect(await lockState(state)).toEqual({ ok: false, shop })
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  await lock()
})

it('a runtime that outlived its shop is ended before the folder is given away', async () => {
  const runtime = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'workerd serve'], {
    detached: true,
    stdio: 'ignore',
  })
  const ended = once(runtime, 'exit')
  await once(runtime, 'spawn')
  writeFileSync(join(state, 'shop.json'), JSON.stringify({ ...shop, group: runtime.pid }))
  await lock()
  expect(await ended).toEqual([null, 'SIGKILL'])
})

it.each(['', '{"pid":0}'])('a description that was half written (%j) does no harm', async (text) => {
  writeFileSync(join(state, 'shop.json'), text)
  await lock()
})
