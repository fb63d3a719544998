// A long campaign on all cores: with n threads, each takes every n-th seed. Runs do not depend on each other.
import { Worker } from 'node:worker_threads'
import { type Campaign, campaign, emptyCampaign, seedsFrom } from './campaign.ts'
import type { RunOptions } from './run.ts'

export type ThreadTask = { seed: number; runs: number; step: number; options: RunOptions }

/** As `campaign`, on several threads. The first run that breaks a promise ends all threads. */
export async function campaignOn(
  threads: number,
  seed: number,
  runs: number,
  options: RunOptions,
  progress: (soFar: Campaign) => void = () => {},
): Promise<Campaign> {
  if (threads === 1) return await campaign(seedsFrom(seed, runs), options, progress)
  const tasks = Array.from({ length: threads }, (_, thread): ThreadTask => {
    return { seed: seed + thread, runs: Math.ceil((runs - thread) / threads), step: threads, options }
  })
  const result = tasks.map(() => emptyCampaign())
  const workers = tasks.map((workerData) => new Worker(new URL('campaign-thread.ts', import.meta.url), { workerData }))
  const ended = workers.map((worker, thread) => {
    return new Promise<void>((resolve, reject) => {
      worker.on('message', (soFar: Campaign) => {
        result[thread] = soFar
        progress(merge(result))
        if (soFar.failed !== null) for (const each of workers) each.terminate()
      })
      worker.on('error', reject)
      worker.on('exit', () => resolve())
    })
  })
  await Promise.all(ended)
  return merge(result)
}

function merge(parts: readonly Campaign[]): Campaign {
  const sum = (of: (part: Campaign) => number) => parts.reduce((total, part) => total + of(part), 0)
  const failed = parts.flatMap((part) => part.failed ?? []).toSorted((a, b) => a.seed - b.seed)
  return {
    runs: sum(({ runs }) => runs),
    orders: sum(({ orders }) => orders),
    commands: sum(({ commands }) => commands),
    faults: sum(({ faults }) => faults),
    steps: sum(({ steps }) => steps),
    ends: sumByName(parts.map(({ ends }) => ends)),
    injected: sumByName(parts.map(({ injected }) => injected)),
    failed: failed[0] ?? null,
  }
}

function sumByName(parts: readonly Record<string, number>[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const [name, count] of parts.flatMap((part) => Object.entries(part))) sums[name] = (sums[name] ?? 0) + count
  return sums
}
