// A long campaign on all cores: each thread takes every so many-th seed, and a run knows nothing of the others.
import { Worker } from 'node:worker_threads'
import { type Campaign, campaign, nothingYet, seedsFrom } from './campaign.ts'
import type { RunOptions } from './run.ts'

export type Share = { seed: number; runs: number; step: number; options: RunOptions }

/** As `campaign`, on so many threads. All end with the first run that breaks a promise on any of them. */
export async function campaignOn(
  threads: number,
  seed: number,
  runs: number,
  options: RunOptions,
  progress: (soFar: Campaign) => void,
): Promise<Campaign> {
  if (threads === 1) return await campaign(seedsFrom(seed, runs), options, progress)
  const shares = Array.from({ length: threads }, (_, thread): Share => {
    return { seed: seed + thread, runs: Math.ceil((runs - thread) / threads), step: threads, options }
  })
  const result = shares.map(() => nothingYet())
  const workers = shares.map((workerData) => new Worker(new URL('thread.ts', import.meta.url), { workerData }))
  const ended = workers.map((worker, thread) => {
    return new Promise<void>((resolve, reject) => {
      worker.on('message', (soFar: Campaign) => {
        result[thread] = soFar
        progress(together(result))
        if (soFar.failed !== null) for (const each of workers) each.terminate()
      })
      worker.on('error', reject)
      worker.on('exit', () => resolve())
    })
  })
  await Promise.all(ended)
  return together(result)
}

function together(parts: readonly Campaign[]): Campaign {
  const sum = (of: (part: Campaign) => number) => parts.reduce((so, part) => so + of(part), 0)
  const failed = parts.flatMap((part) => part.failed ?? []).toSorted((a, b) => a.seed - b.seed)
  return {
    runs: sum(({ runs }) => runs),
    orders: sum(({ orders }) => orders),
    commands: sum(({ commands }) => commands),
    faults: sum(({ faults }) => faults),
    steps: sum(({ steps }) => steps),
    ends: added(parts.map(({ ends }) => ends)),
    struck: added(parts.map(({ struck }) => struck)),
    failed: failed[0] ?? null,
  }
}

function added(parts: readonly Record<string, number>[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const [name, count] of parts.flatMap((part) => Object.entries(part))) sums[name] = (sums[name] ?? 0) + count
  return sums
}
