// The filter of dead letters: what it takes, and which field it names when it does not.
import { expect, test } from 'vitest'
import { parseFilter } from '../../../src/operations/filter.ts'

test('instants are kept in UTC, as the letters are', () => {
  const filter = { subscriber: 'message', type: 'OrderPlaced', state: 'open', since: '2026-11-29T09:00:00+09:00' }
  expect(parseFilter(filter)).toEqual({ ok: true, value: { ...filter, since: '2026-11-29T00:00:00.000Z' } })
  expect(parseFilter({ until: '2026-11-29' })).toMatchObject({ value: { until: '2026-11-29T00:00:00.000Z' } })
  expect(parseFilter({})).toMatchObject({ ok: true })
})

test.each([
  ['subscriber', 'catalog'],
  ['state', 'dead'],
  ['type', 'homeappliance.order.OrderPlaced'],
  ['orderId', 'ord_1'],
  ['since', 'yesterday'],
  ['until', ''],
])('%s is refused when it is %j', (field, value) => {
  expect(parseFilter({ [field]: value })).toMatchObject({ rejection: { code: 'invalid_request', field } })
})
