// The promises about payment under load, judged by the answers and the states that were recorded. Pure.
import { type Answer, between, flowsAfter, isAsDesigned, msOf, quantile } from './answers.ts'
import { type Change, firstTimes } from './breakers.ts'
import type { Settlement } from './settlement.ts'

/** Each promise, whether it was kept, and the figure that shows it. */
export type Promises = { promise: string; kept: boolean; figure: string }[]

/** When the load began, the provider went down and came back, and the load ended. */
export type ProviderOutage = { beganAt: number; downAt: number; backAt: number; endedAt: number }

/** The answers to one customer while all breakers are open; calls of the provider, and how many were trial calls. */
export type OpenBreakers = { answers: Answer[]; callsOfProvider: number; tries: number }

const deferredMsMax = 50
const deferredMsMaxAlone = 20
const opensWithinMs = 5000
const deferredQuicklyAfterMs = 2000
const flowsWithinMs = 10_000

export function judgeAnswers(answers: readonly Answer[]): Promises {
  const others = answers.filter((answer) => !isAsDesigned(answer)).length
  return [
    {
      promise: 'every call is answered as designed',
      kept: answers.length > 0 && others === 0,
      figure: `${others} of ${answers.length} are not`,
    },
  ]
}

export function judgeOutage(answers: readonly Answer[], changes: readonly Change[], outage: ProviderOutage): Promises {
  const { downAt, backAt, endedAt } = outage
  const gates = new Set(changes.map(({ gate }) => gate)).size
  const opened = firstTimes(changes, 'open', downAt, backAt)
  const openedAt = gates > 0 && opened.length === gates ? Math.max(...opened) : Number.NaN
  const during = between(answers, openedAt + deferredQuicklyAfterMs, backAt).filter(({ call }) => call === 'pay')
  const medianMs = quantile(msOf(during), 0.5)
  const flows = flowsAfter(answers, backAt, endedAt)
  return [
    {
      promise: `the breakers open within ${opensWithinMs} ms of the provider's death`,
      kept: openedAt - downAt <= opensWithinMs,
      figure: `${opened.length} of ${gates} did, the last after ${openedAt - downAt} ms`,
    },
    {
      promise: `from ${deferredQuicklyAfterMs} ms later on half of those who pay are answered in ${deferredMsMax} ms`,
      kept: medianMs < deferredMsMax,
      figure: `median ${medianMs.toFixed(1)} ms of ${during.length}`,
    },
    {
      promise: `payments flow again within ${flowsWithinMs} ms of its return`,
      kept: flows !== null && flows <= flowsWithinMs,
      figure: flows === null ? 'they do not' : `after ${flows} ms`,
    },
  ]
}

export function judgeOpenBreakers({ answers, callsOfProvider, tries }: OpenBreakers): Promises {
  const medianMs = quantile(msOf(answers), 0.5)
  return [
    {
      promise: `one customer is told "later" in ${deferredMsMaxAlone} ms while the breakers are open`,
      kept: medianMs < deferredMsMaxAlone,
      figure: `median ${medianMs.toFixed(1)} ms of ${answers.length}`,
    },
    {
      promise: 'and the provider is not called, but for the calls that try it',
      kept: callsOfProvider <= tries,
      figure: `${callsOfProvider} calls, ${tries} tries`,
    },
  ]
}

export function judgeSettlement(answers: readonly Answer[], { open, wrong, ends, sums }: Settlement): Promises {
  const later = new Set(answers.filter(({ status }) => status === 202 || status === 503).map(({ orderId }) => orderId))
  const ended = JSON.stringify(ends)
  const paid = `charged ${sums.charged} − ${sums.returned} given back, owed ${sums.owed}`
  return [
    {
      promise: 'every order that was told "later" ends paid or expired',
      kept: open.length === 0,
      figure: `${later.size} were told so; of all orders ${open.length} are open, ended are ${ended}`,
    },
    {
      promise: 'ledger and orders agree to the unit',
      kept: wrong.length === 0 && sums.charged - sums.returned === sums.owed,
      figure: `${paid}; ${wrong.length} orders differ`,
    },
  ]
}
