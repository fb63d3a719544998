// The state that every harness starts with: the databases migrated, the demo shop filled, its accounts signed in.
// Prepared once, then copied.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { prepareState } from '../../../scripts/state.ts'
import { root } from '../../../scripts/workers.ts'
import { createSessions, sessionsFile } from './sessions.ts'
import { hashOfFiles, makeOnce, testStore } from './store.ts'

const sources = ['migrations', 'scripts/demo', 'scripts/state', 'test/support/harness']
/** A session lasts 30 days; a state that is a day old is prepared anew. */
const stateMsMax = 24 * 3600 * 1000

let prepared: Promise<string> | null = null

/** The folder to copy. Prepares it when there is none for the migrations and the demo shop as they stand. */
export function preparedState(): Promise<string> {
  prepared ??= prepare()
  return prepared
}

async function prepare(): Promise<string> {
  const hash = hashOfFiles(sources.map((path) => join(root, path)))
  const folder = join(testStore, `state-${hash}-${Math.floor(Date.now() / stateMsMax)}`)
  await makeOnce('state-', folder, async (building) => {
    await prepareState(building, () => {})
    writeFileSync(join(building, sessionsFile), JSON.stringify(await createSessions(building)))
  })
  return folder
}
