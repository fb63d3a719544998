// Counts the calls of this isolate to the core contexts, and hands the counts to operations.
import { type CollectorRpc, coreContexts } from '../../contract/figures.ts'
import type { Rejection } from '../../contract/rejections.ts'
import { contextLog } from '../../platform/log.ts'
import { meter } from '../../platform/meter.ts'
import { statusOf } from './problems.ts'

const log = contextLog('gateway')
const counted = meter(() => Date.now())

/** An order was placed. A repeat of the request is none. */
export function countPlaced(): void {
  counted.count('homeappliance_orders_placed_total')
}

/** The answer of a call to a context, counted when it is a core one. What it throws is thrown on. */
export async function countCall<T>(context: string, call: () => Promise<T>): Promise<T> {
  const core = coreContexts.find((name) => name === context)
  if (core === undefined) return await call()
  let outcome = 'failed'
  try {
    const answer = await call()
    if (!isFailure(answer)) outcome = 'answered'
    return answer
  } finally {
    counted.count('homeappliance_calls_total', [core, outcome])
    if (outcome === 'failed') counted.hurry()
  }
}

/** After each request: a sample, when one is due. The answer need not wait for it. */
export function sendSample(collector: CollectorRpc): Promise<void> {
  return counted.flush(collector, log)
}

/** A refusal that is the shop's, and not the caller's. */
function isFailure(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null || !('rejection' in answer)) return false
  const { code } = Object(answer.rejection) as Rejection
  return statusOf(code) >= 500
}
