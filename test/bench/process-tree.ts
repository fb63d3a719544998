// What a process and all below it use, read from /proc.
import { readdirSync, readFileSync } from 'node:fs'

/** The kernel counts in hundredths of a second for all programs (USER_HZ, proc(5)), and memory in pages. */
const msOfTick = 10
const bytesOfPage = 4096

export type Usage = { cpuMs: number; rssBytes: number }

type Process = Usage & { pid: number; parent: number }

export function usageOfTree(root: number): Usage {
  const all = processes()
  const tree = below(root, all)
  return {
    cpuMs: tree.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    rssBytes: tree.reduce((sum, { rssBytes }) => sum + rssBytes, 0),
  }
}

function below(root: number, all: readonly Process[]): Process[] {
  const children = all.filter(({ parent }) => parent === root)
  return [...all.filter(({ pid }) => pid === root), ...children.flatMap(({ pid }) => below(pid, all))]
}

function processes(): Process[] {
  return readdirSync('/proc').flatMap((entry) => (/^\d+$/.test(entry) ? processOf(entry) : []))
}

/** See proc(5): after the command's name in brackets stand the state and the parent; utime, stime and rss follow. */
function processOf(pid: string): Process[] {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
    const number = (index: number) => Number(fields[index])
    const cpuMs = (number(11) + number(12)) * msOfTick
    return [{ pid: Number(pid), parent: number(1), cpuMs, rssBytes: number(21) * bytesOfPage }]
  } catch {
    // It has ended meanwhile.
    return []
  }
}
