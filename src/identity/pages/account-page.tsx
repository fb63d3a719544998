// The page of a person's account: the form of a new password, and the sessions.
import type { Role } from '../../contract/caller.ts'
import { type Language, languages, type Reader } from '../../contract/language.ts'
import { Field, Notice, Select, When } from '../../web/components.tsx'
import { linksFor } from '../../web/links.ts'
import type { Page } from '../../web/page.tsx'
import { useTexts } from '../../web/reader.ts'
import { languageNames } from '../../web/texts.ts'
import { passwordLengthMax } from '../accounts/password.ts'
import type { OwnSession } from '../store.ts'
import { deviceIn } from './device.ts'
import { errorAt, type FormError, FormNotice, NewPasswordField } from './pages.tsx'
import { texts } from './texts.ts'

export type OwnAccount = {
  userId: string
  name: string
  role: Role | null
  email: string
  reader: Reader
  /** What the account says; null where the browser has the say. */
  language: Language | null
  timeZone: string | null
  sessionId: string
  sessions: OwnSession[]
}

export function accountPage(own: OwnAccount, state: { done?: string | null; error?: FormError }): Page {
  const { done = null, error } = state
  const { reader } = own
  const t = texts[reader.language]
  const content = (
    <>
      <h1>{t.account}</h1>
      {done !== null && <Notice tone="good">{done}</Notice>}
      <FormNotice error={error} />
      <p class="soft">{`${own.name}, ${own.email}`}</p>
      <ReaderForm own={own} />
      <h2>{t.changePassword}</h2>
      <form class="card" method="post" action="/auth/account/password">
        <input type="hidden" name="username" autocomplete="username" value={own.email} />
        <Field
          name="current"
          label={t.passwordNow}
          type="password"
          autocomplete="current-password"
          required
          maxlength={passwordLengthMax}
          error={errorAt('current', error, t)}
        />
        <NewPasswordField label={t.newPassword} error={error} />
        <button class="wide" type="submit">
          {t.changePassword}
        </button>
      </form>
      <h2>{t.whereSignedIn}</h2>
      {own.sessions.map((session) => (
        <Session session={session} isThis={session.id === own.sessionId} />
      ))}
    </>
  )
  return {
    title: t.account,
    content,
    narrow: true,
    reader,
    visitor: own.name,
    links: linksFor(own.role, reader.language),
  }
}

/** Plain selects: they work without a script. */
function ReaderForm({ own }: { own: OwnAccount }) {
  const t = useTexts(texts)
  return (
    <>
      <h2>{t.reading}</h2>
      <form class="card" method="post" action="/auth/account/reader">
        <Select
          name="language"
          label={t.language}
          hint={t.languageHint}
          value={own.language ?? ''}
          options={[['', t.asBrowser], ...languages.map((language) => [language, languageNames[language]] as const)]}
        />
        <Select
          name="timeZone"
          label={t.timeZone}
          value={own.timeZone ?? ''}
          options={[['', t.asBrowser], ...timeZones().map((name) => [name, name] as const)]}
        />
        <button class="wide" type="submit">
          {t.save}
        </button>
      </form>
    </>
  )
}

function timeZones(): string[] {
  return Intl.supportedValuesOf('timeZone')
}

function Session({ session, isThis }: { session: OwnSession; isThis: boolean }) {
  const t = useTexts(texts)
  return (
    <form class="card" method="post" action="/auth/account/sessions">
      <p>
        {t.since} <When at={session.createdAt} />
        {isThis && ` ${t.thisBrowser}`}
        <br />
        <span class="soft">{deviceOf(session, t)}</span>
      </p>
      {!isThis && (
        <>
          <input type="hidden" name="session" value={session.id} />
          <button type="submit">{t.signItOut}</button>
        </>
      )}
    </form>
  )
}

function deviceOf({ userAgent, ipAddress }: OwnSession, t: typeof texts.en): string {
  const browser = deviceIn(userAgent) ?? t.unknownBrowser
  return ipAddress === '' ? browser : t.from(browser, ipAddress)
}
