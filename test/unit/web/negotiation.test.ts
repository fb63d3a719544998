// Who is shown a page, and who gets an answer for programs: by the qualities that the client states.
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { wantsPage } from '../../../src/web/negotiation.ts'

const ask = async (accept: string) =>
  (await new Hono().get('/', (c) => c.json(wantsPage(c))).request('/', { headers: { accept } })).json()

test.each([
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
  ['application/json;q=0.5, text/html', true],
  ['application/json, text/html;q=0.1', false],
  ['application/problem+json, text/html;q=0.9', false],
  ['text/html;q=0', false],
  ['TEXT/HTML', true],
  ['text/*', true],
  ['text/html;q=0.5, */*', false],
  ['application/*, text/html;q=0.9', false],
  ['application/json;q=0.2, */*;q=0.1, text/html;q=0.3', true],
  ['*/*', false],
  ['image/png', false],
  ['', false],
])('%j wants a page: %s', async (accept, expected) => expect(await ask(accept)).toBe(expected))
