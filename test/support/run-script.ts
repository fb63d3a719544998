// Runs one of the project's scripts as a process, as npm would.
import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { root } from '../../scripts/workers.ts'

export type Script = {
  process: ChildProcess
  /** What it has printed so far, on both streams. */
  output: () => string
  /** Resolves when `text` has been printed; rejects when the script ends without it. */
  prints: (text: string) => Promise<void>
  ended: Promise<number | null>
}

export function runScript(
  name: string,
  env: Record<string, string> = {},
  nodeArgs: string[] = [],
  args: string[] = [],
): Script {
  const child = spawn(process.execPath, [...nodeArgs, `${root}scripts/run.mjs`, name, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const listeners = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
      for (const listener of listeners) listener()
    })
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const prints = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (output.includes(text)) resolve()
      }
      listeners.add(look)
      look()
      void ended.then((code) => reject(new Error(`${name} ended with ${code} and without "${text}":\n${output}`)))
    })
  return { process: child, output: () => output, prints, ended }
}

/** The command lines of all processes on this machine that name `text`. */
export function processesNaming(text: string): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      } catch {
        return ''
      }
    })
    .filter((line) => line.includes(text))
}
