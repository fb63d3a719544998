// Every bench by its name, and a run of several of them, one after the other, each on a shop of its own.
import type { Print } from './bench-shop.ts'
import { benchCall, type CallName, callSpecs, judgedClients } from './calls.ts'
import { promised, type Verdict } from './figures.ts'
import { inMemory, type Machine, machine, onDisk, type Place } from './machine.ts'
import type { BenchOptions, BenchResult } from './options.ts'
import type { Promises } from './promises.ts'
import { markdownTable, type Table, textTable, verdictLine, verdictTable } from './table.ts'

type Bench = {
  does: string
  run: (options: BenchOptions, print: Print) => Promise<BenchResult>
  /** What it measures is not the disk, which is this machine's alone. */
  prefersMemory?: true
}

const calls = Object.fromEntries(
  Object.entries(callSpecs).map(([name, { does }]): [string, Bench] => {
    return [name, { does, run: (options, print) => benchCall(name as CallName, options, print) }]
  }),
)

const benches: Record<string, Bench> = {
  ...calls,
  soak: {
    does: 'place + pay at 16 clients for minutes, then how long the rest takes, then the runtime at rest',
    run: async (...args) => (await import('./soak.ts')).soak(...args),
  },
  outage: {
    does: 'mypage is off for so many orders, then back: messages for each event, time to the last projection',
    run: async (...args) => (await import('./outage.ts')).outage(...args),
  },
  lag: {
    does: 'how long after an order is recorded mypage shows it, at rest and at 30 orders/s',
    run: async (...args) => (await import('./lag.ts')).lag(...args),
  },
  rows: {
    does: 'pages of mypage and of the worklist over small and large tables',
    run: async (...args) => (await import('./rows.ts')).rows(...args),
  },
  start: {
    does: '`npm start` in a fresh clone and the second time, against one bare Worker, and the open shop at rest',
    run: async (options, print) => (await import('./start.ts')).start({ rounds: options.rounds }, print),
  },
  overload: {
    does: 'many pay at a provider at the edge of its time-out, then at one that is dead',
    run: async ({ seconds, users, pauseSeconds }, print) => {
      const { overload } = await import('./overload.ts')
      return promisesOnly(await overload({ seconds: seconds ?? 60, users, pauseSeconds }, print))
    },
    prefersMemory: true,
  },
}

/** Names that stand for several. */
const groups: Record<string, { does: string; names: readonly string[] }> = {
  all: { does: `the main table: ${Object.keys(calls).join(', ')}`, names: Object.keys(calls) },
  floor: {
    does: `those that are judged by their ratio to a floor; --clients ${judgedClients} for no more than that`,
    names: ['place', 'pay', 'read', 'mypage'],
  },
}

export type BenchRun = { machine: Machine; place: Place['kind'][]; benches: { name: string; result: BenchResult }[] }

export const usage = [
  'npm run bench -- <name …> [options]\n',
  ...[...Object.entries(groups), ...Object.entries(benches)].map(([name, { does }]) => `  ${name.padEnd(9)} ${does}`),
].join('\n')

/** The benches of these names in their order, each once; null for a name that is none. */
export function benchNames(names: readonly string[]): string[] | null {
  const all = names.flatMap((name) => (Object.hasOwn(groups, name) ? (groups[name]?.names ?? []) : [name]))
  return all.every((name) => Object.hasOwn(benches, name)) ? [...new Set(all)] : null
}

/** `inMemory` puts the state of all of them on a RAM disk. */
export async function runBenches(
  names: readonly string[],
  options: BenchOptions,
  isInMemory: boolean,
  print: Print,
): Promise<BenchRun> {
  const run: BenchRun = { machine: machine(), place: [], benches: [] }
  for (const name of names) {
    const bench = benches[name]
    if (bench === undefined) throw new Error(`there is no bench ${name}`)
    const place = (isInMemory || bench.prefersMemory === true ? inMemory() : null) ?? onDisk()
    process.env['TMPDIR'] = place.folder
    const result = await bench.run(options, print).catch((fault: unknown) => broken(name, fault))
    run.place.push(place.kind)
    run.benches.push({ name, result })
    print(['', ...result.tables.map(textTable), ...result.verdicts.map(verdictLine), ''].join('\n'))
  }
  return run
}

export function verdictsOf({ benches: ran }: BenchRun): Verdict[] {
  return ran.flatMap(({ result }) => result.verdicts)
}

/** For docs/scale.md: when and where, the tables, and the verdicts. */
export function markdownOf(run: BenchRun): string {
  const { date, cpu, cores, memoryGb, node, workerd } = run.machine
  const place = [...new Set(run.place)].join(' and ')
  const where = [date.slice(0, 10), cpu, `${cores} cores`, `${memoryGb} GB`, `on ${place}`, `Node ${node}`]
  const tables: Table[] = [...run.benches.flatMap(({ result }) => result.tables), verdictTable(verdictsOf(run))]
  return [[...where, `workerd ${workerd}`].join(', '), ...tables.map(markdownTable)].join('\n\n')
}

/** A bench that cannot be ended is a broken promise, and costs the others nothing. */
function broken(name: string, fault: unknown): BenchResult {
  const figure = fault instanceof Error ? fault.message : String(fault)
  return { tables: [], verdicts: [promised(`${name} runs to its end`, false, figure)], data: null }
}

function promisesOnly(promises: Promises): BenchResult {
  const verdicts = promises.map(({ promise, kept, figure }) => promised(promise, kept, figure))
  return { tables: [], verdicts, data: promises }
}
