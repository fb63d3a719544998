// The pages of a forgotten password: the form that requests the link, and the form that the link opens.
import { Notice } from '../../web/components.tsx'
import type { Page } from '../../web/page.tsx'
import { EmailField, type FormError, NewPasswordField } from './pages.tsx'

export function forgotPage({ email = '', error }: { email?: string; error?: FormError }): Page {
  const content = (
    <>
      <h1>Forgotten your password?</h1>
      {error && error.field === null && <Notice tone="bad">{error.text}</Notice>}
      <form class="card" method="post" action="/auth/forgot">
        <EmailField email={email} error={error} />
        <button class="wide" type="submit">
          Send me a link
        </button>
      </form>
    </>
  )
  return { title: 'Forgotten your password?', content, narrow: true }
}

export function linkSentPage(email: string): Page {
  const content = (
    <>
      <h1>Look into your mail</h1>
      <Notice>
        If there is an account for {email}, a link is on its way to it. It is good once, and for one hour.
      </Notice>
    </>
  )
  return { title: 'Look into your mail', content, narrow: true }
}

export function resetPage({ token, error }: { token: string; error?: FormError }): Page {
  const content = (
    <>
      <h1>Choose a new password</h1>
      {error && error.field === null && <Notice tone="bad">{error.text}</Notice>}
      <form class="card" method="post" action="/auth/reset">
        <input type="hidden" name="token" value={token} />
        <NewPasswordField label="New password" error={error} />
        <button class="wide" type="submit">
          Set the password
        </button>
      </form>
    </>
  )
  return { title: 'Choose a new password', content, narrow: true }
}

export function passwordSetPage(): Page {
  const content = (
    <>
      <h1>Your new password is set</h1>
      <Notice tone="good">Everybody who was signed in to this account is signed out.</Notice>
      <p>
        <a href="/sign-in?to=/">Sign in</a>
      </p>
    </>
  )
  return { title: 'Your new password is set', content, narrow: true }
}
