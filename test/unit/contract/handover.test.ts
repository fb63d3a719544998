// Where a reason or a receiver leaves something open, a note says it.
import { expect, test } from 'vitest'
import { attemptFailures, isNoteMissing, receivers } from '../../../src/contract/handover.ts'

test('a note is needed for another reason, for a neighbor and for a place, and for nothing else', () => {
  const needed = [...attemptFailures, ...receivers].filter((about) => isNoteMissing(about, null))
  expect(needed).toEqual(['other', 'neighbor', 'leftAtDoor'])
})

test('a note that nobody can see is none', () => {
  expect(['', ' ', '\u200b'].map((note) => isNoteMissing('neighbor', note))).toEqual([true, true, true])
  expect(isNoteMissing('neighbor', 'Park')).toBe(false)
})
