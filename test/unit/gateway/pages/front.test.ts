// The front page: what a visitor sees of the shelf, and who may order from it.
import { expect, test } from 'vitest'
import type { Item } from '../../../../src/contract/rpc.ts'
import { frontPage, orderFormOf, type Visitor } from '../../../../src/gateway/pages/front.tsx'
import { renderPage } from '../../../../src/web/page.tsx'
import { callers } from '../../../support/callers.ts'
import { won } from '../../../support/orders.ts'

const item = (itemId: string, category: string, itemName = `Item ${itemId}`): Item => ({
  itemId,
  itemName,
  description: 'Quiet.',
  category,
  price: won(59_000),
})
const shown = async (visitor: Visitor, items: Item[] | null) => (await renderPage(frontPage(visitor, items))).text()

test('the items stand under their categories, each once', async () => {
  const html = await shown(null, [item('1', 'climate'), item('2', 'kitchen'), item('3', 'climate', '<Fan>')])
  expect([...html.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, text]) => text)).toEqual(['Climate', 'Kitchen'])
  expect([...html.matchAll(/<h3>(.*?)<\/h3>/g)].map(([, text]) => text)).toEqual(['Item 1', '&lt;Fan&gt;', 'Item 2'])
  expect(html).toContain('₩59,000')
})

test.each<[string, Visitor, boolean, string]>([
  ['nobody that is signed in', null, true, 'Sign in'],
  ['a customer', callers.customer, true, 'Kang'],
  ['the staff', callers.staff, false, 'Park'],
  ['a courier', callers.courier, false, 'Choi'],
])('%s sees who they are, and the way to order only when it is theirs', async (_, visitor, canOrder, name) => {
  const html = await shown(visitor, [item('7', 'climate')])
  expect(html.includes('href="/mypage/new?itemId=7"')).toBe(canOrder)
  expect(html).toContain(name)
})

test('a visitor who cannot be told is offered neither to sign in nor to order', async () => {
  const html = await shown(undefined, [item('7', 'climate')])
  for (const text of ['Sign in', 'Sign out', '/mypage/new']) expect(html).not.toContain(text)
})

test('an empty shelf and one that is out of reach are told apart', async () => {
  expect(await shown(null, [])).toContain('The shelf is empty.')
  expect(await shown(null, null)).toContain('out of reach just now')
})

test('the way to the order form escapes the item’s id', () => {
  expect(orderFormOf('a&b=c')).toBe('/mypage/new?itemId=a%26b%3Dc')
})
