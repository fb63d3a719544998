// Passwords are kept as better-auth keeps them, so that either side can read what the other wrote.
import * as library from 'better-auth/crypto'
import { expect, it } from 'vitest'
import { hashPassword, verifyPassword } from '../../../../src/identity/accounts/password.ts'

const password = 'correct horse battery staple 말'

it('the right password is known again, another one is not', async () => {
  const hash = await hashPassword(password)
  expect(await verifyPassword({ hash, password })).toBe(true)
  expect(await verifyPassword({ hash, password: `${password}!` })).toBe(false)
})
it('a hash of better-auth is read, and ours by better-auth', async () => {
  expect(await verifyPassword({ hash: await library.hashPassword(password), password })).toBe(true)
  expect(await library.verifyPassword({ hash: await hashPassword(password), password })).toBe(true)
})
it.each(['', ':', 'a:b', 'nonsense'])('no password fits the hash "%s"', async (hash) => {
  expect(await verifyPassword({ hash, password: '' })).toBe(false)
})
