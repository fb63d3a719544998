// The schemas of the forms, and the faults that their answers and those of better-auth name.
import * as z from 'zod'
import { hasNoHiddenCharacters, hasVisibleCharacter } from '../../contract/text.ts'
import { passwordLengthMax, passwordLengthMin } from '../accounts/password.ts'
import { type FormError, nameLengthMax } from './pages.tsx'
import { type FaultName, texts } from './texts.ts'

/** The schemas name their faults: the page has the text of each. */
const say = (fault: FaultName) => fault
const faultNames = Object.keys(texts.en.faults) as FaultName[]

const email = z.email(say('notAnAddress')).max(254, say('addressTooLong'))

export const signInSchema = z.object({
  email,
  password: z.string().min(1, say('passwordMissing')).max(passwordLengthMax, say('passwordTooLong')),
})

const newPassword = z.string().min(passwordLengthMin, say('passwordMin')).max(passwordLengthMax, say('passwordMax'))

export const signUpSchema = z.object({
  name: z
    .string()
    .trim()
    .normalize('NFC')
    .max(nameLengthMax, say('nameTooLong'))
    .regex(hasVisibleCharacter, say('nameMissing'))
    .regex(hasNoHiddenCharacters, say('nameHidden')),
  email,
  password: newPassword,
})

export const forgotSchema = z.object({ email })

export const resetSchema = z.object({ token: z.string().min(1).max(100), password: newPassword })

export const changeSchema = z.object({
  current: z.string().min(1, say('passwordMissing')).max(passwordLengthMax, say('passwordTooLong')),
  password: newPassword,
})

const fields = ['name', 'email', 'password', 'current'] as const

/** The first error of a form, with its field. */
export function firstError(fault: z.ZodError): FormError {
  const [issue] = fault.issues
  return { field: fieldOf(issue?.path[0]), fault: faultNames.find((name) => name === issue?.message) ?? 'checkForm' }
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
  ['INVALID_EMAIL_OR_PASSWORD', { field: null, fault: 'notRight' }],
  ['USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL', { field: 'email', fault: 'accountExists' }],
  ['INVALID_PASSWORD', { field: 'current', fault: 'notYourPassword' }],
  ['INVALID_TOKEN', { field: null, fault: 'linkUsed' }],
  ['BANNED_USER', { field: null, fault: 'locked' }],
  ['invalid_signature', { field: null, fault: 'pageTooOld' }],
])

/** For a refusal whose code we have no text for. */
const otherRefusal: FormError = { field: null, fault: 'notAccepted' }

/** Why better-auth refused a form (4xx), in words. Throws when it did not judge the form, but failed. */
export function refusalOf(status: number, { code, error }: z.infer<typeof answerSchema>): FormError {
  const name = code ?? error ?? ''
  const known = refusals.get(name)
  if (known !== undefined) return known
  if (status < 400 || status >= 500) throw new Error(`better-auth answered ${status} ${name}`)
  return otherRefusal
}

const problems = new Map<string, FaultName>([
  ['invalid_client', 'unknownClient'],
  ['client_disabled', 'clientOff'],
  ['invalid_redirect', 'redirectWrong'],
])

/** Why an authorization request cannot be redirected back to its application (RFC 6749, section 4.1.2.1). */
export function authorizationProblem(code: string | undefined): FaultName {
  return problems.get(code ?? '') ?? 'requestWrong'
}
