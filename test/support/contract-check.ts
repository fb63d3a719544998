// Setup for the tests that call a whole shop: each answer to a `fetch` is checked against the contract. An answer that
// is not as documented fails the call, and also the test file.
import { afterAll, beforeAll, expect } from 'vitest'
import { faults } from './answers.ts'
import { checkedFetch } from './checked-fetch.ts'

beforeAll(() => {
  globalThis.fetch = checkedFetch
  // Files share the modules of their process.
  faults.length = 0
})

afterAll(() => expect(faults).toEqual([]))
