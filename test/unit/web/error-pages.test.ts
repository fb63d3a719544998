// Error pages: their status, what they say to whom, and where the browser goes after a form.

import { expect, test } from 'vitest'
import { defaultReader } from '../../../src/contract/language.ts'
import { rejectionCodes } from '../../../src/contract/rejections.ts'
import { forbiddenPage, notFoundPage, pageStatusOf, refusalPage, seeOther } from '../../../src/web/error-pages.tsx'
import { callers } from '../../support/callers.ts'

test('a page for others says for whom it is, and who is signed in', async () => {
  const answer = await forbiddenPage(callers.courier, { en: 'the staff', ko: '직원' })
  expect(answer.status).toBe(403)
  expect(await answer.text()).toContain('It is for the staff. You are signed in as Choi (courier).')
})

test('what is not found is a 404 that leads back to the shop', async () => {
  const answer = await notFoundPage(callers.customer, { detail: 'There is no <such> order.' })
  expect(answer.status).toBe(404)
  const html = await answer.text()
  for (const text of ['There is no &lt;such&gt; order.', 'href="/"', 'href="/mypage"']) expect(html).toContain(text)
})

test('an error page leads its person on: to their own pages, or what is given', async () => {
  const html = await (await notFoundPage(callers.staff, { detail: 'No.' })).text()
  expect(html).toContain('<p><a href="/admin">Worklist</a></p>')
  const next = { href: '', text: 'Try again' }
  const later = await refusalPage({ heading: 'Later', text: 'No.', status: 503, reader: defaultReader, next })
  expect(await later.text()).toContain('<p><a href="">Try again</a></p><p><a href="/">Back to the shop</a></p>')
})

test('nobody is named where nobody is known, and its headers are added', async () => {
  const headers: [string, string][] = [['retry-after', '5']]
  const answer = await refusalPage({ heading: 'Later', text: 'Not now.', status: 503, headers, reader: defaultReader })
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
  const html = await answer.text()
  for (const text of ['Sign in', 'Sign out']) expect(html).not.toContain(text)
})

test('after a form the browser reads anew, gets every cookie by itself, and no cache keeps the way', () => {
  const { status, headers } = seeOther('/mypage', ['a=1; Path=/', 'b=2; Path=/'])
  expect([status, headers.get('location'), headers.get('cache-control')]).toEqual([303, '/mypage', 'no-store'])
  expect(headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/'])
})

test('each refusal of a form has a status; where nothing else fits, the order is not in that state', () => {
  const statuses = rejectionCodes.map((code) => pageStatusOf({ code, detail: '' }))
  expect(statuses.filter((status) => ![402, 403, 404, 409, 422, 503].includes(status))).toEqual([])
  expect(pageStatusOf({ code: 'payment_declined', detail: '' })).toBe(402)
  expect(pageStatusOf({ code: 'payment_overloaded', detail: '' })).toBe(503)
  expect(pageStatusOf({ code: 'order_already_paid', detail: '' })).toBe(409)
})
