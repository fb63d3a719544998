// Runs one of the project's scripts as a process, as npm would, or by npm itself.
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
  return run(process.execPath, [...nodeArgs, `${root}scripts/run.mjs`, name, ...args], env)
}

export function runNpm(name: string, env: Record<string, string>): Script {
  return run('npm', ['run', name], env)
}

function run(command: string, args: string[], env: Record<string, string>): Script {
  const child = spawn(command, args, {
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
      void ended.then((code) => reject(new Error(`${command} ended with ${code} and without "${text}":\n${output}`)))
    })
  return { process: child, output: () => output, prints, ended }
}

/** The command lines of all processes on this machine that name `text`. */
export function processesNaming(text: string): string[] {
  return [...commandLines().values()].filter((line) => line.includes(text))
}

/** End, with no warning and all at once, every group of processes whose leader names `text`. */
export function killGroupsNaming(text: string): void {
  for (const [pid, line] of commandLines()) {
    if (line.includes(text) && isGroupLeader(pid)) process.kill(-pid, 'SIGKILL')
  }
}

function commandLines(): Map<number, string> {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))
  return new Map(pids.map((pid) => [Number(pid), readProcess(pid, 'cmdline').replaceAll('\0', ' ')]))
}

/** The runtimes of the Workers, each in a group whose leader names `text`. */
export function runtimesNaming(text: string): number[] {
  const all = commandLines()
  return [...all].flatMap(([pid, line]) => {
    return line.includes('workerd serve') && all.get(groupOf(pid))?.includes(text) ? [pid] : []
  })
}

/** One that has ended and is still in the table of processes has no command line. */
export function isRunning(pid: number): boolean {
  return readProcess(String(pid), 'cmdline') !== ''
}

function isGroupLeader(pid: number): boolean {
  return groupOf(pid) === pid
}

/** See proc(5): after the command's name in parentheses stand the state, the parent and the group. */
function groupOf(pid: number): number {
  const stat = readProcess(String(pid), 'stat')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2])
}

/** Empty when the process has ended in the meantime. */
function readProcess(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
