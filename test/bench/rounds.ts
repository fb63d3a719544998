// Measures contenders in short rounds that alternate, so that other work on the machine affects all of them alike.
import { type Print, rest } from './bench-shop.ts'
import { after, drive, type Subject } from './driver.ts'
import type { Round } from './figures.ts'
import { runtimeCpuMs } from './processes.ts'

/** `pid`: the host whose runtime does its work. */
export type Contender = { name: string; pid: number; subject: Subject }
export type Plan = { rounds: number; seconds: number }

const warmUpSeconds = 1
/** A runtime that is not at rest by then is measured as it is, with a note in the output. */
const restSecondsMax = 20

/** The rounds of each contender, in the order in which the contenders are given. */
export async function measure(
  contenders: readonly Contender[],
  clients: number,
  plan: Plan,
  print: Print,
): Promise<Round[][]> {
  for (const { subject, pid } of contenders) {
    await drive(subject, clients, after(Math.min(warmUpSeconds, plan.seconds)))
    await rest(pid, restSecondsMax)
  }
  const rounds = contenders.map((): Round[] => [])
  let restless = 0
  for (let round = 0; round < plan.rounds; round++) {
    // In alternating order: a steady drift then affects all of them alike.
    const order = [...contenders.entries()]
    for (const [index, { subject, pid }] of round % 2 === 0 ? order : order.reverse()) {
      const before = runtimeCpuMs(pid)
      const load = await drive(subject, clients, after(plan.seconds))
      if (!(await rest(pid, restSecondsMax))) restless++
      const used = runtimeCpuMs(pid)
      rounds[index]?.push({ ...load, cpuMs: before === null || used === null ? null : used - before })
    }
  }
  if (restless > 0) print(`  the runtime was not at rest ${restSecondsMax} s after ${restless} rounds`)
  return rounds
}
