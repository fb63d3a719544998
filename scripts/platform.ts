// The local platform as one child process in its own process group: every Worker on one state folder.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, mkdirSync } from 'node:fs'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { compileCache } from './compile-cache.ts'
import { usualPort, variable } from './environment.ts'
import { lockState, type StateLock } from './platform/lock.ts'
import { killGroup } from './platform/process-group.ts'
import { quiet, root } from './workers.ts'

/** The platform cannot start. The message is one line for the user. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused'
}

export type StartOptions = {
  /** 0 chooses a free one. */
  port: number
  /** Where the state is kept. */
  state: string
  log: (line: string) => void
}

/** Node's arguments, and what its environment has besides this one. */
export type Program = { args: string[]; env: Record<string, string> }

export type Platform = {
  origin: string
  /** Ends every process of the platform; resolves when they are gone. */
  stop: () => Promise<void>
  /** Resolves with an exit code when the platform has ended, by itself or by `stop`. */
  ended: Promise<number>
}

const readySecondsMax = 120

/** Run `stop` at the first Ctrl-C or other request to end, and when the npm that runs this script has ended. */
export function onEndRequest(stop: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop)
  if (variable('npm_lifecycle_event') === null) return
  const npm = process.ppid
  const look = setInterval(() => {
    if (process.ppid === npm) return
    clearInterval(look)
    stop()
  }, 500).unref()
}

/** The port and the state folder that PORT=… and STATE=… name. Throws StartRefused for what is no port. */
export function placeOf(): { port: number; state: string } {
  const port = Number(variable('PORT') ?? usualPort)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new StartRefused(`PORT must be a number from 1 to 65535, not "${variable('PORT')}".`)
  }
  return { port, state: resolve(variable('STATE') ?? `${root}.wrangler/state`) }
}

/**
 * Memory that only the start needs goes back to the system. Without this, glibc keeps such blocks after the first large
 * one is freed (mallopt(3), M_MMAP_THRESHOLD).
 */
const returnsMemory = { MALLOC_MMAP_THRESHOLD_: '131072' }

/** Start the built Workers. Resolves when they are ready. */
export function startPlatform(options: StartOptions): Promise<Platform> {
  const serve = `${root}scripts/platform/serve.ts`
  return startProgram(options, async (port) => ({
    args: ['--expose-gc', serve, '--state', options.state, '--port', String(port)],
    env: returnsMemory,
  }))
}

/** Start a program that serves the platform. The state folder and the port are checked first. */
export async function startProgram(
  { port, state, log }: StartOptions,
  program: (port: number) => Promise<Program>,
): Promise<Platform> {
  writableFolder(state)
  const lock = await ownState(state)
  try {
    const free = await freePort(port)
    const { platform, group } = run(await program(free), free, log)
    lock.describe({ origin: platform.origin, pid: process.pid, group })
    void platform.ended.then(lock.release)
    await ready(platform)
    return platform
  } catch (fault) {
    lock.release()
    throw fault
  }
}

async function ownState(state: string): Promise<StateLock> {
  const locked = await lockState(state)
  if (locked.ok) return locked.lock
  const { shop } = locked
  const which = shop === null ? 'A shop that is just starting' : `The shop at ${shop.origin} (process ${shop.pid})`
  throw new StartRefused(
    `${which} keeps its state in ${state}, and no second one may. ` +
      'Use that one, end it, or start another one: STATE=/tmp/second-shop PORT=8788 npm start',
  )
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

function run({ args, env }: Program, port: number, log: (line: string) => void): { platform: Platform; group: number } {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...quiet, ...compileCache(), ...env },
    // The child ends when this channel closes.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // In its own group: a Ctrl-C at the terminal reaches only this script, which then stops the group.
    detached: true,
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => log(chunk.trimEnd()))
  }
  const { pid: group } = child
  if (group === undefined) throw new Error(`${process.execPath} cannot be started`)
  // Also after a sudden end of this script, no process of the platform stays.
  const endGroup = () => killGroup(group)
  process.once('exit', endGroup)
  child.once('exit', endGroup)
  const ended = new Promise<number>((resolveEnded) => child.once('close', (code) => resolveEnded(code ?? 0)))
  return { platform: { origin: `http://localhost:${port}`, ended, stop: () => stop(child, ended) }, group }
}

async function stop(child: ChildProcess, ended: Promise<number>): Promise<void> {
  child.kill('SIGINT')
  const gone = await Promise.race([ended.then(() => true), delay(10_000, false, { ref: false })])
  if (!gone) child.kill('SIGKILL')
  await ended
}

async function ready(platform: Platform): Promise<void> {
  let over = false
  void platform.ended.then(() => {
    over = true
  })
  const until = Date.now() + readySecondsMax * 1000
  let last = 'nothing'
  while (Date.now() < until) {
    if (over) throw new StartRefused('The platform ended before it was ready; what it said stands above.')
    last = await readiness(platform.origin).catch(() => last)
    if (last.includes('"status":"ready"')) return
    await delay(50)
  }
  await platform.stop()
  throw new StartRefused(`The platform was not ready after ${readySecondsMax} s; /readyz said ${last}.`)
}

/** By node:http: `fetch` would take a quarter of the memory of this process, which only waits. */
async function readiness(origin: string): Promise<string> {
  const [answer] = await once(get(`${origin}/readyz`), 'response')
  return await text(answer)
}
