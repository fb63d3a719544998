// One household has one address, in any spelling.
import { expect, it, test } from 'vitest'
import { addressOf } from '../../../src/platform/address.ts'

const from = (address: string) => addressOf(new Request('https://x', { headers: { 'cf-connecting-ip': address } }))

test('an IPv4 address stands for itself', () => {
  expect(from('203.0.113.7')).toBe('203.0.113.7')
  expect(from('203.0.113.7')).not.toBe(from('203.0.113.8'))
})

it.each([
  ['2001:db8:1:2:aaaa:bbbb:cccc:dddd', '2001:db8:1:2:1:2:3:4'],
  ['2001:db8::1:2:3:4', '2001:db8::a:b:c:d'],
  ['2001:db8::', '2001:db8::1'],
  ['2001:db8:0:0:1::', '2001:db8::7:0:0:1'],
  ['2001:0db8:0001:0002::1', '2001:DB8:1:2::9'],
  ['::1', '::2'],
])('%s and %s are of one network', (one, other) => expect(from(one)).toBe(from(other)))

it.each([
  ['2001:db8:1:2::1', '2001:db8:1:3::1'],
  ['2001:db8::1:0:0:0:1', '2001:db8::1'],
  ['fe80::1', '::1'],
])('%s and %s are of two', (one, other) => expect(from(one)).not.toBe(from(other)))

test('where none is stated all are one', () => expect(addressOf(new Request('https://x'))).toBe('unknown'))
