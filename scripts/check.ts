// `npm run check`: types, lint and format, the tidy rules and the unit tests, in seconds.
import { spawn } from 'node:child_process'
import { layOutAssets } from './assets.ts'
import { root } from './workers.ts'

type Step = { name: string; command: string; args: string[] }

/** On one thread the compiler checks a type once; its threads would check shared types again, each for itself. */
const types = (project: string) => ({ command: 'tsc', args: ['--singleThreaded', '-p', project] })

const steps: Step[] = [
  { name: 'lint and format', command: 'biome', args: ['check', '--error-on-warnings', '.'] },
  { name: 'types of the Workers', ...types('.') },
  { name: 'types of the tests and scripts', ...types('test') },
  { name: 'types of the tests in workerd', ...types('test/workers') },
  { name: 'unit tests', command: 'vitest', args: ['run', '--project', 'unit'] },
]

/** The compile cache costs a first check more to write than a later one saves by reading it. */
const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' }

layOutAssets()
const results = await Promise.all(steps.map(run))
for (const { name, ok, seconds, output } of results) {
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s)`)
  if (!ok) console.log(output)
}
if (results.some((result) => !result.ok)) process.exit(1)

function run({ name, command, args }: Step): Promise<{ name: string; ok: boolean; seconds: number; output: string }> {
  const started = performance.now()
  return new Promise((resolve) => {
    const child = spawn(`${root}node_modules/.bin/${command}`, args, { cwd: root, env })
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    child.on('error', (fault) => {
      output += String(fault)
    })
    child.on('close', (code) => {
      resolve({ name, ok: code === 0, seconds: (performance.now() - started) / 1000, output })
    })
  })
}
