// The pages of a forgotten password: the form that requests the link, and the form that the link opens.
import type { Reader } from '../../contract/language.ts'
import { Notice } from '../../web/components.tsx'
import type { Page } from '../../web/page.tsx'
import { EmailField, type FormError, FormNotice, NewPasswordField } from './pages.tsx'
import { texts } from './texts.ts'

export function forgotPage(reader: Reader, { email = '', error }: { email?: string; error?: FormError }): Page {
  const t = texts[reader.language]
  const content = (
    <>
      <h1>{t.forgottenAsk}</h1>
      <FormNotice error={error} />
      <form class="card" method="post" action="/auth/forgot">
        <EmailField email={email} error={error} />
        <button class="wide" type="submit">
          {t.sendLink}
        </button>
      </form>
    </>
  )
  return { title: t.forgottenAsk, content, reader, narrow: true }
}

export function linkSentPage(reader: Reader, email: string): Page {
  const t = texts[reader.language]
  const content = (
    <>
      <h1>{t.lookIntoMail}</h1>
      <Notice>{t.linkSent(email)}</Notice>
    </>
  )
  return { title: t.lookIntoMail, content, reader, narrow: true }
}

export function resetPage(reader: Reader, { token, error }: { token: string; error?: FormError }): Page {
  const t = texts[reader.language]
  const content = (
    <>
      <h1>{t.choosePassword}</h1>
      <FormNotice error={error} />
      <form class="card" method="post" action="/auth/reset">
        <input type="hidden" name="token" value={token} />
        <NewPasswordField label={t.newPassword} error={error} />
        <button class="wide" type="submit">
          {t.setPassword}
        </button>
      </form>
    </>
  )
  return { title: t.choosePassword, content, reader, narrow: true }
}

export function passwordSetPage(reader: Reader): Page {
  const t = texts[reader.language]
  const content = (
    <>
      <h1>{t.passwordSet}</h1>
      <Notice tone="good">{t.othersSignedOut}</Notice>
      <p>
        <a href="/sign-in?to=/">{t.signIn}</a>
      </p>
    </>
  )
  return { title: t.passwordSet, content, reader, narrow: true }
}
