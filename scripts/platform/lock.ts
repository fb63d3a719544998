// One shop on a state folder at a time: two would be two writers of every order. The lock is the system's own, on an
// SQLite file, and ends with the process that holds it, however that ends.
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { killGroup } from './process-group.ts'

/** `pid`: the process to end. `group`: the process group of what it started. */
export type Shop = { origin: string; pid: number; group: number }

export type StateLock = {
  /** Says which shop holds the lock. */
  describe: (shop: Shop) => void
  release: () => void
}

/** When the folder is in use: by which shop, or null while that one only starts. */
export type Locked = { ok: true; lock: StateLock } | { ok: false; shop: Shop | null }

/** SQLITE_BUSY (https://www.sqlite.org/rescode.html#busy): another process holds the lock. */
const busy = 5

/** Takes the folder, which must exist. What the last shop left running on it is ended first. */
export async function lockState(state: string): Promise<Locked> {
  const description = join(state, 'shop.json')
  const database = new DatabaseSync(join(state, 'lock.sqlite'), { timeout: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (fault) {
    database.close()
    if (!(fault instanceof Error && 'errcode' in fault && fault.errcode === busy)) throw fault
    return { ok: false, shop: read(description) }
  }
  const last = read(description)
  if (last !== null) await endRuntime(last.group)
  rmSync(description, { force: true })
  const release = () => {
    if (database.isOpen) database.close()
  }
  return { ok: true, lock: { describe: (shop) => writeFileSync(description, JSON.stringify(shop)), release } }
}

/** Null for what is no description. By hand: zod would take a sixth of the memory of this process, which only waits. */
function read(description: string): Shop | null {
  try {
    const { origin, pid, group } = JSON.parse(readFileSync(description, 'utf8'))
    const isShop = typeof origin === 'string' && Number.isInteger(pid) && Number.isInteger(group) && group > 1
    return isShop ? { origin, pid, group } : null
  } catch {
    return null
  }
}

/**
 * The other processes notice that their parent is gone. A runtime whose parents were killed together does not, and one
 * that was just killed keeps its port a moment longer.
 */
async function endRuntime(group: number): Promise<void> {
  while (hasRuntime(group)) {
    killGroup(group)
    await delay(20)
  }
}

/** By name, since the number may be another group's by now. Where there is no `ps`, nothing is found. */
function hasRuntime(group: number): boolean {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pgid=,stat=,args='], { encoding: 'utf8' })
  // "Zl": its first thread has ended, and others of its threads not yet (ps(1)).
  const isRuntime = new RegExp(`^\\s*${group}\\s+([^Z\\s]|Z\\S*l)\\S*\\s.*\\bworkerd\\b`)
  return (stdout ?? '').split('\n').some((line) => isRuntime.test(line))
}
