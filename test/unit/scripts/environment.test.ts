// A variable that is set to nothing is not set.
import { afterEach, expect, it, vi } from 'vitest'
import { localOrigin, variable } from '../../../scripts/environment.ts'
import { placeOf } from '../../../scripts/platform.ts'
import { root } from '../../../scripts/workers.ts'

afterEach(() => vi.unstubAllEnvs())

it.each([undefined, ''])('%o is no value', (value) => {
  for (const name of ['STATE', 'PORT', 'RATE_LIMITS']) vi.stubEnv(name, value)
  expect([variable('STATE'), variable('PORT'), variable('RATE_LIMITS')]).toEqual([null, null, null])
  expect(placeOf()).toEqual({ port: 8787, state: `${root}.wrangler/state` })
  expect(localOrigin()).toBe('http://localhost:8787')
})

it('what is set is taken', () => {
  vi.stubEnv('STATE', '/tmp/somewhere')
  vi.stubEnv('PORT', '9000')
  expect(placeOf()).toEqual({ port: 9000, state: '/tmp/somewhere' })
  expect(localOrigin()).toBe('http://localhost:9000')
})

it.each(['many', '-1', '65536', '1.5'])('PORT=%s is refused', (port) => {
  vi.stubEnv('PORT', port)
  expect(() => placeOf()).toThrow(`PORT must be a number from 1 to 65535, not "${port}".`)
})
