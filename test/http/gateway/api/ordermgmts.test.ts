// /ordermgmts: the worklist's filters and pages, and what the store's work is answered with.
import { describe, expect, test } from 'vitest'
import { shortNumber } from '../../../../src/contract/ids.ts'
import { httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()
const work = (orderId: string, body: object) => shop.call('staff', 'PATCH', `/ordermgmts/${orderId}`, { body })
const idsIn = ({ body }: { body: Record<string, unknown> }) =>
  (Array.isArray(body['items']) ? body['items'] : []).map(({ orderId }: { orderId: string }) => orderId)

describe('GET /ordermgmts', () => {
  test('lists by status, a page at a time', async () => {
    const [taken, paid, later] = [await shop.order('take'), await shop.order(), await shop.order()]
    expect(idsIn(await shop.call('staff', 'GET', '/ordermgmts?orderStatus=payApproved&limit=100'))).toEqual(
      expect.arrayContaining([paid, later]),
    )
    expect(idsIn(await shop.call('staff', 'GET', '/ordermgmts?orderStatus=payApproved&limit=100'))).not.toContain(taken)
    const first = await shop.call('staff', 'GET', '/ordermgmts?limit=1')
    const next = await shop.call('staff', 'GET', `/ordermgmts?limit=1&cursor=${first.body['cursor']}`)
    expect([idsIn(first).length, idsIn(next).length]).toEqual([1, 1])
    expect(idsIn(next)).not.toEqual(idsIn(first))
  })

  test('lists only what needs attention when asked to', async () => {
    await shop.order()
    expect(idsIn(await shop.call('staff', 'GET', '/ordermgmts?needsAttention=true'))).toEqual([])
  })

  test('finds an order of any status by its number, and by words', async () => {
    const [taken, paid] = [await shop.order('take'), await shop.order()]
    for (const orderId of [taken, paid]) {
      expect(idsIn(await shop.call('staff', 'GET', `/ordermgmts?q=${orderId}`))).toEqual([orderId])
      expect(idsIn(await shop.call('staff', 'GET', `/ordermgmts?q=${shortNumber(orderId)}`))).toEqual([orderId])
    }
    expect(idsIn(await shop.call('staff', 'GET', '/ordermgmts?q=kang+4567&limit=2'))).toEqual([paid, taken])
    expect(idsIn(await shop.call('staff', 'GET', '/ordermgmts?q=nobody'))).toEqual([])
  })

  test.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['orderStatus=nonsense', 'orderStatus'],
    ['cursor=nonsense', 'cursor'],
    ['q=', 'q'],
    ['q=Kang&needsAttention=true', 'q'],
    [`q=${'x'.repeat(101)}`, 'q'],
  ])('%s is refused at its field', async (query, field) => {
    expect(await shop.call('staff', 'GET', `/ordermgmts?${query}`)).toMatchObject({
      status: 422,
      body: { code: 'invalid_request', field },
    })
  })
})

describe('/ordermgmts/{orderId}', () => {
  test('shows one order of the worklist, to staff alone', async () => {
    const orderId = await shop.order()
    expect((await shop.call('staff', 'GET', `/ordermgmts/${orderId}`)).body).toMatchObject({
      orderId,
      customerName: 'Kang',
    })
    expect((await shop.call('customer', 'GET', `/ordermgmts/${orderId}`)).status).toBe(403)
    const unknown = await shop.call('staff', 'GET', '/ordermgmts/ord_0123456789abcdefghjkmnpqrs')
    expect([unknown.status, unknown.body['code']]).toEqual([404, 'order_not_found'])
  })

  test('takes an order, and says so again when it is said twice', async () => {
    const orderId = await shop.order()
    for (const _ of ['once', 'twice']) {
      expect(await work(orderId, { orderStatus: 'orderTaken' })).toMatchObject({ status: 200, body: { orderId } })
    }
    expect(await work(await shop.order('unpaid'), { orderStatus: 'orderTaken' })).toMatchObject({
      status: 409,
      body: { code: 'order_not_paid' },
    })
  })

  test('tells another clerk who has taken the order, and since when', async () => {
    const orderId = await shop.order('take')
    const { events } = (await shop.call('staff', 'GET', `/orders/${orderId}/events`)).body
    const at = Array.isArray(events) ? events.at(-2).at : null
    const take = { body: { orderStatus: 'orderTaken' } }
    expect(await shop.call('staff2', 'PATCH', `/ordermgmts/${orderId}`, take)).toMatchObject({
      status: 409,
      body: { code: 'order_already_taken', taken: { by: 'usr_staff', at } },
    })
  })

  test('cancels for the store, with its reason', async () => {
    const { status, body } = await work(await shop.order(), { orderStatus: 'orderCanceled', reason: 'sold out' })
    expect([status, body['cancel']]).toEqual([
      200,
      expect.objectContaining({ note: 'sold out', by: { kind: 'staff', id: 'usr_staff' } }),
    ])
  })

  test('asks for the reason of a cancel', async () => {
    expect(await work(await shop.order(), { orderStatus: 'orderCanceled' })).toMatchObject({
      status: 422,
      body: { field: 'reason' },
    })
  })

  test('is reached by its other spelling too', async () => {
    const orderId = await shop.order()
    expect((await shop.call('staff', 'GET', `/ordermanagements/${orderId}`)).body).toMatchObject({ orderId })
  })
})

describe('PATCH /ordermgmts/{orderId}/claim', () => {
  const claim = (who: 'staff' | 'staff2', orderId: string, body: object) =>
    shop.call(who, 'PATCH', `/ordermgmts/${orderId}/claim`, { body })

  test('has an order in hand until it is let go of, and tells another clerk by whom', async () => {
    const orderId = await shop.order()
    const claimed = await claim('staff', orderId, { claimed: true })
    expect(claimed).toMatchObject({ status: 200, body: { orderId, clerk: { name: 'Park' } } })
    const { id, since } = Object(claimed.body['clerk'])
    const refusal = { code: 'order_claimed', taken: { by: id, name: 'Park', at: since } }
    expect(await claim('staff2', orderId, { claimed: true })).toMatchObject({ status: 409, body: refusal })
    const take = { body: { orderStatus: 'orderTaken' } }
    expect(await shop.call('staff2', 'PATCH', `/ordermgmts/${orderId}`, take)).toMatchObject({
      status: 409,
      body: refusal,
    })
    expect(await claim('staff2', orderId, { claimed: true, from: id })).toMatchObject({ status: 200 })
    expect(await claim('staff2', orderId, { claimed: false })).toMatchObject({ status: 200, body: { clerk: null } })
  })

  test.each([
    [{}, 'claimed'],
    [{ claimed: 'yes' }, 'claimed'],
    [{ claimed: true, from: 'a b' }, 'from'],
    [{ claimed: false, from: 'usr_1' }, 'from'],
  ])('%j is refused at its field', async (body, field) => {
    expect(await claim('staff', await shop.order(), body)).toMatchObject({ status: 422, body: { field } })
  })
})
