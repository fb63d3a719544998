// The notices to the owners of accounts: each with a link that sets a password.
import type { AccountNotice } from '../../contract/accounts.ts'
import { catalog, defaultReader, type Language, languages } from '../../contract/language.ts'
import { asLanguage, readerOfRequest } from '../../web/reader.ts'
import { basePath } from '../base-path.ts'

export type Receiver = { name: string; email: string; locale?: string | null | undefined }

/** The language of a mail: the account's, else that of the browser that asked for it. */
export function languageOf({ locale }: Pick<Receiver, 'locale'>, request?: Request): Language {
  return asLanguage(locale ?? null) ?? (request ? readerOfRequest(request).language : defaultReader.language)
}

export function passwordNotice(
  origin: string,
  { name, email }: Receiver,
  token: string,
  language: Language,
): AccountNotice {
  const text = texts[language].password(name)
  return { ...notice(origin, { name, email }, token), kind: 'passwordReset', text, language }
}

/** Nobody knows yet which language its owner reads: it is in every one. */
export function invitationNotice(origin: string, { name, email }: Receiver, token: string): AccountNotice {
  const text = languages.map((language) => texts[language].invitation(name)).join('\n\n')
  return { ...notice(origin, { name, email }, token), kind: 'accountInvitation', text }
}

function notice(origin: string, to: Receiver, token: string): Pick<AccountNotice, 'noticeId' | 'to' | 'link'> {
  const link = `${origin}${basePath}/reset?token=${encodeURIComponent(token)}`
  return { noticeId: crypto.randomUUID(), to, link }
}

const texts = catalog({
  en: {
    password: (name: string) =>
      `Dear ${name}, with this link you set a new password. It is good once, and for one hour. ` +
      'If you did not ask for it, leave it: nothing changes.',
    invitation: (name: string) =>
      `Dear ${name}, you have an account now. With this link, good once and for a day, you set its password.`,
  },
  ko: {
    password: (name) =>
      `${name} 님, 아래 링크에서 새 비밀번호를 설정할 수 있습니다. 링크는 한 시간 안에 한 번만 사용할 수 있습니다. ` +
      '요청하지 않으셨다면 무시하셔도 됩니다. 아무것도 바뀌지 않습니다.',
    invitation: (name) => `${name} 님, 계정이 만들어졌습니다. 아래 링크에서 하루 안에 한 번 비밀번호를 설정해 주세요.`,
  },
})
