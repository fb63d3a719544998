// The page of a person's account: the form of a new password, and the sessions.
import type { Role } from '../../contract/caller.ts'
import { shortened } from '../../contract/text.ts'
import { Field, Notice, When } from '../../web/components.tsx'
import { linksFor } from '../../web/links.ts'
import type { Page } from '../../web/page.tsx'
import { passwordLengthMax } from '../accounts/password.ts'
import type { OwnSession } from '../store.ts'
import { errorAt, type FormError, NewPasswordField } from './pages.tsx'

export type OwnAccount = {
  userId: string
  name: string
  role: Role | null
  email: string
  sessionId: string
  sessions: OwnSession[]
}

export function accountPage(own: OwnAccount, state: { done?: string | null; error?: FormError }): Page {
  const { done = null, error } = state
  const content = (
    <>
      <h1>Your account</h1>
      {done !== null && <Notice tone="good">{done}</Notice>}
      {error && error.field === null && <Notice tone="bad">{error.text}</Notice>}
      <p class="soft">{`${own.name}, ${own.email}`}</p>
      <h2>Change the password</h2>
      <form class="card" method="post" action="/auth/account/password">
        <input type="hidden" name="username" autocomplete="username" value={own.email} />
        <Field
          name="current"
          label="Your password now"
          type="password"
          autocomplete="current-password"
          required
          maxlength={passwordLengthMax}
          error={errorAt('current', error)}
        />
        <NewPasswordField label="New password" error={error} />
        <button class="wide" type="submit">
          Change the password
        </button>
      </form>
      <h2>Where you are signed in</h2>
      {own.sessions.map((session) => (
        <Session session={session} isThis={session.id === own.sessionId} />
      ))}
    </>
  )
  return { title: 'Your account', content, narrow: true, visitor: own.name, links: linksFor(own.role) }
}

function Session({ session, isThis }: { session: OwnSession; isThis: boolean }) {
  return (
    <form class="card" method="post" action="/auth/account/sessions">
      <p>
        Since <When at={session.createdAt} />
        {isThis && ' (this browser)'}
        <br />
        <span class="soft">{deviceOf(session)}</span>
      </p>
      {!isThis && (
        <>
          <input type="hidden" name="session" value={session.id} />
          <button type="submit">Sign it out</button>
        </>
      )}
    </form>
  )
}

const deviceLengthMax = 120

function deviceOf({ userAgent, ipAddress }: OwnSession): string {
  const browser = userAgent === '' ? 'An unknown browser' : shortened(userAgent, deviceLengthMax)
  return ipAddress === '' ? browser : `${browser}, from ${ipAddress}`
}
