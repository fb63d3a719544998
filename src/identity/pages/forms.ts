// The schemas of the forms, and the texts for the errors of better-auth.
import * as z from 'zod'
import { hasNoHiddenCharacters, hasVisibleCharacter } from '../../contract/text.ts'
import { passwordLengthMax, passwordLengthMin } from '../accounts/password.ts'
import { type FormError, nameLengthMax } from './pages.tsx'

const email = z.email('This is not an e-mail address.').max(254, 'This address is too long.')

export const signInSchema = z.object({
  email,
  password: z.string().min(1, 'Please enter your password.').max(passwordLengthMax, 'This password is too long.'),
})

const newPassword = z
  .string()
  .min(passwordLengthMin, `Please choose at least ${passwordLengthMin} characters.`)
  .max(passwordLengthMax, `Please choose at most ${passwordLengthMax} characters.`)

export const signUpSchema = z.object({
  name: z
    .string()
    .trim()
    .normalize('NFC')
    .max(nameLengthMax, 'This name is too long.')
    .regex(hasVisibleCharacter, 'Please tell us your name.')
    .regex(hasNoHiddenCharacters, 'This name has characters that cannot be shown.'),
  email,
  password: newPassword,
})

export const forgotSchema = z.object({ email })

export const resetSchema = z.object({ token: z.string().min(1).max(100), password: newPassword })

export const changeSchema = z.object({
  current: z.string().min(1, 'Please enter your password.').max(passwordLengthMax, 'This password is too long.'),
  password: newPassword,
})

const fields = ['name', 'email', 'password', 'current'] as const

/** The first error of a form, with its field. */
export function firstError(fault: z.ZodError): FormError {
  const [issue] = fault.issues
  return { field: fieldOf(issue?.path[0]), text: issue?.message ?? 'Please check the form.' }
}

function fieldOf(name: unknown): FormError['field'] {
  return fields.find((field) => field === name) ?? null
}

/** The response of better-auth to a form: where to redirect, or the code of an error. */
export const answerSchema = z.object({
  url: z.string().nullish(),
  code: z.string().nullish(),
  error: z.string().nullish(),
})

const refusals = new Map<string, FormError>([
  ['INVALID_EMAIL_OR_PASSWORD', { field: null, text: 'The e-mail address or the password is not right.' }],
  ['USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL', { field: 'email', text: 'There is an account with this address already.' }],
  ['INVALID_PASSWORD', { field: 'current', text: 'This is not your password.' }],
  ['INVALID_TOKEN', { field: null, text: 'This link has been used or is too old. Please ask for a new one.' }],
  ['BANNED_USER', { field: null, text: 'This account is locked. Please write to us.' }],
  ['invalid_signature', { field: null, text: 'This page has become too old. Please go back and sign in again.' }],
])

/** For a refusal whose code we have no text for. */
const otherRefusal: FormError = { field: null, text: 'This was not accepted. Please check the form and try again.' }

/** Why better-auth refused a form (4xx), in words. Throws when it did not judge the form, but failed. */
export function refusalOf(status: number, { code, error }: z.infer<typeof answerSchema>): FormError {
  const name = code ?? error ?? ''
  const known = refusals.get(name)
  if (known !== undefined) return known
  if (status < 400 || status >= 500) throw new Error(`better-auth answered ${status} ${name}`)
  return otherRefusal
}

const problems = new Map([
  ['invalid_client', 'The application that sent you here is not known to us.'],
  ['client_disabled', 'The application that sent you here has been switched off.'],
  ['invalid_redirect', 'The application that sent you here asked to return to an address that is not its own.'],
])

/** Why an authorization request cannot be redirected back to its application (RFC 6749, section 4.1.2.1). */
export function authorizationProblem(code: string | undefined): string {
  return problems.get(code ?? '') ?? 'The application that sent you here sent a request that we do not understand.'
}
