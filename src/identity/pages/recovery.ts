// A forgotten password: a link that is good once and for an hour, sent to the account's address and to no one else.
import type { Hono } from 'hono'
import { describeFault } from '../../platform/log.ts'
import { renderPage } from '../../web/page.tsx'
import { linkCounts } from '../accounts/login-throttle.ts'
import { countTry } from '../accounts/throttle-store.ts'
import { basePath } from '../base-path.ts'
import type { IdentityPorts } from '../ports.ts'
import { callAuth, type FormRequest, handleForm, retryAfter, tooOften } from './form-request.ts'
import { answerSchema, firstError, forgotSchema, refusalOf, resetSchema } from './forms.ts'
import { problemPage } from './pages.tsx'
import { forgotPage, linkSentPage, passwordSetPage, resetPage } from './recovery-pages.tsx'

export function recoveryRoutes(app: Hono, ports: IdentityPorts): void {
  const { open } = ports
  app.get(`${basePath}/forgot`, () => renderPage(forgotPage({})))
  app.post(`${basePath}/forgot`, (c) => handleForm(c, open, (form) => sendLink(form, ports)))
  app.get(`${basePath}/reset`, (c) => renderPage(resetPage({ token: c.req.query('token') ?? '' })))
  app.post(`${basePath}/reset`, (c) => handleForm(c, open, setPassword))
}

/** The same answer, after the same work, whether there is such an account or not: the rest is done afterwards. */
async function sendLink(form: FormRequest, { now, waitUntil, log }: IdentityPorts): Promise<Response> {
  const parsed = forgotSchema.safeParse(form.input)
  if (!parsed.success) {
    return renderPage(forgotPage({ email: form.input['email'] ?? '', error: firstError(parsed.error) }), 422)
  }
  const { email } = parsed.data
  const waitSeconds = await countTry(form.db, linkCounts(email, form.request), now())
  if (waitSeconds !== null) {
    const page = forgotPage({ email, error: { field: null, text: tooOften(waitSeconds) } })
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
  return renderPage(linkSentPage(email))
}

/** With the new password every session ends, and no other link of this account is good any more. */
async function setPassword(form: FormRequest): Promise<Response> {
  const { token = '' } = form.input
  const parsed = resetSchema.safeParse(form.input)
  if (!parsed.success) return renderPage(resetPage({ token, error: firstError(parsed.error) }), 422)
  const answer = await callAuth(form, '/reset-password', { token, newPassword: parsed.data.password })
  if (answer.ok) return renderPage(passwordSetPage())
  const { code } = answerSchema.parse(await answer.json())
  const refusal = refusalOf(code)
  if (refusal === null) throw new Error(`better-auth answered ${answer.status} ${code ?? ''}`)
  return renderPage(problemPage('This link does not work', refusal.text), 400)
}
