// The local platform as one child process: every Worker from its own wrangler file, on one state folder.
import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { layOutAssets } from './assets.ts'
import { prepareState } from './state.ts'
import { contextWorkers, gatewayWorker, quiet, root, withoutTraces, wrangler } from './workers.ts'

/** Why the platform cannot start, in one line for the person who tried. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused'
}

export type StartOptions = {
  /** 0 chooses a free one. */
  port: number
  /** Where the state is kept; null for the project's own folder. */
  stateFolder: string | null
  log: (line: string) => void
}

export type Platform = {
  origin: string
  /** Ends every process of the platform; resolves when they are gone. */
  stop: () => Promise<void>
  /** Resolves with an exit code when the platform has ended, by itself or by `stop`. */
  ended: Promise<number>
}

const readySecondsMax = 120

/** Run `stop` at the first Ctrl-C or other request to end. */
export function onSignal(stop: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop)
}

export async function startPlatform(options: StartOptions): Promise<Platform> {
  if (!Number.isInteger(options.port) || options.port < 0 || options.port > 65_535) {
    throw new StartRefused(`PORT must be a number from 1 to 65535, not "${process.env['PORT']}".`)
  }
  const port = await freePort(options.port)
  const state = resolve(options.stateFolder ?? `${root}.wrangler/state`)
  writableFolder(state)
  layOutAssets()
  const secrets = await prepareState(state, options.log)
  const platform = run(port, state, secrets, options.log)
  await ready(platform)
  return platform
}

/** The port asked for when it is free, or a free one for 0. */
function freePort(port: number): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const server = createServer()
    server.once('error', (fault: NodeJS.ErrnoException) => {
      const busy = fault.code === 'EADDRINUSE'
      const why = busy ? 'is in use by another program' : `cannot be used (${fault.code})`
      reject(new StartRefused(`Port ${port} ${why}. Choose another one: PORT=8788 npm start`))
    })
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolvePort(typeof address === 'object' && address !== null ? address.port : port))
    })
  })
}

function writableFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
  } catch {
    throw new StartRefused(`The folder ${folder} cannot be written, and the shop keeps its state there.`)
  }
}

function run(port: number, state: string, secrets: Record<string, string>, log: (line: string) => void): Platform {
  const configs = [gatewayWorker, ...contextWorkers].flatMap((worker) => ['-c', worker.config])
  const args = [wrangler, 'dev', ...configs, '--ip', '127.0.0.1', '--port', String(port), '--persist-to', state]
  args.push('--show-interactive-dev-session=false', '--inspector-port', '0', '--log-level', 'warn')
  const limits = process.env['RATE_LIMITS']
  if (limits !== undefined) args.push('--var', `RATE_LIMITS:${limits}`)
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...withoutTraces, ...process.env, ...quiet, ...secrets },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: a Ctrl-C at the terminal reaches this script first, which ends the group in order.
    detached: true,
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => log(chunk.trimEnd()))
  }
  // Also when this script ends in a hurry, nothing of the platform stays.
  process.once('exit', () => endGroup(child))
  const ended = new Promise<number>((resolveEnded) => child.once('exit', (code) => resolveEnded(code ?? 0)))
  return { origin: `http://localhost:${port}`, ended, stop: () => stop(child, ended) }
}

async function stop(child: ChildProcess, ended: Promise<number>): Promise<void> {
  child.kill('SIGINT')
  const gone = await Promise.race([ended.then(() => true), delay(10_000, false, { ref: false })])
  if (!gone) child.kill('SIGKILL')
  endGroup(child)
  await ended
}

/** Whatever the child left behind in its group ends with it. */
function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // The group is empty: nothing was left.
  }
}

async function ready(platform: Platform): Promise<void> {
  let over = false
  void platform.ended.then(() => {
    over = true
  })
  const until = Date.now() + readySecondsMax * 1000
  while (Date.now() < until) {
    if (over) throw new StartRefused('The platform ended before it was ready; what it said stands above.')
    const answer = await fetch(`${platform.origin}/readyz`).catch(() => null)
    const body = answer?.ok ? ((await answer.json()) as { status: string }) : null
    if (body?.status === 'ready') return
    await delay(200)
  }
  await platform.stop()
  throw new StartRefused(`The platform was not ready after ${readySecondsMax} s; what it said stands above.`)
}
