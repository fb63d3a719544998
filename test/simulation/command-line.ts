// The command line of the simulator in a process of its own, with or without a mutant.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Mutant } from './mutant.ts'

const script = fileURLToPath(new URL('../../scripts/simulate.ts', import.meta.url))

/** Run `scripts/simulate.ts`; its exit code and its output. */
export function simulate(mutant: Mutant | null, ...args: string[]): Promise<{ code: number; output: string }> {
  const preload = new URL('mutant-preload.ts', import.meta.url)
  if (mutant !== null) preload.searchParams.set('name', mutant.name)
  const options = mutant === null ? [] : ['--import', preload.href]
  return new Promise((resolve) => {
    execFile(process.execPath, [...options, script, ...args], (fault, stdout, stderr) => {
      const code = typeof fault?.code === 'number' ? fault.code : fault === null ? 0 : 1
      resolve({ code, output: `${stdout}${stderr}` })
    })
  })
}
