// Who may use the operations context.
import { expect, test } from 'vitest'
import { refusalFor } from '../../../src/operations/ports.ts'
import { callers } from '../../support/callers.ts'

test('ops, and nobody else', () => {
  const { ops, ...others } = callers
  expect(refusalFor(ops)).toBeNull()
  for (const caller of Object.values(others)) expect(refusalFor(caller)?.rejection.code).toBe('forbidden')
})
