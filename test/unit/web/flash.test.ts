// The notice after a form: shown once, at the page that the form leads to, and never because of an address.
import { expect, test } from 'vitest'
import { keepNotice, takeNotice } from '../../../src/web/flash.ts'

const origin = 'https://shop.example'
const sent = new Request(`${origin}/mypage/orders/ord_1/cancel`, { method: 'POST' })
const asked = (address: string, cookie = '') => new Request(origin + address, { headers: { cookie } })
const pairOf = (line = '') => line.split(';')[0] ?? ''
const kept = keepNotice(sent, '/mypage/orders/ord_1', 'canceled')

test('the page that a form leads to shows its notice, and has the browser forget it', () => {
  expect(kept).toMatch(/^__Host-flash=.*; Max-Age=60; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  expect(takeNotice(asked('/mypage/orders/ord_1', pairOf(kept)))).toEqual({
    notice: 'canceled',
    headers: [['set-cookie', expect.stringMatching(/^__Host-flash=; Max-Age=0; Path=\/; /)]],
  })
})

test.each([
  ['another page', asked('/mypage/orders/ord_2', pairOf(kept))],
  ['an address that asks for it', asked('/mypage/orders/ord_1?done=canceled&notice=canceled')],
  ['a cookie that another host could have laid', asked('/mypage/orders/ord_1', pairOf(kept).replace('__Host-', ''))],
  ['a cookie of another form', asked('/mypage/orders/ord_1', '__Host-flash=canceled')],
  ['an empty cookie', asked('/mypage/orders/ord_1', '__Host-flash=')],
])('nothing is shown, and nothing forgotten, for %s', (_, request) => {
  expect(takeNotice(request)).toEqual({ notice: null, headers: [] })
})
