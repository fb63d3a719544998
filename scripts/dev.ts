// `npm run dev`: the shop of `npm start`, on the same state, whose Workers are built anew whenever a source changes.
import { layOutAssets } from './assets.ts'
import { variable } from './environment.ts'
import { openShop } from './platform/shop.ts'
import { type Platform, type StartOptions, startProgram } from './platform.ts'
import { localSecrets, prepareState } from './state.ts'
import { contextWorkers, gatewayWorker, root, withoutTraces } from './workers.ts'

// A trace of every call costs more than the call: X_LOCAL_OBSERVABILITY=true asks for them.
const traces = variable('X_LOCAL_OBSERVABILITY') === null ? withoutTraces : {}

await openShop(startWatching)

function startWatching(options: StartOptions): Promise<Platform> {
  const { state, log } = options
  return startProgram(options, async (port) => {
    layOutAssets()
    await prepareState(state, log)
    return { args: watch(port, state), env: { ...traces, ...localSecrets(state) } }
  })
}

function watch(port: number, state: string): string[] {
  const configs = [gatewayWorker, ...contextWorkers].flatMap((worker) => ['-c', worker.config])
  const args = [
    `${root}scripts/platform/watch.ts`,
    'dev',
    ...configs,
    '--ip',
    '127.0.0.1',
    '--port',
    String(port),
    '--persist-to',
    state,
  ]
  args.push('--show-interactive-dev-session=false', '--inspector-port', '0', '--log-level', 'warn')
  const limits = variable('RATE_LIMITS')
  if (limits !== null) args.push('--var', `RATE_LIMITS:${limits}`)
  return args
}
