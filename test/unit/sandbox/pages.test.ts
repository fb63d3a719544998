// The sandbox's pages: a card by its name, and the question of its bank. Both lead back to the shop, and nowhere else.
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import { Ledger } from '../../../src/sandbox/ledger.ts'
import { sandboxPage } from '../../../src/sandbox/pages.tsx'
import { texts } from '../../../src/sandbox/texts.ts'
import { behaviorOf } from '../../../src/sandbox/tokens.ts'
import { callers } from '../../support/callers.ts'
import { objectSql } from '../../support/node-storage.ts'
import { noon, orderId } from '../../support/orders.ts'

const back = `https://shop/mypage/orders/${orderId}/return`
const cards = `/sandbox/cards?${new URLSearchParams({ amount: '4500', currency: 'KRW', return: back })}`
const question = `/sandbox/authentications/au_${orderId}_1`
let ledger: Ledger

beforeEach(() => {
  ledger = new Ledger(objectSql(new DatabaseSync(':memory:')))
  const money = { amount: 4500, currency: 'KRW', declineReason: null, settlesAt: noon, loseAnswer: false }
  ledger.charge(orderId, { key: 'key-1', fingerprint: '{}' }, { ...money, returnUrl: back }, noon)
})

function visit(path: string, form: Record<string, string> | null = null, caller: Caller = callers.customer) {
  const ports = {
    authentication: async (id: string) => ledger.authentication(id, noon),
    decide: async (id: string, outcome: 'approved' | 'refused' | 'canceled') => ledger.decide(id, outcome, noon),
  }
  const init = form === null ? {} : { method: 'POST', body: new URLSearchParams(form) }
  return sandboxPage(ports, caller, new Request(`https://shop${path}`, init))
}

describe('the cards', () => {
  test('are named in words, in both languages, and each is a token that the sandbox knows', async () => {
    const html = await (await visit(cards)).text()
    for (const text of ['₩4,500', 'A card without enough money', 'No money moves']) expect(html).toContain(text)
    const korean = { ...callers.customer, reader: { language: 'ko', timeZone: 'Asia/Seoul' } } as const
    expect(await (await visit(cards, null, korean)).text()).toContain('잔액이 부족한 카드')
    for (const token of Object.keys(texts.en.cards)) expect([token, behaviorOf(token)]).not.toEqual([token, null])
  })

  test('lead back to the shop with the token of the chosen one', async () => {
    const answer = await visit(cards, { card: 'tok_approved' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${back}?paymentToken=tok_approved`])
  })

  test.each([[{}], [{ card: '' }], [{ card: 'tok_unknown' }], [{ card: 'toString' }]])(
    '%j is no card',
    async (form) => {
      const answer = await visit(cards, form)
      expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('choose one')])
    },
  )

  test.each(['https://elsewhere/mypage', 'javascript:alert(1)', '//elsewhere', ''])(
    'never lead to %s',
    async (address) => {
      const path = `/sandbox/cards?${new URLSearchParams({ amount: '1', currency: 'KRW', return: address })}`
      for (const form of [null, { card: 'tok_approved' }]) expect((await visit(path, form)).status).toBe(422)
    },
  )
})

describe('the question of the bank', () => {
  test.each([
    ['approved', 'succeeded', null],
    ['refused', 'failed', 'authentication_failed'],
  ])('%s, leads back, and the charge is %s', async (outcome, status, reason) => {
    expect(await (await visit(question)).text()).toContain('₩4,500')
    const answer = await visit(question, { outcome })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, back])
    expect(ledger.charges(orderId, noon)).toMatchObject([{ idempotencyKey: 'key-1', status, reason }])
  })

  test('is asked once: a decision stays, also when the shop has canceled before', async () => {
    ledger.decide(`au_${orderId}_1`, 'canceled', noon)
    await visit(question, { outcome: 'approved' })
    expect(ledger.moved(orderId, noon).charges).toEqual([])
    const html = await (await visit(question)).text()
    expect(html).toContain('decided already')
    expect(html).not.toContain('name="outcome"')
  })

  test.each([{}, { outcome: 'canceled' }, { outcome: 'paid' }])('%j decides nothing', async (form) => {
    expect((await visit(question, form)).status).toBe(200)
    expect(ledger.charges(orderId, noon)).toMatchObject([{ status: 'requires_action' }])
  })
})

test.each(['/sandbox', '/sandbox/authentications/au_none_1', '/sandbox/authentications/1'])(
  '%s is not there',
  async (path) => {
    expect((await visit(path)).status).toBe(404)
  },
)

test.each([callers.staff, callers.courier, callers.ops])('they are not for $role', async (caller) => {
  expect((await visit(cards, null, caller)).status).toBe(403)
})
