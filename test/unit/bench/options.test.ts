// What may be asked of the benches, and the clear refusal of what may not.
import { describe, expect, it } from 'vitest'
import { benchNames, usage } from '../../bench/benches.ts'
import { OptionRefused, wholeNumber, wholeNumbers } from '../../bench/options.ts'

describe('a number', () => {
  it('is taken', () => expect(wholeNumber('minutes', '5', 1, 600)).toBe(5))
  it.each(['', '0', '-1', '1.5', '1e3', '601', 'five', ' 5'])('is refused: %j', (text) => {
    expect(() => wholeNumber('minutes', text, 1, 600)).toThrow(
      new OptionRefused(`--minutes must be a whole number from 1 to 600, not "${text}"`),
    )
  })
})

describe('numbers', () => {
  it('are taken in growing order', () => expect(wholeNumbers('clients', '1, 16,64', 1, 256)).toEqual([1, 16, 64]))
  it.each(['16,1', '1,1', '1,', '1,x', '0,1'])('are refused: %j', (text) => {
    expect(() => wholeNumbers('clients', text, 1, 256)).toThrow(OptionRefused)
  })
})

describe('names', () => {
  it('stand for a bench, or for several', () => {
    expect(benchNames(['all', 'soak'])).toEqual(['place', 'pay', 'read', 'mypage', 'worklist', 'items', 'soak'])
    expect(benchNames(['floor'])).toEqual(['place', 'pay', 'read', 'mypage'])
  })
  it('run once each', () => expect(benchNames(['floor', 'place', 'lag', 'lag'])).toHaveLength(5))
  it('are refused when one is unknown', () => {
    expect(benchNames(['place', 'plaice'])).toBeNull()
    expect(benchNames(['constructor'])).toBeNull()
  })
  it('are all told of', () => {
    for (const name of ['all', 'floor', 'place', 'soak', 'outage', 'lag', 'rows', 'overload']) {
      expect(usage).toMatch(new RegExp(`^  ${name} +\\S`, 'm'))
    }
  })
})
