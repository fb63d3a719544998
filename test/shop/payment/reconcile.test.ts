// `npm run reconcile` against the whole shop: it prints the call that repairs a difference, and the call, made as it is
// printed, repairs it.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runScript } from '../../support/run-script.ts'
import { openShop, type Shop, until } from '../../support/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop({ vars: { payment: { RECONCILE_SETTLE_SECONDS: '1' } } })
})
afterAll(() => shop.close())

const today = () => new Date().toISOString().slice(0, 10)
const firstDay = today()

/** Each day of this test, until nothing is under way: the run may go over midnight. */
async function reconcile(): Promise<{ code: number; output: string }> {
  const all = { code: 0, output: '' }
  for (const day of new Set([firstDay, today()])) {
    const { code, output } = await until(
      async () => {
        const script = runScript('reconcile', {}, [], ['--day', day, '--origin', shop.origin])
        return { code: await script.ended, output: script.output() }
      },
      (reported) => reported.code !== 2 && !reported.output.includes('under way just now'),
    )
    all.code = Math.max(all.code, code ?? 2)
    all.output += output
  }
  return all
}

it('prints that a day agrees, and each difference with the call that repairs it', async () => {
  const order = {
    customerName: 'Kang',
    itemId: '2',
    qty: 3,
    deliveryAddress: 'Gangnam',
    deliveryPhoneNumber: '010-0123-4567',
  }
  const placed = await shop.call<{ orderId: string }>('customer', 'POST', '/orders', {
    ...order,
    paymentToken: 'tok_approved',
  })
  const { orderId } = placed.body
  const agreed = await reconcile()
  expect(agreed.output).toMatch(/[12] orders and 1 entries of the provider compared, 0 differences/)
  expect(agreed.code).toBe(0)

  const headers = { authorization: 'Bearer sandbox_test_key', 'idempotency-key': 'outside' }
  const body = JSON.stringify({ amount: 4500, currency: 'KRW', token: 'tok_approved', reference: orderId })
  const sandbox = shop.harness.getWorker('homeappliance-sandbox')
  await sandbox.fetch('https://sandbox.internal/charges', { method: 'POST', headers, body })
  const differs = await reconcile()
  expect(differs.code).toBe(1)
  const [, method = '', path = ''] = /→ (POST) (\S+)/.exec(differs.output) ?? []
  expect([differs.output.includes(`chargeUnknown  ${orderId}`), path]).toEqual([true, `/payments/${orderId}/inquiries`])

  for (const account of ['customer', 'staff', 'courier'] as const) {
    expect((await shop.call(account, method, path)).status).toBe(403)
    expect((await shop.call(account, 'POST', `/reconciliations/${firstDay}`)).status).toBe(403)
    expect((await shop.call(account, 'GET', `/reconciliations/${firstDay}`)).status).toBe(403)
    expect((await shop.call(account, 'GET', '/reconciliations')).status).toBe(403)
  }
  expect((await shop.call('ops', method, path)).status).toBe(202)
  await until(
    () => shop.call<{ refunds: unknown[] }>('staff', 'GET', `/payments/${orderId}/provider`),
    ({ body: record }) => record.refunds.length === 1,
  )
  expect((await reconcile()).code).toBe(0)
  const listed = await shop.call<{ items: unknown[] }>('ops', 'GET', '/reconciliations')
  expect(listed.body.items.at(-1)).toMatchObject({ day: firstDay, status: 'done', differences: 0 })
})

it('refuses a day that has not begun, and knows none that was not reconciled', async () => {
  expect(await shop.call('ops', 'POST', '/reconciliations/2999-01-01')).toMatchObject({
    status: 422,
    body: { code: 'invalid_request', field: 'day' },
  })
  expect((await shop.call('ops', 'POST', '/reconciliations/yesterday')).status).toBe(422)
  expect((await shop.call('ops', 'GET', '/reconciliations/2020-01-01')).status).toBe(404)
  const refused = runScript('reconcile', { TOKEN: 'no.token.at' }, [], ['--origin', shop.origin])
  expect(await refused.ended).toBe(2)
  expect(refused.output()).toContain('token_invalid')
})
