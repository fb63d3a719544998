// The bench's side of a host: starts its process, asks it for things, reads its processor time, and ends it.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { compileCache } from '../../scripts/compile-cache.ts'
import type { Opening, Reported, Services } from './host.ts'

export type Host = {
  origin: string
  pid: number
  ask: <K extends keyof Services>(
    name: K,
    ...args: Parameters<Services[K]>
  ) => Promise<Awaited<ReturnType<Services[K]>>>
  close: () => Promise<void>
}

type Waiting = { resolve: (value: never) => void; reject: (fault: Error) => void }

const diesMsMax = 20_000
const lastWordsMax = 4000

/** The running hosts, so that an early end of the bench can close them. */
const open = new Set<() => Promise<void>>()
let isEnding = false
/** Never resolves: a bench waits here while its hosts are closed, until the process ends. */
const standstill = new Promise<never>(() => {})

/** Close every host, with its processes and files. No bench continues after this. */
export async function closeHosts(): Promise<void> {
  isEnding = true
  await Promise.all([...open].map((end) => end()))
}

/** Resolves when it is open; rejects with its last output when it ends before that. */
export async function startHost(opening: Opening): Promise<Host> {
  if (isEnding) return await standstill
  const child = fork(fileURLToPath(new URL('host.ts', import.meta.url)), [JSON.stringify(opening)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, ...compileCache() },
    // In its own process group, so that its runtime can be ended with it.
    detached: true,
  })
  const pid = child.pid ?? 0
  // Also after a sudden end of the bench, no process of the host stays.
  const endNow = () => endGroup(pid)
  process.once('exit', endNow)
  let lastWords = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-lastWordsMax)
  })
  const waiting = new Map<number, Waiting>()
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const end = async () => {
    if (child.connected) child.disconnect()
    const timer = setTimeout(endNow, diesMsMax)
    await ended
    clearTimeout(timer)
    endNow()
    process.off('exit', endNow)
    open.delete(end)
  }
  open.add(end)
  const origin = await new Promise<string>((resolve, reject) => {
    void ended.then(() => {
      const fault = new Error(`a host of the bench ended:\n${lastWords}`)
      for (const { reject: rejectAsked } of isEnding ? [] : waiting.values()) rejectAsked(fault)
      reject(fault)
    })
    child.on('message', (result: Reported) => {
      if ('open' in result) return resolve(result.open)
      const asked = waiting.get(result.id)
      waiting.delete(result.id)
      if ('fault' in result) asked?.reject(new Error(result.fault))
      else asked?.resolve(result.value as never)
    })
  })
  let asks = 0
  return {
    origin,
    pid,
    async ask(name, ...args) {
      if (isEnding) return await standstill
      if (!child.connected) throw new Error(`a host of the bench has ended:\n${lastWords}`)
      const id = ++asks
      const answer = new Promise<never>((resolve, reject) => void waiting.set(id, { resolve, reject }))
      child.send({ id, name, args })
      return await answer
    },
    async close() {
      await end()
      if (isEnding) await standstill
    },
  }
}

function endGroup(pid: number): void {
  if (pid === 0) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // The group is empty: nothing was left.
  }
}
