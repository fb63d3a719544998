// /deliveries: the couriers' list, one delivery, and what handing it over is answered with.
import { describe, expect, test } from 'vitest'
import { down, httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()
const handOver = (orderId: string) =>
  shop.call('courier', 'PATCH', `/deliveries/${orderId}`, { body: { orderStatus: 'deliveryCompleted' } })

describe('GET /deliveries', () => {
  test('lists by status, a page at a time', async () => {
    const [started, completed] = [await shop.order('take'), await shop.order('take', 'deliver')]
    const ids = async (query: string) => {
      const { body } = await shop.call('courier', 'GET', `/deliveries?limit=100${query}`)
      return (Array.isArray(body['items']) ? body['items'] : []).map(({ orderId }: { orderId: string }) => orderId)
    }
    expect(await ids('')).toEqual(expect.arrayContaining([started, completed]))
    expect(await ids('&status=started')).not.toContain(completed)
    expect(await ids('&status=completed')).not.toContain(started)
    const { body } = await shop.call('courier', 'GET', '/deliveries?limit=1')
    expect(
      (await shop.call('courier', 'GET', `/deliveries?limit=1&cursor=${body['cursor']}`)).body['items'],
    ).toHaveLength(1)
  })

  test('is not for customers, and answers 503 while delivery is down', async () => {
    expect((await shop.call('customer', 'GET', '/deliveries')).body['code']).toBe('role_not_allowed')
    const env = { DELIVERY: down(shop.env.DELIVERY) }
    const answer = await shop.call('courier', 'GET', '/deliveries', { env })
    expect([answer.status, answer.body['detail']]).toEqual([503, expect.stringContaining('delivery')])
  })
})

describe('/deliveries/{orderId}', () => {
  test('shows the delivery of an order, and 404 where there is none', async () => {
    const orderId = await shop.order('take')
    expect((await shop.call('courier', 'GET', `/deliveries/${orderId}`)).body).toMatchObject({
      orderId,
      status: 'started',
    })
    const none = await shop.call('courier', 'GET', `/deliveries/${await shop.order('unpaid')}`)
    expect([none.status, none.body['code']]).toEqual([404, 'delivery_not_found'])
  })

  test('is handed over once, and the order says so', async () => {
    const orderId = await shop.order('take')
    for (const _ of ['once', 'twice']) {
      expect(await handOver(orderId)).toMatchObject({ status: 200, body: { orderStatus: 'deliveryCompleted' } })
    }
  })

  test('is not handed over before it has started', async () => {
    const { status, body } = await handOver(await shop.order())
    expect([status, body['code']]).toEqual([409, 'delivery_not_started'])
  })
})
