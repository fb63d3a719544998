// One process that runs many wrangler commands, one after the other: loading wrangler takes longer than most commands.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { compileCache } from './compile-cache.ts'
import { quiet, root } from './workers.ts'

/** What a command printed: `stdout` alone, and `output` with its errors. */
export type Output = { code: number; stdout: string; output: string }

export type WranglerSession = {
  /** Commands wait for those before them. One that ends the process fails, and the next one gets a new process. */
  run: (args: readonly string[]) => Promise<Output>
  /** Resolves when its process has ended, with the temporary files that wrangler keeps until then. */
  close: () => Promise<void>
}

/** CI=1 (in `quiet`): wrangler asks nothing, and writes no ids into wrangler files. */
export function openWranglerSession(env: NodeJS.ProcessEnv = process.env): WranglerSession {
  let child: ChildProcess | null = null
  let last: Promise<unknown> = Promise.resolve()

  function started(): ChildProcess {
    const script = fileURLToPath(new URL('wrangler-session/commands.ts', import.meta.url))
    child ??= fork(script, {
      cwd: root,
      execArgv: ['--no-warnings'],
      env: { ...env, ...quiet, ...compileCache(), WRANGLER_HIDE_BANNER: 'true' },
    })
    return child
  }

  function run(args: readonly string[]): Promise<Output> {
    const running = started()
    return new Promise((resolve, reject) => {
      const ended = (code: number | null) => {
        child = null
        resolve({ code: code || 1, stdout: '', output: `wrangler ended with ${code}` })
      }
      running.once('error', reject)
      running.once('exit', ended)
      running.once('message', (output: Output) => {
        running.off('error', reject).off('exit', ended)
        resolve(output)
      })
      running.send([...args])
    })
  }

  return {
    run(args) {
      const output = last.then(() => run(args))
      last = output.catch(() => {})
      return output
    },
    async close() {
      await last
      if (child === null) return
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}
