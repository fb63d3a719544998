// A copy of the project in a temporary folder, in which a fault can be planted without a switch in the real one.
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Mutant } from './mutants.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const copied = ['src', 'migrations', 'scripts', 'test/simulation', 'test/support/sqlite.ts', 'package.json']

export type Copy = {
  plant(fault: Mutant): void
  /** Run the simulator of the copy; its exit code, and all it printed. */
  simulate(...args: string[]): Promise<{ code: number; output: string }>
  remove(): void
}

export function copyOfProject(): Copy {
  const folder = mkdtempSync(join(tmpdir(), 'homeappliance-simulation-'))
  for (const path of copied) cpSync(join(root, path), join(folder, path), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return {
    plant({ file, text, becomes }) {
      const source = readFileSync(join(folder, file), 'utf8')
      const parts = source.split(text)
      if (parts.length !== 2) throw new Error(`"${text}" stands ${parts.length - 1} times in ${file}, not once`)
      writeFileSync(join(folder, file), parts.join(becomes))
    },
    simulate: (...args) =>
      new Promise((resolve) => {
        const script = join(folder, 'scripts/simulate.ts')
        execFile(process.execPath, [script, ...args], { cwd: folder }, (fault, stdout, stderr) => {
          const code = typeof fault?.code === 'number' ? fault.code : fault === null ? 0 : 1
          resolve({ code, output: `${stdout}${stderr}` })
        })
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
