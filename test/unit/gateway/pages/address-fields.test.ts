// The address of the order form, as an order has it.
import { expect, test } from 'vitest'
import { addressFormOf, addressIn } from '../../../../src/gateway/pages/address-fields.tsx'

const korean = { addressForm: 'korean', postcode: '06236', roadAddress: '서울특별시 강남구 테헤란로 12' }

test.each([
  [{ ...korean, addressDetail: ' 3층 ' }, '(06236) 서울특별시 강남구 테헤란로 12, 3층'],
  [korean, '(06236) 서울특별시 강남구 테헤란로 12'],
  [
    { deliveryAddress: '1 Main St', secondLine: 'Springfield 12345', country: 'USA' },
    '1 Main St, Springfield 12345, USA',
  ],
  [{ deliveryAddress: '1 Main St' }, '1 Main St'],
  [{}, ''],
])('%j is %j', (input, address) => expect(addressIn(input)).toEqual({ address }))

test.each([
  [{ ...korean, postcode: '0623' }, 'postcode'],
  [{ ...korean, postcode: '６２３６０' }, 'postcode'],
  [{ ...korean, roadAddress: ' ' }, 'roadAddress'],
])('%j is wrong at %s', (input, field) => expect(addressIn(input)).toMatchObject({ field }))

test('the form is the chosen one, else that of the language', () => {
  const reader = (language: 'ko' | 'en') => ({ language, timeZone: 'Asia/Seoul' })
  expect(addressFormOf('lines', reader('ko'))).toBe('lines')
  expect(addressFormOf(null, reader('ko'))).toBe('korean')
  expect(addressFormOf('<b>', reader('en'))).toBe('lines')
})
