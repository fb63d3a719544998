// The bench as a process: it measures, keeps its figures, and leaves nothing behind, however it ends.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { runScript } from '../../support/run-script.ts'
import { openShop } from '../../support/shop.ts'
import { storyOf } from '../../support/story.ts'

const folder = mkdtempSync(join(tmpdir(), 'homeappliance-bench-'))
const json = join(folder, 'figures.json')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('measures a call beside its floor, keeps every figure, and leaves nothing behind', async () => {
  const bench = runScript('bench', { TMPDIR: folder }, [], ['items', ...short, '--json', json, '--markdown'])
  expect(await bench.ended, bench.output()).toBe(0)
  const { machine, benches } = JSON.parse(readFileSync(json, 'utf8'))
  expect(machine.workerd).toMatch(/^\d/)
  const [{ name, result }] = benches
  expect(name).toBe('items')
  expect(result.data).toMatchObject([
    { call: 'bare route', clients: 1, ratio: null, figures: { errors: {} } },
    { call: 'items', clients: 1, floor: 'bare route', figures: { errors: {} } },
  ])
  for (const { figures } of result.data) {
    expect(figures.perSecond).toBeGreaterThan(0)
    expect(figures.cpuMsPerCall).toBeGreaterThan(0)
    expect(figures.p99Ms).toBeGreaterThanOrEqual(figures.p50Ms)
  }
  expect(result.data[1].ratio).toBeGreaterThan(0)
  expect(bench.output()).toContain('| items | 1 |')
  expect(leftBehind()).toEqual([])
})

it('leaves nothing behind when it is told to end', async () => {
  const bench = runScript(
    'bench',
    { TMPDIR: folder },
    [],
    ['items', '--clients', '1,2', '--rounds', '1', '--seconds', '1'],
  )
  await bench.prints('items, 1 clients')
  expect(leftBehind()).not.toEqual([])
  bench.process.kill('SIGTERM')
  expect(await bench.ended, bench.output()).toBe(130)
  expect(leftBehind()).toEqual([])
})

it('counts the messages that an order puts on the queues', async () => {
  const shop = await openShop({ counted: true })
  try {
    const story = storyOf(shop)
    const { orderId } = await story.place()
    await story.pay(orderId)
    await expect.poll(() => shop.sent(), { timeout: 20_000 }).toEqual({ ordermanagement: 1, message: 2, mypage: 2 })
  } finally {
    await shop.close()
  }
})

const short = ['--clients', '1', '--rounds', '1', '--seconds', '1']

/** Files that a shop keeps, and processes that were started with this folder for their files. */
function leftBehind(): string[] {
  const files = readdirSync(folder).filter((name) => name.startsWith('homeappliance-') || name.startsWith('miniflare-'))
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && environmentOf(entry).includes(folder))
  return [...files, ...pids]
}

/** Empty when the process has ended, or is another user's. */
function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8')
  } catch {
    return ''
  }
}
