// `npm run bench -- <name …>`: puts the Workers on this machine under load, prints the figures and keeps them.
// Exit codes: 1 for a broken promise, 3 when only a target is missed, 2 for a wrong call.
import { accessSync, constants, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { benchNames, markdownOf, runBenches, usage, verdictsOf } from '../test/bench/benches.ts'
import { exitCodeOf } from '../test/bench/figures.ts'
import { closeHosts } from '../test/bench/hosted.ts'
import { inMemory } from '../test/bench/machine.ts'
import { type BenchOptions, defaults, OptionRefused, wholeNumber, wholeNumbers } from '../test/bench/options.ts'
import { raiseFileLimit } from './file-limit.ts'
import { onEndRequest } from './platform.ts'
import { quiet, withoutTraces } from './workers.ts'

const optionsText = `
  --clients 1,16,64         how many at once, for the calls of the main table
  --seconds 3               of each round (overload: 60 of load; lag: 60 of load)
  --rounds 3                of each call, in turn with its floor
  --minutes 5               soak
  --orders 2000             outage
  --rows 1000,100000,…      rows
  --users 100 --pause 4     overload
  --memory                  state on a RAM disk, not on the disk
  --json <file>             every figure
  --markdown                the tables for docs/scale.md, at the end
`

const text = { type: 'string' } as const
try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      clients: text,
      seconds: text,
      rounds: text,
      minutes: text,
      orders: text,
      rows: text,
      users: text,
      pause: text,
      json: text,
      memory: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const names = benchNames(positionals)
  if (values.help || positionals.length === 0) console.log(`${usage}\n${optionsText}`)
  else if (names === null) throw new OptionRefused(`There is no such bench among: ${positionals.join(', ')}\n${usage}`)
  else if (!raiseFileLimit()) await run(names, readOptions(values), values)
} catch (fault) {
  const isCallers = fault instanceof OptionRefused || (fault instanceof TypeError && 'code' in fault)
  console.error(isCallers ? fault.message : fault)
  process.exit(isCallers ? 2 : 1)
}

type Values = Partial<
  Record<'clients' | 'seconds' | 'rounds' | 'minutes' | 'orders' | 'rows' | 'users' | 'pause', string>
>
type Output = { json?: string | undefined; memory: boolean; markdown: boolean }

async function run(names: readonly string[], options: BenchOptions, output: Output): Promise<void> {
  if (output.memory && inMemory() === null)
    throw new OptionRefused('--memory: /dev/shm is missing, or has less than 4 GB')
  if (output.json !== undefined) demandWritable(output.json)
  Object.assign(process.env, quiet, { WRANGLER_LOG: 'error', ...withoutTraces })
  // On a signal, end the Workers and remove their files before this process ends.
  onEndRequest(() => void closeHosts().finally(() => process.exit(130)))
  const ran = await runBenches(names, options, output.memory, console.log)
  if (output.json !== undefined) writeFileSync(output.json, `${JSON.stringify({ options, ...ran }, null, 2)}\n`)
  if (output.markdown) console.log(markdownOf(ran))
  process.exit(exitCodeOf(verdictsOf(ran)))
}

/** Checked before the benches run, since its figures are written after them. */
function demandWritable(file: string): void {
  try {
    accessSync(dirname(resolve(file)), constants.W_OK)
  } catch {
    throw new OptionRefused(`--json: ${file} cannot be written`)
  }
}

function readOptions(values: Values): BenchOptions {
  const number = (name: keyof Values, fallback: number, min: number, max: number) =>
    values[name] === undefined ? fallback : wholeNumber(name, values[name], min, max)
  return {
    clients: values.clients === undefined ? defaults.clients : wholeNumbers('clients', values.clients, 1, 256),
    seconds: values.seconds === undefined ? null : wholeNumber('seconds', values.seconds, 1, 3600),
    rounds: number('rounds', defaults.rounds, 1, 100),
    minutes: number('minutes', defaults.minutes, 1, 600),
    orders: number('orders', defaults.orders, 1, 1_000_000),
    rows: values.rows === undefined ? defaults.rows : wholeNumbers('rows', values.rows, 1000, 10_000_000),
    users: number('users', defaults.users, 1, 10_000),
    pauseSeconds: number('pause', defaults.pauseSeconds, 0, 3600),
  }
}
