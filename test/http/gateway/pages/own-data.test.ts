// /mypage/data: a copy of everything, and the erasure, by plain forms.
import { expect, test } from 'vitest'
import { callers } from '../../../support/callers.ts'
import { httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()
type Who = 'leaver2' | 'staff'
const headersOf = async (who: Who) => ({
  accept: 'text/html',
  cookie: `session=${await shop.tokenOf(callers[who])}; refresh=a-token`,
})
const page = async (who: Who, path: string) => shop.request(null, 'GET', path, { headers: await headersOf(who) })
const erase = async (who: Who, form: Record<string, string>) =>
  shop.request(null, 'POST', '/mypage/data/erasure', { headers: await headersOf(who), form })

test('a customer sees what there is to do, and takes the copy away; the staff have no such page', async () => {
  expect(await (await page('leaver2', '/mypage/data')).text()).toContain('Download the file')
  const copy = await page('leaver2', '/mypage/data/export')
  expect(copy.headers.get('content-disposition')).toBe('attachment; filename="my-data.json"')
  expect(await copy.json()).toMatchObject({ customerId: callers.leaver2.subject, orders: [] })
  expect((await page('staff', '/mypage/data')).status).toBe(403)
  expect((await page('leaver2', '/mypage/data/nothing')).status).toBe(404)
})

test('without the tick, or with an open order, nothing is erased, and the page says why', async () => {
  const unconfirmed = await erase('leaver2', {})
  expect([unconfirmed.status, await unconfirmed.text()]).toEqual([422, expect.stringContaining('Nothing was erased')])
  const orderId = await shop.orderOf('leaver2', 'unpaid')
  const open = await erase('leaver2', { understood: 'yes' })
  expect([open.status, await open.text()]).toEqual([409, expect.stringContaining('is still open')])
  expect((await page('leaver2', '/mypage')).status).toBe(200)
  await shop.call('leaver2', 'PATCH', `/orders/${orderId}`, { body: { orderStatus: 'orderCancel' } })
})

test('then the account is gone, the browser is signed out, and a page of its own says so', async () => {
  const erased = await erase('leaver2', { understood: 'yes' })
  expect([erased.status, erased.headers.get('location')]).toEqual([303, '/erased'])
  const cookies = erased.headers.getSetCookie().filter((cookie) => /^(session|refresh)=;/.test(cookie))
  expect(cookies).toHaveLength(2)
  const goodbye = await shop.request(null, 'GET', '/erased', { headers: { accept: 'text/html' } })
  expect([goodbye.status, await goodbye.text()]).toEqual([200, expect.stringContaining('Your data is erased')])
  // The form is for who is signed in, and nobody is.
  const again = await erase('leaver2', { understood: 'yes' })
  expect([again.status, again.headers.get('location')]).toEqual([303, expect.stringContaining('/sign-in')])
})
