// Who sends a message: by whether somebody has it, who brings it, and how old its step is.
import { expect, test } from 'vitest'
import { claimMs, lookAgainAt, queueOwnsMs, sendMsMax, turnOf, unclaimedMs } from '../../../src/message/claims.ts'

/** Most that a poll comes before its time: see `pollSlackMs` of the order's actor. */
const earlyMs = 2000

test('the queue sends what is new without a claim; all else is claimed, or left to the queue', () => {
  const ages = [-1, unclaimedMs - 1, unclaimedMs, queueOwnsMs - 1, queueOwnsMs]
  const turns = (hasRow: boolean, source: 'queue' | 'poll') => ages.map((age) => turnOf(hasRow, source, age))
  expect(turns(false, 'queue')).toEqual(['unclaimed', 'unclaimed', 'claimed', 'claimed', 'claimed'])
  expect(turns(false, 'poll')).toEqual(['later', 'later', 'later', 'later', 'claimed'])
  expect([...turns(true, 'queue'), ...turns(true, 'poll')]).toEqual(Array(10).fill('claimed'))
})

test('a send without a claim is over and recorded before a poll may send, and a claim outlasts its send', () => {
  // The oldest of a batch may be recorded with the youngest, which begins `unclaimedMs` later.
  expect(2 * unclaimedMs + sendMsMax).toBeLessThan(queueOwnsMs - 3000)
  expect(queueOwnsMs).toBeLessThan(20_000 - earlyMs)
  expect(sendMsMax).toBeLessThan(claimMs)
})

test('one that somebody has is looked at again after a send; one that failed, at its next try', () => {
  const waiting = { firstTriedAt: 0, nextTryAt: claimMs }
  expect(lookAgainAt({ ...waiting, tries: 0 }, 0)).toBe(sendMsMax)
  expect(lookAgainAt({ ...waiting, tries: 0 }, claimMs - 1)).toBe(claimMs)
  expect(lookAgainAt({ ...waiting, tries: 1 }, 0)).toBe(claimMs)
})
