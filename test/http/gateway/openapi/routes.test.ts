// /openapi.json and /docs: the document as it is committed, and the viewer behind the gateway's headers.
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

test('the viewer and its files come from the docs, with the gateway’s own headers', async () => {
  for (const path of ['/docs', '/docs/start.js']) {
    const { status, headers, body } = await shop.call(null, 'GET', path)
    expect([status, body]).toEqual([200, { text: 'the viewer' }])
    expect(headers.get('x-request-id')).toMatch(/^req_/)
  }
})

test('the document is there while the viewer is not', async () => {
  const env = { DOCS: down(shop.env.DOCS) }
  expect((await shop.call(null, 'GET', '/docs', { env })).status).toBe(503)
  expect((await shop.call(null, 'GET', '/openapi.json', { env })).status).toBe(200)
})
