// One thread of a campaign: it reports its totals after each run and at its end.
import { parentPort, workerData } from 'node:worker_threads'
import { type Campaign, campaign, seedsFrom } from './campaign.ts'
import type { ThreadTask } from './campaign-threads.ts'

const { seed, runs, step, options }: ThreadTask = workerData
const report = (soFar: Campaign) => parentPort?.postMessage(soFar)
report(await campaign(seedsFrom(seed, runs, step), options, report))
