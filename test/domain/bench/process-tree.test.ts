// What a process and those below it use is counted, and nothing of others.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { usageOfTree } from '../../bench/process-tree.ts'

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
