// The page of the API shows all that the document has, as text, and links to nothing that is not there.
import { expect, test } from 'vitest'
import { apiDocument } from '../../../../src/gateway/openapi/document.ts'
import { documentContent, documentPage } from '../../../../src/gateway/openapi/page.tsx'
import { renderPage } from '../../../../src/web/page.tsx'

const reader = { language: 'en', timeZone: 'Asia/Seoul' } as const
const htmlOf = async (document: unknown) =>
  (await renderPage(documentPage(await documentContent(document), reader))).text()
const document = apiDocument()
const html = await htmlOf(document)

test('every call is there once, with its summary, and every schema and problem', () => {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, calls]) =>
    Object.keys(calls).map((method) => `<summary><code>${method.toUpperCase()} ${path}</code>`),
  )
  expect(operations.length).toBeGreaterThan(40)
  for (const name of operations) expect([name, html.split(name).length - 1]).toEqual([name, 1])
  for (const name of Object.keys(document.components?.schemas ?? {})) expect(html).toContain(`id="schema-${name}"`)
  for (const code of Object.keys(document.components?.examples ?? {})) expect(html).toContain(`id="problem-${code}"`)
})

test('each link inside the page leads to something, and no two things have the same id', () => {
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1] ?? '')
  expect(ids.length).toBe(new Set(ids).size)
  const targets = [...html.matchAll(/href="#([^"]+)"/g)].map((match) => match[1] ?? '')
  expect(targets.length).toBeGreaterThan(100)
  expect(targets.filter((target) => !ids.includes(target))).toEqual([])
})

test('a call says whom it is for, what it takes, answers and refuses', () => {
  const call = html.slice(html.indexOf('<code>POST /orders</code>'), html.indexOf('<code>GET /orders</code>'))
  for (const part of ['For customer.', 'idempotency-key', 'tok_approved', 'Answer 201', '#schema-PlaceOrder'])
    expect(call).toContain(part)
  expect(call).toContain('<dt>409</dt>')
  expect(call).toContain('href="#problem-price_changed"')
  expect(html.slice(html.indexOf('<code>GET /items</code>')).slice(0, 400)).toContain('For anyone.')
})

test('the words of the document are shown as text', async () => {
  const changed = await htmlOf({ ...document, info: { ...document.info, description: '<img src=x>' } })
  expect(changed).toContain('&lt;img src=x&gt;')
  expect(changed).not.toContain('<img')
})
