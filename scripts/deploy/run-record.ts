// The record of a deployment that is under way, outside git: how well the shop was and which version of each Worker ran
// before. So that it can be taken back after anything, and a second start knows what the first had done. It is gone
// when the deployment is done.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { DeployFault } from './account.ts'
import { type Health, healthSchema } from './smoke.ts'

export type RunRecord = {
  /** The deployment that was broken off; null when there is none. */
  read: () => Run | null
  begin: (health: Health | null) => void
  /** Note a Worker before it is touched. The first note stays, whatever release follows. */
  note: (worker: string, version: string | null) => void
  /** The deployment is done, or taken back. */
  close: () => void
}

/** `health`: of the shop before; null: not open. `before`: the version of each touched Worker; null: it ran none. */
export type Run = z.infer<typeof runSchema>

const runSchema = z.object({
  health: healthSchema.nullable(),
  before: z.record(z.string(), z.string().nullable()),
})

/** The record of an account's deployment, in a folder. Throws DeployFault when it cannot be read. */
export function openRunRecord(folder: string, accountId: string): RunRecord {
  const file = join(folder, `${accountId}.json`)
  let run = readRun(file)
  const write = (next: Run) => {
    run = next
    mkdirSync(folder, { recursive: true })
    writeFileSync(`${file}.new`, JSON.stringify(next, null, 2))
    renameSync(`${file}.new`, file)
  }
  return {
    read: () => run,
    begin: (health) => write({ health, before: {} }),
    note(worker, version) {
      if (run !== null && run.before[worker] === undefined)
        write({ ...run, before: { ...run.before, [worker]: version } })
    },
    close() {
      run = null
      rmSync(file, { force: true })
    },
  }
}

function readRun(file: string): Run | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return null
  }
  try {
    return runSchema.parse(JSON.parse(text))
  } catch {
    throw new DeployFault(`${file} cannot be read. It names what ran before a deployment that was broken off.`)
  }
}
