// /openapi.json and /docs: the document as it is committed, and the page that shows it.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { down, httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()

test('the document is the committed one, the same each time, and open to anyone', async () => {
  const committed: unknown = JSON.parse(readFileSync('docs/contract/openapi.json', 'utf8'))
  for (const _ of ['once', 'twice']) {
    expect(await shop.call(null, 'GET', '/openapi.json')).toMatchObject({ status: 200, body: committed })
  }
})

test('the static files come from the docs, with the gateway’s own headers', async () => {
  const { status, headers, body } = await shop.call(null, 'GET', '/apple-touch-icon.png')
  expect([status, body]).toEqual([200, { text: 'the files' }])
  expect(headers.get('x-request-id')).toMatch(/^req_/)
})

test('the document and its page are there while the static files are not', async () => {
  const env = { DOCS: down(shop.env.DOCS) }
  expect((await shop.call(null, 'GET', '/apple-touch-icon.png', { env })).status).toBe(503)
  for (const path of ['/openapi.json', '/docs']) expect((await shop.call(null, 'GET', path, { env })).status).toBe(200)
})
