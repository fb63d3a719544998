// The machine that figures come from, and where the state of what is measured lies on it.
import { mkdirSync, readFileSync, statfsSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { root } from '../../scripts/workers.ts'

export type Place = { folder: string; kind: 'disk' | 'memory' }

export type Machine = {
  date: string
  cpu: string
  cores: number
  memoryGb: number
  node: string
  workerd: string
}

const memoryFolder = '/dev/shm'
const memoryBytesMin = 2 ** 32
/** The kernel's number of a file system in memory (TMPFS_MAGIC, statfs(2)). */
const tmpfs = 0x01021994

export function machine(): Machine {
  const workerd: { version: string } = JSON.parse(readFileSync(`${root}node_modules/workerd/package.json`, 'utf8'))
  return {
    date: new Date().toISOString(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    workerd: workerd.version,
  }
}

/** The folder for temporary files; where that one is in memory, one of the project's own. */
export function onDisk(): Place {
  const folder = tmpdir()
  if (statfsSync(folder).type !== tmpfs) return { folder, kind: 'disk' }
  const own = join(root, '.wrangler/bench')
  mkdirSync(own, { recursive: true })
  return { folder: own, kind: 'disk' }
}

/** Null when this machine has no file system in memory, or too small a one. */
export function inMemory(): Place | null {
  try {
    const { bavail, bsize } = statfsSync(memoryFolder)
    return bavail * bsize < memoryBytesMin ? null : { folder: memoryFolder, kind: 'memory' }
  } catch {
    return null
  }
}
