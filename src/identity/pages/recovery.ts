// A forgotten password: a link to the address of the account, which works once and for an hour.
import type { Hono } from 'hono'
import { describeFault } from '../../platform/log.ts'
import { renderPage } from '../../web/page.tsx'
import { readerOfRequest } from '../../web/reader.ts'
import { linkLimits } from '../accounts/login-throttle.ts'
import { countTry } from '../accounts/throttle-store.ts'
import { basePath } from '../base-path.ts'
import type { IdentityPorts } from '../ports.ts'
import { callAuth, type FormRequest, handleForm, retryAfter, tooManyTries } from './form-request.ts'
import { answerSchema, firstError, forgotSchema, refusalOf, resetSchema } from './forms.ts'
import { problemPage } from './pages.tsx'
import { forgotPage, linkSentPage, passwordSetPage, resetPage } from './recovery-pages.tsx'
import { texts } from './texts.ts'

export function recoveryRoutes(app: Hono, ports: IdentityPorts): void {
  const { open } = ports
  app.get(`${basePath}/forgot`, (c) => renderPage(forgotPage(readerOfRequest(c.req.raw), {})))
  app.post(`${basePath}/forgot`, (c) => handleForm(c, open, (form) => sendLink(form, ports)))
  app.get(`${basePath}/reset`, (c) => {
    return renderPage(resetPage(readerOfRequest(c.req.raw), { token: c.req.query('token') ?? '' }))
  })
  app.post(`${basePath}/reset`, (c) => handleForm(c, open, setPassword))
}

/** The response is the same, after the same work, whether the account exists or not: better-auth is called after it. */
async function sendLink(form: FormRequest, { now, waitUntil, log }: IdentityPorts): Promise<Response> {
  const parsed = forgotSchema.safeParse(form.input)
  if (!parsed.success) {
    return renderPage(
      forgotPage(form.reader, { email: form.input['email'] ?? '', error: firstError(parsed.error) }),
      422,
    )
  }
  const { email } = parsed.data
  const waitSeconds = await countTry(form.db, linkLimits(email, form.request), now())
  if (waitSeconds !== null) {
    const page = forgotPage(form.reader, { email, error: tooManyTries(waitSeconds) })
    return renderPage(page, 429, retryAfter(waitSeconds))
  }
  waitUntil(
    callAuth(form, '/request-password-reset', { email }).then(
      (answer) => {
        if (!answer.ok) log('notice_failed', { fault: `better-auth answered ${answer.status}` })
      },
      (fault: unknown) => log('notice_failed', { fault: describeFault(fault) }),
    ),
  )
  return renderPage(linkSentPage(form.reader, email))
}

/** The new password ends every session and disables the other links of the account. */
async function setPassword(form: FormRequest): Promise<Response> {
  const { token = '' } = form.input
  const t = texts[form.reader.language]
  const parsed = resetSchema.safeParse(form.input)
  if (!parsed.success) return renderPage(resetPage(form.reader, { token, error: firstError(parsed.error) }), 422)
  const answer = await callAuth(form, '/reset-password', { token, newPassword: parsed.data.password })
  if (answer.ok) return renderPage(passwordSetPage(form.reader))
  const refusal = refusalOf(answer.status, answerSchema.parse(await answer.json()))
  return renderPage(problemPage(form.reader, t.linkBroken, t.faults[refusal.fault]), 400)
}
