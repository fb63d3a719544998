// One thread of a campaign: it tells what it has done so far after each of its runs, and at its end.
import { parentPort, workerData } from 'node:worker_threads'
import { type Campaign, campaign, seedsFrom } from './campaign.ts'
import type { Share } from './threads.ts'

const { seed, runs, step, options }: Share = workerData
const tell = (soFar: Campaign) => parentPort?.postMessage(soFar)
tell(await campaign(seedsFrom(seed, runs, step), options, tell))
