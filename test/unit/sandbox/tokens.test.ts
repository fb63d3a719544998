// The test tokens of the sandbox.
import { expect, test } from 'vitest'
import { behaviorOf } from '../../../src/sandbox/tokens.ts'

test.each([
  ['tok_approved', { kind: 'takes', slow: false, declineReason: null }],
  ['tok_slow', { kind: 'takes', slow: true, declineReason: null }],
  ['tok_insufficient_funds', { kind: 'takes', slow: false, declineReason: 'insufficient_funds' }],
  ['tok_unavailable', { kind: 'breaks', status: 503, code: 'unavailable' }],
  ['tok_lost', { kind: 'loses' }],
])('%s behaves as its name says', (token, behavior) => expect(behaviorOf(token)).toEqual(behavior))

test.each(['', 'tok_nobody_knows', 'TOK_APPROVED', 'constructor', '__proto__', 'toString'])(
  'a token "%s" is not known',
  (token) => expect(behaviorOf(token)).toBeNull(),
)
