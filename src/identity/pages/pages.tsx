// The pages of the authorization server: plain forms. The URL of each has the signed authorization request.
import type { Reader } from '../../contract/language.ts'
import { Field, Notice } from '../../web/components.tsx'
import type { Page } from '../../web/page.tsx'
import { useTexts } from '../../web/reader.ts'
import { passwordLengthMax, passwordLengthMin } from '../accounts/password.ts'
import { type FaultName, texts } from './texts.ts'

/** Why a form was refused, and its field, if it is about one. `waitMinutes`: it was tried too often. */
export type FormError = {
  field: 'name' | 'email' | 'password' | 'current' | null
  fault: FaultName
  waitMinutes?: number
}

type FormState = { query: string; email?: string; name?: string; error?: FormError }

export function signInPage(reader: Reader, { query, email = '', error }: FormState): Page {
  const t = texts[reader.language]
  const content = (
    <>
      <h1>{t.signIn}</h1>
      <FormNotice error={error} />
      <form class="card" method="post" action={`/auth/sign-in${query}`}>
        <EmailField email={email} error={error} />
        <Field
          name="password"
          label={t.password}
          type="password"
          autocomplete="current-password"
          required
          maxlength={passwordLengthMax}
          error={errorAt('password', error, t)}
        />
        <button class="wide" type="submit">
          {t.signIn}
        </button>
      </form>
      <p class="soft">
        {t.newHere} <a href={`/auth/sign-up${query}`}>{t.createAccount}</a>
      </p>
      <p class="soft">
        <a href="/auth/forgot">{t.forgotten}</a>
      </p>
    </>
  )
  return { title: t.signIn, content, reader, narrow: true, formTargets: formTargets(query) }
}

export function signUpPage(reader: Reader, { query, email = '', name = '', error }: FormState): Page {
  const t = texts[reader.language]
  const content = (
    <>
      <h1>{t.createAccount}</h1>
      <FormNotice error={error} />
      <form class="card" method="post" action={`/auth/sign-up${query}`}>
        <Field
          name="name"
          label={t.yourName}
          value={name}
          autocomplete="name"
          required
          maxlength={nameLengthMax}
          error={errorAt('name', error, t)}
        />
        <EmailField email={email} error={error} />
        <NewPasswordField label={t.password} error={error} />
        <button class="wide" type="submit">
          {t.create}
        </button>
      </form>
      <p class="soft">
        {t.haveOne} <a href={`/auth/sign-in${query}`}>{t.signIn}</a>
      </p>
    </>
  )
  return { title: t.createAccount, content, reader, narrow: true, formTargets: formTargets(query) }
}

export function signOutPage(reader: Reader): Page {
  const t = texts[reader.language]
  const content = (
    <form class="card" method="post" action="/auth/sign-out">
      <h1>{t.signOutAsk}</h1>
      <button class="wide" type="submit">
        {t.signOut}
      </button>
    </form>
  )
  return { title: t.signOut, content, reader, narrow: true }
}

/** An error page: a broken sign-in link, a refused form, a fault of ours. */
export function problemPage(reader: Reader, heading: string, text: string): Page {
  const content = (
    <>
      <h1>{heading}</h1>
      <Notice tone="bad">{text}</Notice>
      <p>
        <a href="/">{texts[reader.language].backToShop}</a>
      </p>
    </>
  )
  return { title: heading, content, reader, narrow: true }
}

export const nameLengthMax = 100

/**
 * The origins that a form may lead to: browsers check every redirect of a form against `form-action` (CSP level 3,
 * section 6.4.2), and a sign-in ends at the application that requested it.
 */
function formTargets(query: string): string[] {
  const back = new URLSearchParams(query).get('redirect_uri') ?? ''
  if (!URL.canParse(back)) return []
  const { origin } = new URL(back)
  return origin === 'null' ? [] : [origin]
}

export function NewPasswordField({ label, error }: { label: string; error: FormError | undefined }) {
  const t = useTexts(texts)
  return (
    <Field
      name="password"
      label={label}
      hint={t.passwordHint}
      type="password"
      autocomplete="new-password"
      required
      minlength={passwordLengthMin}
      maxlength={passwordLengthMax}
      error={errorAt('password', error, t)}
    />
  )
}

export function EmailField({ email, error }: { email: string; error: FormError | undefined }) {
  const t = useTexts(texts)
  return (
    <Field
      name="email"
      label={t.email}
      type="email"
      value={email}
      autocomplete="username"
      required
      maxlength={254}
      error={errorAt('email', error, t)}
    />
  )
}

/** An error of the whole form. */
export function FormNotice({ error }: { error: FormError | undefined }) {
  const t = useTexts(texts)
  return error?.field === null ? <Notice tone="bad">{faultText(error, t)}</Notice> : null
}

type PageTexts = typeof texts.en

export function errorAt(field: FormError['field'], error: FormError | undefined, t: PageTexts): string | undefined {
  return error?.field === field ? faultText(error, t) : undefined
}

function faultText({ fault, waitMinutes }: FormError, t: PageTexts): string {
  return waitMinutes === undefined ? t.faults[fault] : t.tooManyTries(waitMinutes)
}
