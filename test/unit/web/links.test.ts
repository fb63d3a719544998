// The links in the bar on top: each role's places, and which of them is the page that is shown.
import { expect, test } from 'vitest'
import { linksFor } from '../../../src/web/links.ts'

test.each([
  [null, ['/', '/mypage']],
  ['customer', ['/', '/mypage', '/mypage/messages', '/mypage/data']],
  ['staff', ['/', '/admin', '/courier', '/admin/messages', '/admin/analytics']],
  ['ops', ['/', '/admin', '/admin/messages', '/admin/analytics', '/ops/dead-letters']],
  ['courier', ['/', '/courier']],
] as const)('%s has %j', (role, hrefs) => expect(linksFor(role, 'en').map(({ href }) => href)).toEqual(hrefs))

test('the page that is shown is marked, and no other', () => {
  const current = (address: string) =>
    linksFor('customer', 'en', address).flatMap((link) => (link.current ? link.href : []))
  expect(current('/mypage')).toEqual(['/mypage'])
  expect(current('/mypage/orders/ord_1')).toEqual([])
  expect(linksFor('customer', 'en').some(({ current }) => current)).toBe(false)
})
