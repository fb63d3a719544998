// `npm run bench -- <name>`: puts the Workers on this machine under load, prints figures, and fails when a promise is
// broken.
import { statfsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Promises } from '../test/bench/promises.ts'
import { raiseFileLimit } from './file-limit.ts'
import { onSignal } from './platform.ts'
import { quiet, withoutTraces } from './workers.ts'

type Options = { seconds: number; users: number; pauseSeconds: number }
type Bench = { does: string; run: (options: Options, print: (line: string) => void) => Promise<Promises> }

const benches: Record<string, Bench> = {
  overload: {
    does: 'many pay at a provider at the edge of its time-out, then at one that is dead',
    run: async (...args) => (await import('../test/bench/overload.ts')).overload(...args),
  },
}

/** Every object writes to a disk that is this machine's alone: its speed would be what is measured. */
const memory = '/dev/shm'
const memoryBytesMin = 2 ** 32

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** How long they place and pay, before the provider dies. */
    seconds: { type: 'string', default: '60' },
    /** How many do so at once. */
    users: { type: 'string', default: '100' },
    /** How many seconds each takes between one order and the next. */
    pause: { type: 'string', default: '4' },
  },
})

const bench = benches[positionals[0] ?? '']
if (bench === undefined) {
  console.log('npm run bench -- <name> [--seconds 60] [--users 100] [--pause 4]\n')
  for (const [name, { does }] of Object.entries(benches)) console.log(`  ${name}  ${does}`)
  process.exitCode = positionals.length === 0 ? 0 : 2
} else if (!raiseFileLimit()) {
  const options = {
    seconds: wholeNumber('--seconds', values.seconds, 1),
    users: wholeNumber('--users', values.users, 1),
    pauseSeconds: wholeNumber('--pause', values.pause, 0),
  }
  Object.assign(process.env, quiet, { WRANGLER_LOG: 'error', ...withoutTraces, ...storedIn(memory) })
  // An end in order: the Workers and their files go with this process.
  onSignal(() => process.exit(130))
  const promises = await bench.run(options, console.log)
  for (const { promise, kept, figure } of promises) console.log(`${kept ? 'PASS' : 'FAIL'}  ${promise}: ${figure}`)
  process.exit(promises.every(({ kept }) => kept) ? 0 : 1)
}

function storedIn(folder: string): { TMPDIR?: string } {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize < memoryBytesMin ? {} : { TMPDIR: folder }
  } catch {
    return {}
  }
}

function wholeNumber(name: string, text: string, min: number): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= min) return number
  console.error(`${name} must be a whole number of at least ${min}, not "${text}"`)
  process.exit(2)
}
