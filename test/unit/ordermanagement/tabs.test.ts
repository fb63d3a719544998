// The tabs of the worklist: what an address shows, and the address of what is shown.
import { expect, test } from 'vitest'
import { addressOf, isNewestFirst, listedOf, shownIn } from '../../../src/ordermanagement/tabs.ts'

test.each([
  [{}, '/admin'],
  [{ tab: 'toPack' }, '/admin'],
  [{ tab: 'nonsense' }, '/admin'],
  [{ tab: 'refundsStuck', orderStatus: 'orderTaken' }, '/admin?tab=refundsStuck'],
  [{ tab: 'all', orderStatus: 'nonsense' }, '/admin?tab=all'],
  [{ orderStatus: 'payCanceled' }, '/admin?tab=all&orderStatus=payCanceled'],
  [{ needsAttention: 'true' }, '/admin?tab=needsAttention'],
  [{ q: ' a&b ', tab: 'all' }, '/admin?q=a%26b'],
  [{ q: '  ' }, '/admin'],
  [{ q: 'x'.repeat(200) }, `/admin?q=${'x'.repeat(100)}`],
])('%j is shown at %s', (query: Record<string, string>, address) => {
  expect(addressOf(shownIn(query))).toBe(address)
})

test('what waits comes with the oldest first, and everything with the newest', () => {
  expect(isNewestFirst(shownIn({}))).toBe(false)
  expect(isNewestFirst(shownIn({ tab: 'all' }))).toBe(true)
  expect(isNewestFirst(shownIn({ q: 'kang' }))).toBe(true)
  expect(listedOf(shownIn({ q: 'kang' }))).toEqual({ search: 'kang' })
  expect(listedOf(shownIn({ orderStatus: 'payCanceled' }))).toMatchObject({ selection: { statuses: ['payCanceled'] } })
})
