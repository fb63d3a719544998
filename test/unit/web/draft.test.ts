// A form that was sent signed out: its fields come back to the form's own page, in the same browser, and nowhere else.
import { expect, test } from 'vitest'
import { draftOf, dropDrafts, keepDraft } from '../../../src/web/draft.ts'

const origin = 'https://shop.example'
const typed = { customerName: '강 & Kang', deliveryAddress: 'Gangnam <3 👨‍👩‍👧', paymentToken: '' }

const sent = (path: string, fields: Record<string, string> = typed, cookie = '') =>
  new Request(origin + path, { method: 'POST', body: new URLSearchParams(fields), headers: { cookie } })
const asked = (address: string, cookie: string) => new Request(origin + address, { headers: { cookie } })
const pairOf = (line = '') => line.split(';')[0] ?? ''

test('what was typed is shown again at the address of the form', async () => {
  const { address, cookies } = await keepDraft(sent('/mypage/new?from=shelf'))
  expect(address).toMatch(/^\/mypage\/new\?from=shelf&draft=[\w-]+$/)
  expect(cookies).toEqual([
    expect.stringMatching(/^__Host-draft-.*; Max-Age=1800; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
  ])
  expect(draftOf(asked(address, pairOf(cookies[0])))).toEqual(typed)
})

test('not at another form, not without its address, and not in another browser', async () => {
  const { address, cookies } = await keepDraft(sent('/mypage/new'))
  const cookie = pairOf(cookies[0])
  expect(draftOf(asked(address.replace('/new', '/orders/x/pay'), cookie))).toBeNull()
  expect(draftOf(asked('/mypage/new', cookie))).toBeNull()
  expect(draftOf(asked(address, ''))).toBeNull()
})

test.each(['x', btoa('{"path":"/mypage/new"}'), '%E0', ''])('a cookie of another content is none: "%s"', (value) => {
  const id = 'an-id-of-a-draft-0'
  expect(draftOf(asked(`/mypage/new?draft=${id}`, `__Host-draft-${id}=${value}`))).toBeNull()
})

test('the longest order form fits into a cookie, and what does not is left out', async () => {
  const longest = { customerName: '강'.repeat(100), deliveryAddress: '남'.repeat(500), paymentToken: 't'.repeat(200) }
  const { address, cookies } = await keepDraft(sent('/mypage/new', longest))
  expect(pairOf(cookies[0]).length).toBeLessThanOrEqual(4096)
  expect(draftOf(asked(address, pairOf(cookies[0])))).toEqual(longest)
  expect(await keepDraft(sent('/mypage/new', { reason: 'x'.repeat(4000) }))).toEqual({
    address: '/mypage/new',
    cookies: [],
  })
})

test('a third form ends the older two', async () => {
  const kept = [await keepDraft(sent('/a')), await keepDraft(sent('/b'))]
  const both = kept.map(({ cookies }) => pairOf(cookies[0])).join('; ')
  const { cookies } = await keepDraft(sent('/c', typed, both))
  expect(cookies.map((line) => /Max-Age=\d+/.exec(line)?.[0])).toEqual(['Max-Age=0', 'Max-Age=0', 'Max-Age=1800'])
})

test('an accepted form ends its own drafts, and leaving ends all', async () => {
  const kept = [await keepDraft(sent('/a')), await keepDraft(sent('/b'))]
  const both = kept.map(({ cookies }) => pairOf(cookies[0])).join('; ')
  const [ofA = ''] = kept.map(({ cookies }) => pairOf(cookies[0]).split('=')[0])
  expect(dropDrafts(asked('/a', both), '/a')).toEqual([expect.stringContaining(`${ofA}=; Max-Age=0;`)])
  expect(dropDrafts(asked('/', both))).toHaveLength(2)
})
