// How long `npm start` takes in a fresh clone and the second time, against the least that a start on this machine can
// take in the same run, and what the open shop uses at rest.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { quiet, root, withoutTraces } from '../../scripts/workers.ts'
import { cloneInto } from '../support/clone.ts'
import { freePort } from '../support/free-port.ts'
import { usageOfTree } from './processes.ts'

const firstFactorMax = 5
const secondFactorMax = 2
const restMbMax = 700
/** The resolution of the system's clock of processor time. */
const restCoreMax = 0.01
const settleSeconds = 20
const restSeconds = 20

type Target = { kind: 'target'; what: string; kept: boolean; figure: string }
type Table = { title: string; columns: string[]; rows: string[][] }
type Round = { floorSeconds: number; firstSeconds: number; secondSeconds: number }
type Rest = { core: number; mb: number }

/** Rounds of floor, first and second start, one after the other, since other work comes and goes. */
export async function start({ rounds }: { rounds: number }, print: (line: string) => void) {
  const measured: Round[] = []
  const rests: Rest[] = []
  for (let round = 1; round <= rounds; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'homeappliance-start-'))
    try {
      const { rest, ...times } = await measure(folder)
      print(
        `round ${round}: ${Object.entries(times)
          .map(([name, seconds]) => `${name} ${seconds.toFixed(1)}`)
          .join(', ')}`,
      )
      measured.push(times)
      rests.push(rest)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  return { tables: [tableOf(measured)], verdicts: judge(measured, rests), data: { measured, rests } }
}

async function measure(folder: string): Promise<Round & { rest: Rest }> {
  const floors = [await floor(folder)]
  const clone = cloneInto(join(folder, 'clone'))
  const first = await openShop(clone)
  await end(first.process)
  floors.push(await floor(folder))
  const second = await openShop(clone)
  const rest = await atRest(second.process)
  await end(second.process)
  floors.push(await floor(folder))
  return { floorSeconds: median(floors), firstSeconds: first.seconds, secondSeconds: second.seconds, rest }
}

async function openShop(clone: string): Promise<{ seconds: number; process: ChildProcess }> {
  const env = { ...process.env, PORT: String(await freePort()), STATE: '' }
  return timed(
    spawn('npm', ['start'], { cwd: clone, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true }),
    'Ctrl-C',
  )
}

async function floor(folder: string): Promise<number> {
  const env = { ...process.env, ...quiet, ...withoutTraces, WRANGLER_LOG: 'error' }
  const program = [join(root, 'test/bench/bare-start.ts'), folder]
  const started = await timed(spawn(process.execPath, program, { env, stdio: ['ignore', 'pipe', 'pipe'] }), 'bare')
  await new Promise((resolve) => started.process.once('close', resolve))
  return started.seconds
}

/** The seconds until it prints `text`. Throws with its output when it ends before that. */
async function timed(child: ChildProcess, text: string): Promise<{ seconds: number; process: ChildProcess }> {
  const startedAt = performance.now()
  let reported = ''
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        reported += chunk
        if (reported.includes(text)) resolve()
      })
    }
    child.once('close', () => reject(new Error(`it ended without "${text}":\n${reported}`)))
  })
  return { seconds: (performance.now() - startedAt) / 1000, process: child }
}

/** All its processes, once the work after a start is done. */
async function atRest({ pid = 0 }: ChildProcess): Promise<Rest> {
  await delay(settleSeconds * 1000)
  const before = usageOfTree(pid)
  await delay(restSeconds * 1000)
  const after = usageOfTree(pid)
  return { core: (after.cpuMs - before.cpuMs) / 1000 / restSeconds, mb: after.rssBytes / 2 ** 20 }
}

/** As Ctrl-C at a terminal does: the signal goes to the whole foreground group. */
async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('close', resolve))
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT')
  await ended
}

function tableOf(rounds: readonly Round[]): Table {
  const text = (seconds: number) => seconds.toFixed(1)
  return {
    title: 'npm start, in seconds',
    columns: ['round', 'floor', 'first', 'second'],
    rows: rounds.map(({ floorSeconds, firstSeconds, secondSeconds }, index) => [
      String(index + 1),
      ...[floorSeconds, firstSeconds, secondSeconds].map(text),
    ]),
  }
}

function judge(rounds: readonly Round[], rests: readonly Rest[]): Target[] {
  const target = (what: string, value: number, max: number, digits: number): Target => ({
    kind: 'target',
    what: `${what} ≤ ${max}`,
    kept: value <= max,
    figure: value.toFixed(digits),
  })
  const first = median(rounds.map(({ firstSeconds, floorSeconds }) => firstSeconds / floorSeconds))
  const second = median(rounds.map(({ secondSeconds, floorSeconds }) => secondSeconds / floorSeconds))
  return [
    target('npm start in a fresh clone, in floors', first, firstFactorMax, 2),
    target('npm start again, in floors', second, secondFactorMax, 2),
    target('all its processes at rest, in MB', median(rests.map(({ mb }) => mb)), restMbMax, 0),
    target('all its processes at rest, in cores', median(rests.map(({ core }) => core)), restCoreMax, 3),
  ]
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
}
