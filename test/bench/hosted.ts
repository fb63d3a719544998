// The bench's side of a host: starts its process, asks it for things, reads its processor time, and ends it.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Opening, Services, Told } from './host.ts'

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

/** Those that run, so that an early end of the bench can end them in order. */
const open = new Set<Host>()

/** End every host in order: their processes, and the files that they keep. */
export async function closeHosts(): Promise<void> {
  await Promise.all([...open].map((host) => host.close()))
}

/** Resolves when it is open; rejects with what it said last when it ends before that. */
export async function startHost(opening: Opening): Promise<Host> {
  const child = fork(fileURLToPath(new URL('host.ts', import.meta.url)), [JSON.stringify(opening)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // A group of its own, so that its runtime can be ended with it.
    detached: true,
  })
  const pid = child.pid ?? 0
  // Also when the bench ends in a hurry, nothing of the host stays.
  const endNow = () => endGroup(pid)
  process.once('exit', endNow)
  let lastWords = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-lastWordsMax)
  })
  const waiting = new Map<number, Waiting>()
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const origin = await new Promise<string>((resolve, reject) => {
    void ended.then(() => {
      const fault = new Error(`a host of the bench ended:\n${lastWords}`)
      for (const { reject: rejectAsked } of waiting.values()) rejectAsked(fault)
      reject(fault)
    })
    child.on('message', (told: Told) => {
      if ('open' in told) return resolve(told.open)
      const asked = waiting.get(told.id)
      waiting.delete(told.id)
      if ('fault' in told) asked?.reject(new Error(told.fault))
      else asked?.resolve(told.value as never)
    })
  })
  let asks = 0
  const host: Host = {
    origin,
    pid,
    ask(name, ...args) {
      const id = ++asks
      const answer = new Promise<never>((resolve, reject) => void waiting.set(id, { resolve, reject }))
      child.send({ id, name, args })
      return answer
    },
    async close() {
      if (child.connected) child.disconnect()
      const timer = setTimeout(endNow, diesMsMax)
      await ended
      clearTimeout(timer)
      endNow()
      process.off('exit', endNow)
      open.delete(host)
    },
  }
  open.add(host)
  return host
}

function endGroup(pid: number): void {
  if (pid === 0) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // The group is empty: nothing was left.
  }
}
