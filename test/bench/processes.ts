// What processes use, read from the system: those below one, and the runtimes (`workerd`) among them.
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** The kernel counts in hundredths of a second for all programs, whatever it does inside (USER_HZ, proc(5)). */
const msOfTick = 10

/** Memory is counted in pages. */
const bytesOfPage = 4096

export type Usage = { pid: number; parent: number; name: string; cpuMs: number; rssBytes: number }

/** One line of /proc/<pid>/stat. The name may hold spaces and brackets, so what follows is counted from its end. */
export function parseStat(line: string): Usage {
  const open = line.indexOf('(')
  const close = line.lastIndexOf(')')
  const [, parent, ...rest] = line.slice(close + 2).split(' ')
  // utime, stime, and those of children that have ended: fields 14 to 17.
  const ticks = rest.slice(9, 13).reduce((sum, text) => sum + Number(text), 0)
  const name = line.slice(open + 1, close)
  const rssBytes = Number(rest[19]) * bytesOfPage
  return { pid: Number(line.slice(0, open)), parent: Number(parent), name, cpuMs: ticks * msOfTick, rssBytes }
}

/** The processes below `root`, at any depth. */
export function below(all: readonly Usage[], root: number): Usage[] {
  return all.filter(({ parent }) => parent === root).flatMap((child) => [child, ...below(all, child.pid)])
}

/** What a process and all below it use. Throws on a system that does not tell. */
export function usageOfTree(root: number): Pick<Usage, 'cpuMs' | 'rssBytes'> {
  const all = usages()
  if (all === null) throw new Error('this system does not tell what a process uses')
  const tree = [...all.filter(({ pid }) => pid === root), ...below(all, root)]
  const sum = (of: (usage: Usage) => number) => tree.reduce((total, usage) => total + of(usage), 0)
  return { cpuMs: sum(({ cpuMs }) => cpuMs), rssBytes: sum(({ rssBytes }) => rssBytes) }
}

/** What the runtimes below this process have used so far; null on a system that does not tell. */
export function runtimeCpuMs(root: number): number | null {
  const all = usages()
  return all && runtimesBelow(all, root).reduce((sum, { cpuMs }) => sum + cpuMs, 0)
}

/** The runtimes below this process, for a profiler. */
export function runtimePids(root: number): number[] {
  return runtimesBelow(usages() ?? [], root).map(({ pid }) => pid)
}

function runtimesBelow(all: readonly Usage[], root: number): Usage[] {
  return below(all, root).filter(({ name }) => name === 'workerd')
}

/** The share of one core that the runtimes below this process use for so long; null when that is not known. */
export async function coreShare(root: number, seconds: number): Promise<number | null> {
  const before = runtimeCpuMs(root)
  const beganAt = performance.now()
  await delay(seconds * 1000)
  const after = runtimeCpuMs(root)
  return before === null || after === null ? null : (after - before) / (performance.now() - beganAt)
}

function usages(): Usage[] | null {
  try {
    return readdirSync('/proc').flatMap((entry) => (/^\d+$/.test(entry) ? usageOf(entry) : []))
  } catch {
    return null
  }
}

/** Empty for a process that has ended. */
function usageOf(pid: string): Usage[] {
  try {
    return [parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'))]
  } catch {
    return []
  }
}
