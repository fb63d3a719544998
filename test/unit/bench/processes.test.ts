// Whose processor time and memory is counted: that of the processes below a host, and of no other.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { below, parseStat, usageOfTree } from '../../bench/processes.ts'

test('a process has its own time and that of its children that ended, in hundredths of a second', () => {
  const line = '4711 (work) er (d) S 42 1 1 0 -1 0 10 0 0 0 100 20 3 4 20 0 9 0 1 2 3'
  expect(parseStat(line)).toEqual({ pid: 4711, parent: 42, name: 'work) er (d', cpuMs: 1270, rssBytes: 3 * 4096 })
})

test('the processes below a host are found at any depth', () => {
  const process = (pid: number, parent: number, name: string) => ({ pid, parent, name, cpuMs: pid, rssBytes: 0 })
  const all = [
    process(1, 0, 'init'),
    process(10, 1, 'node'),
    process(11, 10, 'workerd'),
    process(12, 10, 'sh'),
    process(13, 12, 'workerd'),
    process(20, 1, 'workerd'),
  ]
  expect(below(all, 10).map(({ pid }) => pid)).toEqual([11, 12, 13])
  expect(below(all, 99)).toEqual([])
})

test('a process and its child are counted together', async () => {
  const alone = "console.log('up'); setInterval(() => {}, 1000)"
  const child = `[process.execPath, ['-e', ${JSON.stringify(alone)}], { stdio: 'inherit' }]`
  const withChild = `require('node:child_process').spawn(...${child})`
  const parent = spawn(process.execPath, ['-e', withChild], { stdio: ['ignore', 'pipe', 'ignore'], detached: true })
  try {
    await once(parent.stdout, 'data')
    const tree = usageOfTree(parent.pid ?? 0)
    const both = 2 * 20 * 2 ** 20
    expect(tree.rssBytes).toBeGreaterThan(both)
    expect(tree.rssBytes).toBeLessThan(usageOfTree(process.pid).rssBytes)
    expect(tree.cpuMs).toBeGreaterThan(0)
  } finally {
    process.kill(-(parent.pid ?? 0), 'SIGKILL')
  }
  expect(usageOfTree(2 ** 30)).toEqual({ cpuMs: 0, rssBytes: 0 })
})
