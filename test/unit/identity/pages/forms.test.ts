// What people type: the first thing wrong, at its field, and the refusals of better-auth in words.
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import {
  answerSchema,
  authorizationProblem,
  changeSchema,
  firstError,
  refusalOf,
  resetSchema,
  signInSchema,
  signUpSchema,
} from '../../../../src/identity/pages/forms.ts'

const joining = { name: 'Kang', email: 'kang@example.com', password: 'ten letters' }

function errorOf(schema: z.ZodType, input: unknown) {
  const parsed = schema.safeParse(input)
  return parsed.success ? 'accepted' : firstError(parsed.error)
}

describe('a form', () => {
  test.each([
    [{}, 'accepted'],
    [{ name: ' ' }, { field: 'name', fault: 'nameMissing' }],
    [{ name: 'x'.repeat(101) }, { field: 'name', fault: 'nameTooLong' }],
    [{ name: 'Kang\u202E' }, { field: 'name', fault: 'nameHidden' }],
    [{ email: 'kang' }, { field: 'email', fault: 'notAnAddress' }],
    [{ password: '9 letters' }, { field: 'password', fault: 'passwordMin' }],
    [{ password: 'x'.repeat(129) }, { field: 'password', fault: 'passwordMax' }],
    [{ password: 'x'.repeat(128) }, 'accepted'],
  ])('of a new account with %j: %j', (changes, expected) => {
    expect(errorOf(signUpSchema, { ...joining, ...changes })).toEqual(expected)
  })

  test('names the first of several faults', () => {
    expect(errorOf(signUpSchema, { name: '', email: '', password: '' })).toMatchObject({ field: 'name' })
    expect(errorOf(changeSchema, { current: '', password: '' })).toMatchObject({ field: 'current' })
  })

  test('names no field for what no form has', () => {
    expect(errorOf(resetSchema, { token: '', password: 'ten letters' })).toMatchObject({ field: null })
  })

  test('to sign in takes any password, since older ones may be shorter', () => {
    expect(errorOf(signInSchema, { email: 'kang@example.com', password: 'x' })).toBe('accepted')
    expect(errorOf(signInSchema, { email: 'kang@example.com', password: '' })).toMatchObject({ field: 'password' })
  })

  test('keeps a name trimmed and in form C', () => {
    expect(signUpSchema.parse({ ...joining, name: ' Ka\u0301ng ' }).name).toBe('K\u00E1ng')
  })
})

describe('a refusal of better-auth', () => {
  test('stands at the field that it is about, or on top', () => {
    expect(refusalOf(422, { code: 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL' }).field).toBe('email')
    expect(refusalOf(400, { code: 'INVALID_PASSWORD' }).field).toBe('current')
    expect(refusalOf(401, { error: 'INVALID_EMAIL_OR_PASSWORD' }).field).toBe(null)
  })

  test.each([undefined, null, '', 'PASSWORD_TOO_LONG', 'toString'])('with the code %s has words too', (code) => {
    expect(refusalOf(400, { code })).toEqual({ field: null, fault: 'notAccepted' })
  })

  test('is none when it has failed', () => {
    expect(() => refusalOf(500, { code: 'FAILED_TO_CREATE_USER' })).toThrow('answered 500 FAILED_TO_CREATE_USER')
    expect(() => refusalOf(302, {})).toThrow('answered 302')
  })

  test('may leave out any of its fields', () => {
    expect(answerSchema.parse({})).toEqual({})
    expect(answerSchema.parse({ url: null, code: 'X', more: 1 })).toEqual({ url: null, code: 'X' })
  })
})

test('a broken authorization request is explained, an unknown fault in general words', () => {
  expect(authorizationProblem('invalid_client')).toBe('unknownClient')
  expect(authorizationProblem('invalid_redirect')).toBe('redirectWrong')
  for (const code of [undefined, '', 'nonsense', 'toString']) {
    expect(authorizationProblem(code)).toBe('requestWrong')
  }
})
