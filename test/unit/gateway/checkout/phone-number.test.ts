// Phone numbers as people write them.
import type { CountryCode } from 'libphonenumber-js/min'
import { expect, it } from 'vitest'
import { readPhoneNumber } from '../../../../src/gateway/checkout/phone-number.ts'
import { configOf } from '../../../../src/gateway/config.ts'

const read = (input: string, country: CountryCode = 'KR') => readPhoneNumber(input, { PHONE_COUNTRY: country })

it.each([
  ['010-0123-4567', '+821001234567', '010-0123-4567'],
  ['(02) 123-4567', '+8221234567', '02-123-4567'],
  ['02\u2013123\u20134567', '+8221234567', '02-123-4567'],
  ['02\u2011123\u22124567', '+8221234567', '02-123-4567'],
  ['０１０－１２３４－５６７８', '+821012345678', '010-1234-5678'],
  ['010\u30001234\u00a05678', '+821012345678', '010-1234-5678'],
  ['010.1234.5678', '+821012345678', '010-1234-5678'],
  ['+82 10 0123 4567', '+821001234567', '010-0123-4567'],
  ['＋82 (0)10 1234 5678', '+821012345678', '010-1234-5678'],
  ['02-123-4567 ext. 12', '+8221234567', '02-123-4567 ext. 12'],
  ['02-123-4567 (내선 12)', '+8221234567', '02-123-4567 ext. 12'],
  ['02-123-4567 내선번호: 12', '+8221234567', '02-123-4567 ext. 12'],
  ['+81 3-1234-5678 内線12', '+81312345678', '+81 3 1234 5678 ext. 12'],
  ['tel:+82-10-1234-5678', '+821012345678', '010-1234-5678'],
  ['0082-10-1234-5678', '+821012345678', '010-1234-5678'],
  ['0044 20 7946 0958', '+442079460958', '+44 20 7946 0958'],
  ['02-123-4567/8', '+8221234567', '02-123-4567'],
  ['02-123-4567 ~ 68', '+8221234567', '02-123-4567'],
  ['02/123-4567', '+8221234567', '02-123-4567'],
  ['010·1234·5678', '+821012345678', '010-1234-5678'],
  ['+1 (415) 555-0100', '+14155550100', '+1 415 555 0100'],
  ['+44 20 7946 0958 x123', '+442079460958', '+44 20 7946 0958 x123'],
])('reads %s', (input, e164, display) => expect(read(input)).toEqual({ e164, display }))

it('reads a number without + as one of the shop’s country', () => {
  expect(read('(415) 555-0100', 'US')).toEqual({ e164: '+14155550100', display: '(415) 555-0100' })
  expect(read('(41) 555-0100')).toEqual({ e164: '+82415550100', display: '041-555-0100' })
})

it.each([
  ['call me', 'cannot be dialled: write it like 010-0123-4567'],
  ['call 010-1234-5678', 'cannot be dialled'],
  ['1', 'too short'],
  ['010-1234-5678-9012-3456', 'too long'],
  ['+999 1234 5678', 'the code of no country'],
  ['010-01', 'not in use in the country +82'],
  ['112', 'cannot be dialled'],
])('refuses %s with the reason', (input, reason) =>
  expect(read(input)).toMatchObject({ reason: { en: expect.stringContaining(reason) } }),
)

it('a wrong country of the configuration is named', () => {
  expect(() => configOf({ PHONE_COUNTRY: 'ZZ' })).toThrow('PHONE_COUNTRY is "ZZ"')
})
