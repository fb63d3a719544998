// The front page: what a visitor sees of the shelf, and who may order from it.

import { expect, test } from 'vitest'
import { demoItems } from '../../../../scripts/demo/items.ts'
import { defaultReader } from '../../../../src/contract/language.ts'
import type { Item } from '../../../../src/contract/rpc.ts'
import { found, frontPage, itemPage, orderFormOf, type Visitor } from '../../../../src/gateway/pages/front.tsx'
import { renderPage } from '../../../../src/web/page.tsx'
import { Picture } from '../../../../src/web/pictures.tsx'
import { callers } from '../../../support/callers.ts'
import { won } from '../../../support/orders.ts'

const item = (itemId: string, category: string, itemName = `Item ${itemId}`): Item => ({
  itemId,
  itemName,
  description: 'Quiet.',
  category,
  price: won(59_000),
})
const shown = async (visitor: Visitor, items: Item[] | null) =>
  (await renderPage(frontPage(visitor, defaultReader, items))).text()

test('the items stand under their categories, each once', async () => {
  const html = await shown(null, [item('1', 'climate'), item('2', 'kitchen'), item('3', 'climate', '<Fan>')])
  expect([...html.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, text]) => text)).toEqual(['Climate', 'Kitchen'])
  const names = [...html.matchAll(/<h3><a href="\/shop\/\d">(.*?)<\/a><\/h3>/g)].map(([, text]) => text)
  expect(names).toEqual(['Item 1', '&lt;Fan&gt;', 'Item 2'])
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

test('an unlisted article is not in the window, though it has its page', async () => {
  const trial = { ...item('2', 'climate', 'Trial'), isUnlisted: true }
  expect(await shown(null, [item('1', 'climate'), trial])).not.toContain('Trial')
  const html = await (await renderPage(itemPage(callers.customer, defaultReader, trial))).text()
  for (const text of ['<h1>Trial</h1>', 'href="/mypage/new?itemId=2"', '<title>Trial · ']) expect(html).toContain(text)
})

test.each([
  ['fan', ['1']],
  ['ＦＡＮ', ['1']],
  ['quiet  kitchen', ['2']],
  ['fan kitchen', []],
  ['', ['1', '2']],
])('a search for "%s" finds %j', (search, ids) => {
  const items = [item('1', 'climate', 'Fan'), item('2', 'kitchen', 'Oven')]
  expect(found(items, search).map(({ itemId }) => itemId)).toEqual(ids)
})

test('shelf and article are in the reader’s language, and the search finds an article in every one', async () => {
  const korean = { ...defaultReader, language: 'ko' } as const
  const [fridge] = demoItems
  if (fridge === undefined) throw new Error('the shelf is empty')
  const pages = [frontPage(null, korean, [fridge]), itemPage(null, korean, fridge)]
  const [shelf = '', page = ''] = await Promise.all(pages.map(async (one) => (await renderPage(one)).text()))
  for (const text of ['<h2>주방 가전</h2>', '4도어 냉장고 870 L', '성에 없는 냉동실']) expect(shelf).toContain(text)
  for (const text of ['<h1>4도어 냉장고 870 L</h1>', '<title>4도어 냉장고 870 L · ']) expect(page).toContain(text)
  expect(`${shelf}${page}`).not.toMatch(/refrigerator|freezer|kitchen/i)
  const shelves = ['냉장고', 'refrigerator', '주방 door', '주방 fan'].map((search) => found([fridge], search).length)
  expect(shelves).toEqual([1, 1, 1, 0])
  const untranslated = await (await renderPage(itemPage(null, korean, item('9', 'floor', 'Fan')))).text()
  expect(untranslated).toContain('<h1>Fan</h1>')
})

test('each article of the demo shop has its Korean texts', () => {
  for (const { translations } of demoItems) {
    expect(Object.values(translations?.ko ?? {}).every((text) => /[가-힣]/.test(text))).toBe(true)
    expect(Object.keys(translations?.ko ?? {})).toHaveLength(3)
  }
})

test('a search keeps what was typed, as text, and one that finds nothing leads back', async () => {
  const html = await (await renderPage(frontPage(null, defaultReader, [item('1', 'climate')], '"><b>'))).text()
  expect(html).toContain('value="&quot;&gt;&lt;b&gt;"')
  expect(html).toContain('Nothing in the shop matches “&quot;&gt;&lt;b&gt;”.')
  expect(html).toContain('See everything')
})

test('each article has its own drawing, and one of a name that is not known has one too', async () => {
  const drawings = demoItems
    .filter(({ isUnlisted }) => isUnlisted !== true)
    .map(({ picture }) => String(Picture({ name: picture })))
  expect(new Set(drawings).size).toBe(drawings.length)
  const plain = String(Picture({ name: undefined }))
  expect(drawings).not.toContain(plain)
  expect(String(Picture({ name: 'constructor' }))).toBe(plain)
})

test('the way to the order form escapes the item’s id', () => {
  expect(orderFormOf('a&b=c')).toBe('/mypage/new?itemId=a%26b%3Dc')
})
