// Which methods a path has.
import { expect, test } from 'vitest'
import { methodsOf } from '../../../src/web/methods.ts'

const at = methodsOf([
  { method: 'ALL', path: '/*' },
  { method: 'GET', path: '/orders/:orderId' },
  { method: 'PATCH', path: '/orders/:orderId' },
  { method: 'POST', path: '/orders' },
  { method: 'POST', path: '/admin/orders/:orderId{ord_[0-9]+}/take' },
])

test.each([
  ['/orders/1', 'GET, HEAD, PATCH, OPTIONS'],
  ['/orders', 'POST, OPTIONS'],
  ['/admin/orders/ord_1/take', 'POST, OPTIONS'],
  ['/admin/orders/other/take', null],
  ['/', null],
  ['/orders/1/2', null],
])('%s: %s', (path, allow) => expect(at(path)).toBe(allow))
