// The production bundles of every Worker, built once for each state of the sources and kept under .wrangler/bundles.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { basename, join } from 'node:path'
import { sourcesHash } from './bundles/sources-hash.ts'
import { compileCache } from './compile-cache.ts'
import { contextWorkers, gatewayWorker, type PlatformWorker, quiet, root } from './workers.ts'

/** `folder` holds the bundle; the test harness takes it as `prebuiltWorkerDir`. */
export type Bundle = PlatformWorker & { folder: string }
export type Bundles = { folder: string; workers: readonly Bundle[] }

/** The bundles could not be built. The message has the bundler's output. */
export class BuildFailed extends Error {
  override readonly name = 'BuildFailed'
}

const store = join(root, '.wrangler/bundles')
/** Bundles of other states of the sources that are kept, so that switching between branches builds nothing. */
const keptMax = 4
const attemptsMax = 3
/** A killed build leaves its folder behind. An older folder than this belongs to no running build. */
const buildMsMax = 600_000

/** The bundles of the present sources, the gateway's first. Builds them when they do not exist. */
export async function bundles(building: () => void = () => {}): Promise<Bundles> {
  for (let attempt = 1; attempt <= attemptsMax; attempt++) {
    const hash = sourcesHash(root)
    const folder = join(store, hash)
    if (!existsSync(folder)) {
      building()
      const built = await build()
      // A file may be saved while the bundler reads: the bundles would then be kept under the wrong hash.
      if (sourcesHash(root) !== hash) {
        rmSync(built, { recursive: true, force: true })
        continue
      }
      keep(built, folder)
    }
    utimesSync(folder, new Date(), new Date())
    removeOld(hash)
    return { folder, workers: workersIn(folder) }
  }
  throw new BuildFailed(`The sources changed during each of ${attemptsMax} builds.`)
}

export function workersIn(folder: string): Bundle[] {
  return [gatewayWorker, ...contextWorkers].map((worker) => ({ ...worker, folder: join(folder, worker.name) }))
}

/**
 * Build into a new folder, in a child process, so that the bundler's memory is freed with it. The folder is beside the
 * final one, since the source maps have relative paths.
 */
async function build(): Promise<string> {
  mkdirSync(store, { recursive: true })
  const folder = join(store, `building-${process.pid}-${randomBytes(4).toString('hex')}`)
  // Nothing in the environment of the caller may change what is built.
  const { PATH = '', HOME = '', TMPDIR } = process.env
  const env = { PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}), WRANGLER_LOG: 'error', ...quiet, ...compileCache() }
  const script = join(root, 'scripts/bundles/build.ts')
  const child = spawn(process.execPath, [script, folder], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code === 0) return folder
  rmSync(folder, { recursive: true, force: true })
  throw new BuildFailed(`The Workers cannot be built:\n${output.trim()}`)
}

/** Rename the build to its final name. If another process was first, its build is the same. */
function keep(built: string, folder: string): void {
  try {
    renameSync(built, folder)
  } catch (fault) {
    rmSync(built, { recursive: true, force: true })
    if (!existsSync(folder)) throw fault
  }
}

function removeOld(current: string): void {
  const entries = readdirSync(store).flatMap((name) => {
    const stat = statSync(join(store, name), { throwIfNoEntry: false })
    return stat === undefined ? [] : [{ path: join(store, name), usedAt: stat.mtimeMs }]
  })
  const isUnfinished = (path: string) => basename(path).startsWith('building-')
  const abandoned = entries.filter(({ path, usedAt }) => isUnfinished(path) && usedAt < Date.now() - buildMsMax)
  const old = entries
    .filter(({ path }) => !isUnfinished(path) && basename(path) !== current)
    .toSorted((a, b) => b.usedAt - a.usedAt)
    .slice(keptMax)
  for (const { path } of [...abandoned, ...old]) rmSync(path, { recursive: true, force: true })
}
