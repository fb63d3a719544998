// The variables of the gateway: lists are read, and what is no entry of one is named.
import { expect, test } from 'vitest'
import { configOf, gatewayConfig, policiesIn, regionCountries } from '../../../src/gateway/config.ts'
import { configFaults } from '../../../src/platform/config.ts'

test('without any variable it is the gateway of the embedded authorization server, and limits nobody', () => {
  expect(configOf({})).toMatchObject({ ISSUER: '', JWKS_URL: '', ROLE_CLAIM: 'role', RATE_LIMITS: new Map() })
})

test('limits and origins are lists', () => {
  expect(policiesIn('read=300/10  write=100/60')).toEqual(
    new Map([
      ['read', { calls: 300, seconds: 10 }],
      ['write', { calls: 100, seconds: 60 }],
    ]),
  )
  const CORS_ORIGINS = ' https://a.example  https://b.example:8443 '
  expect(configOf({ CORS_ORIGINS }).CORS_ORIGINS).toEqual(new Set(['https://a.example', 'https://b.example:8443']))
})

test('a country has one region', () => {
  expect(regionCountries('')).toEqual(new Map())
  const countries = [...regionCountries('eu=DE FR, us=US')]
  expect(countries).toEqual([
    ['DE', 'eu'],
    ['FR', 'eu'],
    ['US', 'us'],
  ])
})

test.each([
  [{ REGION_COUNTRIES: 'eu=DE, us=US DE' }, 'DE stands twice'],
  [{ REGION_COUNTRIES: 'kr=KR' }, 'it can be: eu, us, fedramp'],
  [{ REGION_COUNTRIES: 'eu' }, '"eu" is not like "eu=DE FR"'],
  [{ CORS_ORIGINS: 'https://a.example/' }, 'CORS_ORIGINS is "https://a.example/"'],
  [{ RATE_LIMITS: 'reads=1/10' }, 'RATE_LIMITS is "reads=1/10": "reads=1/10" is not like "read=300/10"'],
  [{ PHONE_COUNTRY: 'kr' }, 'PHONE_COUNTRY is "kr": it must be an ISO 3166-1 code of two letters, such as KR'],
  [{ JWKS_URL: 'issuer' }, 'JWKS_URL is "issuer"'],
])('%j is refused', (vars, fault) => {
  expect(configFaults(gatewayConfig, vars)).toEqual([expect.stringContaining(fault)])
})
