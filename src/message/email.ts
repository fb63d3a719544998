// Messages as e-mails, by the platform's e-mail binding (Cloudflare Email Service).
import { html } from 'hono/html'
import { TimeoutError, withTimeout } from '../platform/timeout.ts'
import { sendMsMax } from './claims.ts'
import {
  type NoticeChannel,
  type Notifier,
  type OutgoingMessage,
  type Receipt,
  SendFailed,
  Undeliverable,
} from './notifier.ts'

export type Sender = { name: string; email: string }

/** The fields of a mail. The platform makes the MIME message of them, with a Message-ID of its own (RFC 5322). */
export type Mail = {
  from: Sender
  to: string
  subject: string
  text: string
  html: string
  headers: Record<string, string>
}

/** The part of the platform's binding that is used. A fault has a `code`, such as E_RECIPIENT_SUPPRESSED. */
export type EmailBinding = { send(mail: Mail): Promise<{ messageId: string }> }

export type Email = {
  binding: EmailBinding
  from: Sender
  /** The e-mail address of an account; null when it is not known. */
  addressOf: (customerId: string) => Promise<string | null>
}

/** A notifier that mails each message to the address of the customer's account. */
export function emailNotifier(email: Email): Notifier & NoticeChannel {
  const { binding, from } = email
  return {
    channel: 'email',
    send: (message) => withTimeout(sendMsMax, mail(email, message)).catch(withCause),
    async sendNotice({ messageId, to, subject, text, link, language }) {
      const content = { subject, text: `${text}\n\n${link}`, html: htmlOf(language, paragraphs(text), link) }
      await send(binding, { from, to: to.email, ...content, headers: headersOf(messageId, language) })
    },
  }
}

async function mail({ binding, from, addressOf }: Email, message: OutgoingMessage): Promise<Receipt> {
  const { messageId, customerId, subject, text } = message
  const { language = 'en' } = message.to
  const to = await addressOf(customerId).catch(() => {
    throw new SendFailed('identity did not tell the address')
  })
  if (to === null) throw new Undeliverable('the account has no e-mail address here')
  const content = { subject, text, html: htmlOf(language, paragraphs(text)) }
  return await send(binding, { from, to, ...content, headers: headersOf(messageId, language) })
}

function withCause(fault: unknown): never {
  throw fault instanceof TimeoutError ? new SendFailed('the mail was not taken in time') : fault
}

/** The sender as `orders@shop.example` or `The shop <orders@shop.example>` says it. Throws when the text is neither. */
export function senderIn(text: string): Sender {
  const [, name = '', inBrackets, bare] = /^(?:([^<>]*)<([^<>\s]+)>|([^<>\s]+))$/.exec(text.trim()) ?? []
  const email = inBrackets ?? bare
  if (email !== undefined && /^[^@]+@[^@]+\.[^@]+$/.test(email)) return { name: name.trim(), email }
  throw new Error('it must be an address, such as orders@shop.example or Shop <orders@shop.example>')
}

/** What no further try changes: the address or the mail itself is refused. */
const finalCodes: ReadonlySet<string> = new Set(['E_RECIPIENT_SUPPRESSED', 'E_CONTENT_TOO_LARGE', 'E_VALIDATION_ERROR'])

async function send(binding: EmailBinding, mail: Mail): Promise<Receipt> {
  try {
    const { messageId } = await binding.send(mail)
    return { channelId: bareId(messageId) }
  } catch (fault) {
    // The words of a fault may name the address. Its code does not.
    const code = codeOf(fault)
    if (code === null) throw new SendFailed('the e-mail binding failed')
    throw finalCodes.has(code) ? new Undeliverable(code) : new SendFailed(code)
  }
}

/** An id as the platform's reports have it, without the brackets of RFC 5322. */
export function bareId(messageId: string): string {
  return messageId.replace(/^<(.*)>$/, '$1')
}

function codeOf(fault: unknown): string | null {
  const code = fault instanceof Error && 'code' in fault ? fault.code : null
  return typeof code === 'string' && /^E_[A-Z_]{1,60}$/.test(code) ? code : null
}

/** Nobody's machine answers to it by itself (RFC 3834). `language` null: in every language. */
function headersOf(messageId: string, language: string | null): Record<string, string> {
  return {
    'Auto-Submitted': 'auto-generated',
    'X-Message-Id': messageId,
    ...(language !== null && { 'Content-Language': language }),
  }
}

const paragraphs = (text: string) => text.split('\n\n')

/** A plain page: paragraphs, and a link when there is one. Everything in it is escaped. */
function htmlOf(language: string | null, texts: readonly string[], link?: string): string {
  const lang = language === null ? '' : html` lang="${language}"`
  const links = link === undefined ? '' : html`<p><a href="${link}">${link}</a></p>`
  const body = texts.map((text) => html`<p>${text}</p>`)
  return String(
    html`<!doctype html><html${lang}><head><meta charset="utf-8"></head><body>${body}${links}</body></html>`,
  )
}
