// One thread of a campaign: it reports its totals after each run and at its end.
import { parentPort, workerData } from 'node:worker_threads'
import type { Campaign } from './campaign.ts'
import type { ThreadTask } from './campaign-threads.ts'
import { cacheCompiledModules } from './compile-cache.ts'

const { seed, runs, step, options }: ThreadTask = workerData
cacheCompiledModules()
const { campaign, seedsFrom } = await import('./campaign.ts')
const report = (soFar: Campaign) => parentPort?.postMessage(soFar)
report(await campaign(seedsFrom(seed, runs, step), options, report))
