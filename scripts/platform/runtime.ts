// The Workers of the platform in workerd, from their built bundles and wrangler files, without anything in between.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseEnv } from 'node:util'
import type { Miniflare } from 'miniflare'
import { readSettings } from '../bundles/settings.ts'
import type { Bundle, Bundles } from '../bundles.ts'
import { variableFaults } from '../variables.ts'
import { root } from '../workers.ts'
import { miniflareOfWrangler } from '../wrangler-parts.ts'

export type RuntimeOptions = {
  port: number
  /** Where wrangler keeps its local state too. */
  state: string
  bundles: Bundles
  /** Variables and secrets of single Workers, over those of their wrangler files. */
  overrides: Readonly<Record<string, Record<string, string>>>
  /** Warnings and errors of the Workers and the runtime. */
  log: (line: string) => void
  /** The runtime ended by itself: it was started again, or that failed. */
  crashed: (isBack: boolean) => void
}

/** What the Workers are given is wrong: a line for each fault. */
export class WrongVariables extends Error {
  override readonly name = 'WrongVariables'
}

/** Resolves when the runtime listens on its port. Throws WrongVariables before it starts. */
export async function startRuntime(options: RuntimeOptions): Promise<Miniflare> {
  const { convertV4MiniflareOptions, Log, LogLevel, Miniflare, MiniflareCoreError } = miniflareOfWrangler()
  const settings = readSettings(options.bundles.folder)
  const log = Object.assign(new Log(LogLevel.NONE), {
    error: (fault: Error) => {
      options.log(fault.stack ?? fault.message)
      if (fault instanceof MiniflareCoreError && fault.code === 'ERR_RUNTIME_FAILURE') options.crashed(false)
    },
  })
  const workers = options.bundles.workers.map((bundle) => workerOptions(bundle, options))
  const faults = workers.flatMap(({ name, bindings }) => variableFaults({ name, vars: bindings }, 'set'))
  if (faults.length > 0) throw new WrongVariables(faults.join('\n'))
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      rootPath: root,
      host: '127.0.0.1',
      port: options.port,
      cf: false,
      resourcePersistencePath: join(options.state, 'v3'),
      log,
      handleStructuredLogs: ({ level, message }) => {
        if (level === 'warn' || level === 'error') options.log(message)
      },
      unsafeHandleRuntimeRestart: () => options.crashed(true),
      workers,
    }),
  )
  await miniflare.ready
  return miniflare

  function workerOptions({ name, folder, config }: Bundle, { overrides }: RuntimeOptions) {
    const found = settings.find((worker) => worker.name === name)
    if (found === undefined) throw new Error(`${name} has no settings in ${options.bundles.folder}`)
    const bindings = { ...found.bindings, ...developersVars(config), ...overrides[name] }
    return {
      ...found,
      bindings,
      modulesRoot: folder,
      modules: [{ type: 'ESModule' as const, path: join(folder, 'index.js') }],
    }
  }
}

/** As `wrangler dev` reads them: a file beside the wrangler file that is never committed. */
function developersVars(config: string): Record<string, string> {
  const file = join(dirname(config), '.dev.vars')
  if (!existsSync(file)) return {}
  return Object.fromEntries(
    Object.entries(parseEnv(readFileSync(file, 'utf8'))).map(([name, value = '']) => [name, value]),
  )
}
