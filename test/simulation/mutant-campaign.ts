// Runs the simulator with a mutant in a thread of its own: each thread loads the modules anew.
import { Worker } from 'node:worker_threads'
import type { Mutant } from './mutant.ts'

export type MutantTask = { mutant: Mutant; runs: number }

/** The invariants that the first failing run breaks, in the mutant's world; empty when no run fails. */
export function findMutant(mutant: Mutant, runs: number, signal: AbortSignal): Promise<string[]> {
  const workerData: MutantTask = { mutant, runs }
  const worker = new Worker(new URL('mutant-thread.ts', import.meta.url), { workerData })
  signal.addEventListener('abort', () => worker.terminate(), { once: true })
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the thread ended with ${code} and without a result`)))
  })
}
