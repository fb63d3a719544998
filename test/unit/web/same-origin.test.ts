// Which forms are our own: a browser says where a form comes from, and who says nothing is refused.
import { expect, test } from 'vitest'
import { isSameOrigin } from '../../../src/web/same-origin.ts'

const shop = 'https://shop.example'

test.each<[boolean, Record<string, string>]>([
  [true, { origin: shop }],
  [true, { 'sec-fetch-site': 'same-origin' }],
  [true, { origin: 'null', 'sec-fetch-site': 'same-origin' }],
  [false, {}],
  [false, { origin: 'null' }],
  [false, { origin: '' }],
  [false, { origin: 'https://evil.example' }],
  [false, { origin: 'https://shop.example.evil.example' }],
  [false, { origin: 'http://shop.example' }],
  [false, { origin: 'https://shop.example:8443' }],
  [false, { 'sec-fetch-site': 'same-site' }],
  [false, { 'sec-fetch-site': 'none' }],
  [false, { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }],
])('%s for %j', (isSame, headers) => {
  expect(isSameOrigin(new Request(shop, { method: 'POST', headers }), shop)).toBe(isSame)
})
