// Whose processor time is counted: that of the runtimes below a host, and of no other process.
import { expect, test } from 'vitest'
import { below, parseStat } from '../../bench/processes.ts'

test('a process has its own time and that of its children that ended, in hundredths of a second', () => {
  const line = '4711 (work) er (d) S 42 1 1 0 -1 0 10 0 0 0 100 20 3 4 20 0 9 0 1 2 3'
  expect(parseStat(line)).toEqual({ pid: 4711, parent: 42, name: 'work) er (d', cpuMs: 1270 })
})

test('the runtimes below a host are found at any depth', () => {
  const process = (pid: number, parent: number, name: string) => ({ pid, parent, name, cpuMs: pid })
  const all = [
    process(1, 0, 'init'),
    process(10, 1, 'node'),
    process(11, 10, 'workerd'),
    process(12, 10, 'sh'),
    process(13, 12, 'workerd'),
    process(20, 1, 'workerd'),
  ]
  expect(below(all, 10, 'workerd').map(({ pid }) => pid)).toEqual([11, 13])
  expect(below(all, 99, 'workerd')).toEqual([])
})
