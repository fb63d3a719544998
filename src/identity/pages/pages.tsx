// The pages of the authorization server: plain forms. The URL of each has the signed authorization request.
import { Field, Notice } from '../../web/components.tsx'
import type { Page } from '../../web/page.tsx'
import { passwordLengthMax, passwordLengthMin } from '../accounts/password.ts'

/** Why a form was refused, and its field, if it is about one. */
export type FormError = { field: 'name' | 'email' | 'password' | 'current' | null; text: string }

type FormState = { query: string; email?: string; name?: string; error?: FormError }

export function signInPage({ query, email = '', error }: FormState): Page {
  const content = (
    <>
      <h1>Sign in</h1>
      {error && error.field === null && <Notice tone="bad">{error.text}</Notice>}
      <form class="card" method="post" action={`/auth/sign-in${query}`}>
        <EmailField email={email} error={error} />
        <Field
          name="password"
          label="Password"
          type="password"
          autocomplete="current-password"
          required
          maxlength={passwordLengthMax}
          error={errorAt('password', error)}
        />
        <button class="wide" type="submit">
          Sign in
        </button>
      </form>
      <p class="soft">
        New here? <a href={`/auth/sign-up${query}`}>Create an account</a>
      </p>
      <p class="soft">
        <a href="/auth/forgot">I have forgotten my password</a>
      </p>
    </>
  )
  return { title: 'Sign in', content, narrow: true, formTargets: formTargets(query) }
}

export function signUpPage({ query, email = '', name = '', error }: FormState): Page {
  const content = (
    <>
      <h1>Create an account</h1>
      {error && error.field === null && <Notice tone="bad">{error.text}</Notice>}
      <form class="card" method="post" action={`/auth/sign-up${query}`}>
        <Field
          name="name"
          label="Your name"
          value={name}
          autocomplete="name"
          required
          maxlength={nameLengthMax}
          error={errorAt('name', error)}
        />
        <EmailField email={email} error={error} />
        <NewPasswordField label="Password" error={error} />
        <button class="wide" type="submit">
          Create the account
        </button>
      </form>
      <p class="soft">
        You have one already? <a href={`/auth/sign-in${query}`}>Sign in</a>
      </p>
    </>
  )
  return { title: 'Create an account', content, narrow: true, formTargets: formTargets(query) }
}

export function signOutPage(): Page {
  const content = (
    <form class="card" method="post" action="/auth/sign-out">
      <h1>Sign out?</h1>
      <button class="wide" type="submit">
        Sign out
      </button>
    </form>
  )
  return { title: 'Sign out', content, narrow: true }
}

/** An error page: a broken sign-in link, a refused form, a fault of ours. */
export function problemPage(heading: string, text: string): Page {
  const content = (
    <>
      <h1>{heading}</h1>
      <Notice tone="bad">{text}</Notice>
      <p>
        <a href="/">Back to the shop</a>
      </p>
    </>
  )
  return { title: heading, content, narrow: true }
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
  return (
    <Field
      name="password"
      label={label}
      hint={`At least ${passwordLengthMin} characters. A few words are easier to keep in mind than signs.`}
      type="password"
      autocomplete="new-password"
      required
      minlength={passwordLengthMin}
      maxlength={passwordLengthMax}
      error={errorAt('password', error)}
    />
  )
}

export function EmailField({ email, error }: { email: string; error: FormError | undefined }) {
  return (
    <Field
      name="email"
      label="E-mail address"
      type="email"
      value={email}
      autocomplete="username"
      required
      maxlength={254}
      error={errorAt('email', error)}
    />
  )
}

export function errorAt(field: FormError['field'], error: FormError | undefined): string | undefined {
  return error?.field === field ? error.text : undefined
}
