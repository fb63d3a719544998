// node scripts/platform/serve.ts --state <folder> --port <number>: prepares the state, builds what is not built, and
// runs the Workers until it is ended. A process of its own, with the runtime in its group: see scripts/platform.ts.
import { parseArgs } from 'node:util'
import { layOutAssets } from '../assets.ts'
import { BuildFailed, bundles } from '../bundles.ts'
import { variable } from '../environment.ts'
import { MigrationFailed } from '../state/stores.ts'
import { localSecretsByWorker, prepareState } from '../state.ts'
import { endWithParent } from './end-with-parent.ts'
import { startRuntime, WrongVariables } from './runtime.ts'

const { values } = parseArgs({
  options: { state: { type: 'string', default: '' }, port: { type: 'string', default: '' } },
})
const { state, port } = values
/** A runtime that ends by itself is started again this often. */
const crashesMax = 1

// Only this process needs it: its children must not inherit it.
delete process.env['MALLOC_MMAP_THRESHOLD_']
endWithParent()

try {
  layOutAssets()
  const [built] = await Promise.all([
    bundles(() => console.log('Building the Workers …')),
    prepareState(state, console.log),
  ])
  const limits = variable('RATE_LIMITS')
  let crashes = 0
  await startRuntime({
    port: Number(port),
    state,
    bundles: built,
    overrides: {
      'homeappliance-gateway': limits === null ? {} : { RATE_LIMITS: limits },
      ...localSecretsByWorker(state),
    },
    log: console.log,
    crashed: (isBack) => {
      crashes++
      if (!isBack || crashes > crashesMax) end('The runtime of the Workers ended by itself.')
      console.log('The runtime of the Workers ended by itself, and was started again.')
    },
  })
  // The start leaves a hundred megabytes of garbage, which an idle process would keep.
  globalThis.gc?.()
} catch (fault) {
  const isTold = [BuildFailed, MigrationFailed, WrongVariables].some((kind) => fault instanceof kind)
  end(isTold && fault instanceof Error ? fault.message : fault)
}

function end(why: unknown): never {
  console.error(why)
  process.exit(1)
}
