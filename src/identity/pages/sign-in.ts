// Signing in and signing up by form: counts the try, calls better-auth, and continues the authorization request.
import type { z } from 'zod'
import type { Reader } from '../../contract/language.ts'
import { seeOther } from '../../web/error-pages.tsx'
import { type Page, renderPage } from '../../web/page.tsx'
import { knownBrowser, rememberBrowser, signInLimits, signUpLimits } from '../accounts/login-throttle.ts'
import { countTry, uncountTry } from '../accounts/throttle-store.ts'
import { authorizationOf, isStillSigned, shopSignIn } from './authorization-request.ts'
import { callAuth, type FormRequest, retryAfter, tooManyTries } from './form-request.ts'
import { answerSchema, firstError, refusalOf, signInSchema, signUpSchema } from './forms.ts'
import { type FormError, signInPage, signUpPage } from './pages.tsx'

export async function signIn(form: FormRequest, now: number): Promise<Response> {
  const { request, origin, secret, db } = form
  const parsed = signInSchema.safeParse(form.input)
  if (!parsed.success) return formWithError(form, signInPage, firstError(parsed.error), 422)
  const { email } = parsed.data
  const browser = await knownBrowser(request, origin, secret, email)
  const limits = signInLimits(email, request, browser)
  const waitSeconds = await countTry(db, limits, now)
  if (waitSeconds !== null) return throttled(form, signInPage, waitSeconds)
  const answer = await submit(form, '/sign-in/email', parsed.data, signInPage, now)
  if (answer.status !== 303) return answer
  await uncountTry(db, limits)
  if (browser === null) answer.headers.append('set-cookie', await rememberBrowser(origin, secret, email))
  return answer
}

export async function createAccount(form: FormRequest, now: number): Promise<Response> {
  const parsed = signUpSchema.safeParse(form.input)
  if (!parsed.success) return formWithError(form, signUpPage, firstError(parsed.error), 422)
  const waitSeconds = await countTry(form.db, signUpLimits(form.request), now)
  if (waitSeconds !== null) return throttled(form, signUpPage, waitSeconds)
  const answer = await submit(form, '/sign-up/email', parsed.data, signUpPage, now)
  if (answer.status !== 303) return answer
  answer.headers.append('set-cookie', await rememberBrowser(form.origin, form.secret, parsed.data.email))
  return answer
}

type FormPage = (reader: Reader, state: { query: string; email?: string; name?: string; error: FormError }) => Page

type Input = z.infer<typeof signInSchema> | z.infer<typeof signUpSchema>

/** Call better-auth, and continue the authorization request; or show the form again with the error. */
async function submit(form: FormRequest, path: string, fields: Input, page: FormPage, now: number): Promise<Response> {
  const { query } = form
  const signed = isStillSigned(query, now) ? { oauth_query: query.slice(1) } : {}
  const answer = await callAuth(form, path, { ...fields, ...signed })
  const said = answerSchema.parse(await answer.json())
  if (!answer.ok) return formWithError(form, page, refusalOf(answer.status, said), answer.status)
  const next = 'oauth_query' in signed ? (said.url ?? shopSignIn) : authorizationOf(query)
  return seeOther(next, answer.headers.getSetCookie())
}

function throttled(form: FormRequest, page: FormPage, waitSeconds: number): Promise<Response> {
  return formWithError(form, page, tooManyTries(waitSeconds), 429, retryAfter(waitSeconds))
}

function formWithError(
  { query, input, reader }: FormRequest,
  page: FormPage,
  error: FormError,
  status: number,
  headers: [string, string][] = [],
): Promise<Response> {
  const { email = '', name = '' } = input
  return renderPage(page(reader, { query, email, name, error }), status, headers)
}
