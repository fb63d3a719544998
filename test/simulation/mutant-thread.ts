// One thread: the simulator with one mutant, until a run breaks an invariant.
import { parentPort, workerData } from 'node:worker_threads'
import { cacheCompiledModules } from './compile-cache.ts'
import type { MutantTask } from './mutant-campaign.ts'
import { applyMutant } from './mutant-hook.ts'

const { mutant, runs }: MutantTask = workerData
cacheCompiledModules()
const applied = applyMutant(mutant)
const { campaign, seedsFrom } = await import('./campaign.ts')
const { failed } = await campaign(seedsFrom(mutant.seed ?? 1, runs), { world: mutant.world, keepTrace: false })
applied.assertLoaded()
parentPort?.postMessage(failed?.run.findings.map(({ invariant }) => invariant) ?? [])
