// The account of the signed-in person: lists and ends sessions, and changes the password.
import type { Context, Hono } from 'hono'
import { roles } from '../../contract/caller.ts'
import type { Reader } from '../../contract/language.ts'
import { languageSeconds, setCookie } from '../../web/cookies.ts'
import { seeOther } from '../../web/error-pages.tsx'
import { keepNotice, takeNotice } from '../../web/flash.ts'
import { renderPage } from '../../web/page.tsx'
import { asLanguage, asTimeZone, readerOfRequest } from '../../web/reader.ts'
import { accountKey } from '../accounts/login-throttle.ts'
import { countTry, uncountTry } from '../accounts/throttle-store.ts'
import { basePath } from '../base-path.ts'
import type { IdentityPorts, OpenServer } from '../ports.ts'
import { endSession, sessionsOf, setReader } from '../store.ts'
import { accountPage, type OwnAccount } from './account-page.tsx'
import { callAuth, type FormRequest, handleForm, retryAfter, tooManyTries } from './form-request.ts'
import { answerSchema, changeSchema, firstError, refusalOf } from './forms.ts'
import type { FormError } from './pages.tsx'
import { texts } from './texts.ts'

const accountPath = `${basePath}/account`
/** Through the sign-in of the gateway, so that its session is of the same person. It leads back here. */
const signInUrl = '/sign-in?to=/account'

export function accountRoutes(app: Hono, { open, now }: IdentityPorts): void {
  app.get(accountPath, (c) => showAccount(c, open))
  app.post(`${accountPath}/password`, (c) => handleForm(c, open, (form) => changePassword(form, now())))
  app.post(`${accountPath}/sessions`, (c) => handleForm(c, open, signOutSession))
  app.post(`${accountPath}/reader`, (c) => handleForm(c, open, changeReader))
}

async function showAccount(c: Context, open: IdentityPorts['open']): Promise<Response> {
  const own = await ownAccount({ ...(await open(c.req.url)), request: c.req.raw })
  if (own === null) return seeOther(signInUrl)
  const { notice, headers } = takeNotice(c.req.raw)
  return renderPage(accountPage(own, { done: noticeText(notice, own.reader) }), 200, headers)
}

/** Ends all other sessions, and starts this one again: nobody who knew the old password stays signed in. */
async function changePassword(form: FormRequest, now: number): Promise<Response> {
  const own = await ownAccount(form)
  if (own === null) return seeOther(signInUrl)
  const formWithError = (error: FormError, status: number, headers: [string, string][] = []) =>
    renderPage(accountPage(own, { error }), status, headers)
  const parsed = changeSchema.safeParse(form.input)
  if (!parsed.success) return formWithError(firstError(parsed.error), 422)
  const { current: currentPassword, password: newPassword } = parsed.data
  // Counted by session: a stolen session guesses no faster, and does not use up the tries of the owner.
  const limits = [{ key: `change:${accountKey(own.sessionId)}`, triesMax: 5, windowSeconds: 15 * 60 }]
  const waitSeconds = await countTry(form.db, limits, now)
  if (waitSeconds !== null) return formWithError(tooManyTries(waitSeconds), 429, retryAfter(waitSeconds))
  const answer = await callAuth(form, '/change-password', { currentPassword, newPassword, revokeOtherSessions: true })
  if (answer.ok) {
    await uncountTry(form.db, limits)
    const notice = keepNotice(form.request, accountPath, 'password')
    return seeOther(signInUrl, [...answer.headers.getSetCookie(), notice])
  }
  return formWithError(refusalOf(answer.status, answerSchema.parse(await answer.json())), 422)
}

async function signOutSession(form: FormRequest): Promise<Response> {
  const own = await ownAccount(form)
  if (own === null) return seeOther(signInUrl)
  await endSession(form.db, own.userId, form.input['session'] ?? '')
  return seeOther(accountPath, [keepNotice(form.request, accountPath, 'ended')])
}

/** How the account is read, and at once in this browser, whatever was chosen in it before. */
async function changeReader(form: FormRequest): Promise<Response> {
  const own = await ownAccount(form)
  if (own === null) return seeOther(signInUrl)
  const language = asLanguage(form.input['language'] ?? null)
  const timeZone = asTimeZone(form.input['timeZone'] ?? null)
  await setReader(form.db, own.userId, { language, timeZone })
  const chosen = language === null ? [] : [setCookie(form.origin, 'language', language, languageSeconds)]
  return seeOther(accountPath, [...chosen, keepNotice(form.request, accountPath, 'reading')])
}

/** What a form has done, by its notice; null for none. */
function noticeText(notice: string | null, { language }: Reader): string | null {
  const { notices } = texts[language]
  return notice !== null && Object.hasOwn(notices, notice) ? notices[notice as keyof typeof notices] : null
}

/** The account whose session this browser has; null when there is none. */
async function ownAccount({ auth, db, request }: OpenServer & { request: Request }): Promise<OwnAccount | null> {
  const headers = new Headers({ cookie: request.headers.get('cookie') ?? '' })
  const own = await auth.api.getSession({ headers, query: { disableRefresh: true } })
  if (own === null) return null
  const { user, session } = own
  const { id: userId, name, email } = user
  const language = asLanguage(user.locale ?? null)
  const timeZone = asTimeZone(user.zoneinfo ?? null)
  const sessions = await sessionsOf(db, userId, new Date())
  return {
    userId,
    name,
    email,
    role: roles.find((role) => role === user.role) ?? null,
    reader: readerOfRequest(request, {
      ...(language !== null && { language }),
      ...(timeZone !== null && { timeZone }),
    }),
    language,
    timeZone,
    sessionId: session.id,
    sessions,
  }
}
