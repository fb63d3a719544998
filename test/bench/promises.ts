// What was promised about payment under load, judged by what was seen. Pure.
import { type Answer, between, flowsAfter, isAsDesigned, msOf, quantile } from './answers.ts'
import type { Ended } from './books.ts'
import { type Change, firstTimes } from './breakers.ts'

/** Each promise, whether it was kept, and the figure that shows it. */
export type Promises = { promise: string; kept: boolean; figure: string }[]

/** The load began, the provider died and came back, the load ended. */
export type Death = { beganAt: number; diedAt: number; backAt: number; endedAt: number }

/** What one customer was told before open breakers; how often the provider was called, and how often just tried. */
export type Calm = { answers: Answer[]; callsOfProvider: number; tries: number }

const deferredMsMax = 50
const deferredMsMaxInCalm = 20
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

export function judgeDeath(answers: readonly Answer[], changes: readonly Change[], death: Death): Promises {
  const { diedAt, backAt, endedAt } = death
  const gates = new Set(changes.map(({ gate }) => gate)).size
  const opened = firstTimes(changes, 'open', diedAt, backAt)
  const openedAt = gates > 0 && opened.length === gates ? Math.max(...opened) : Number.NaN
  const during = between(answers, openedAt + deferredQuicklyAfterMs, backAt).filter(({ call }) => call === 'pay')
  const medianMs = quantile(msOf(during), 0.5)
  const flows = flowsAfter(answers, backAt, endedAt)
  return [
    {
      promise: `the breakers open within ${opensWithinMs} ms of the provider's death`,
      kept: openedAt - diedAt <= opensWithinMs,
      figure: `${opened.length} of ${gates} did, the last after ${openedAt - diedAt} ms`,
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

export function judgeCalm({ answers, callsOfProvider, tries }: Calm): Promises {
  const medianMs = quantile(msOf(answers), 0.5)
  return [
    {
      promise: `one customer is told "later" in ${deferredMsMaxInCalm} ms while the breakers are open`,
      kept: medianMs < deferredMsMaxInCalm,
      figure: `median ${medianMs.toFixed(1)} ms of ${answers.length}`,
    },
    {
      promise: 'and the provider is not called, but for the calls that try it',
      kept: callsOfProvider <= tries,
      figure: `${callsOfProvider} calls, ${tries} tries`,
    },
  ]
}

export function judgeBooks(answers: readonly Answer[], { open, wrong, ends, sums }: Ended): Promises {
  const later = new Set(answers.filter(({ status }) => status === 202 || status === 503).map(({ orderId }) => orderId))
  const ended = JSON.stringify(ends)
  const paid = `charged ${sums.charged} − ${sums.givenBack} given back, owed ${sums.owed}`
  return [
    {
      promise: 'every order that was told "later" ends paid or expired',
      kept: open.length === 0,
      figure: `${later.size} were told so; of all orders ${open.length} are open, ended are ${ended}`,
    },
    {
      promise: 'ledger and orders agree to the unit',
      kept: wrong.length === 0 && sums.charged - sums.givenBack === sums.owed,
      figure: `${paid}; ${wrong.length} orders differ`,
    },
  ]
}
