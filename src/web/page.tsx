// A whole page as a response: the document around the content, and its security headers. No page needs its script.

import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { type Language, languages, type Reader } from '../contract/language.ts'
import { LiveLine } from './live.tsx'
import { ReaderContext, useReader, useTexts } from './reader.ts'
import { type ScriptName, scriptPath } from './scripts.ts'
import { styles } from './styles.ts'
import { languageNames, texts } from './texts.ts'
import { zoneText } from './times.ts'

export type PageLink = { href: string; text: string; current?: boolean }

export type Page = {
  title: string
  content: Child
  /** Who reads it: the caller's (`readerOf`), or the request's where nobody is signed in (`readerOfRequest`). */
  reader: Reader
  /** The links of the top bar. */
  links?: PageLink[]
  /** The name of the signed-in person. Null shows a link to sign in; absent shows neither. */
  visitor?: string | null
  /** Other targets that its forms may redirect to: origins or schemes. */
  formTargets?: readonly string[]
  /** A narrow column, for forms and other short pages. */
  narrow?: boolean
  /** A payment provider's script and frames, on the page that needs them. */
  provider?: ProviderScripts
  /** The stream of its changes, for a page that follows them: see `LiveLine`. */
  live?: string
}

/** `script`: the provider's. `own`: ours, which uses it. `frames`, `connects`: the sources that its script needs. */
export type ProviderScripts = { script: string; own: ScriptName; frames: string[]; connects: string[] }

/** Render a page. No cache stores it, since it is personal. `headers` are added to the page's own. */
export async function renderPage(page: Page, status = 200, headers: [string, string][] = []): Promise<Response> {
  const response = new Response(`<!doctype html>${await document(told(page, status))}`, { status })
  for (const [name, value] of pageHeaders(await hashOf(styles), page)) response.headers.set(name, value)
  for (const [name, value] of headers) response.headers.append(name, value)
  return response
}

/** The title tells of an error too: it is the first that a screen reader says, and all that a tab shows. */
function told(page: Page, status: number): Page {
  return status < 400 ? page : { ...page, title: texts[page.reader.language].errorTitle(page.title) }
}

/** CSP level 3: only our own stylesheet, scripts, images and forms, and calls to ourselves. */
function pageHeaders(stylesHash: string, { formTargets = [], provider }: Page): [string, string][] {
  const scripts = provider === undefined ? [] : [new URL(provider.script).origin]
  const policy = [
    `default-src 'none'`,
    [`script-src 'self'`, ...scripts].join(' '),
    [`connect-src 'self'`, ...(provider?.connects ?? [])].join(' '),
    ...(provider === undefined ? [] : [['frame-src', ...provider.frames].join(' ')]),
    `style-src '${stylesHash}'`,
    `manifest-src 'self'`,
    `img-src 'self' data:`,
    ['form-action', `'self'`, ...formTargets].join(' '),
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ]
  return [
    ['content-type', 'text/html; charset=utf-8'],
    ['content-security-policy', policy.join('; ')],
    ['cache-control', 'no-store'],
    ['referrer-policy', 'same-origin'],
    ['x-content-type-options', 'nosniff'],
    ['x-frame-options', 'DENY'],
  ]
}

function document(page: Page) {
  return (
    <ReaderContext.Provider value={page.reader}>
      <Document {...page} />
    </ReaderContext.Provider>
  )
}

function Document({ title, content, reader, links = [], visitor, narrow = false, live, provider }: Page) {
  const t = texts[reader.language]
  return (
    <html lang={reader.language} data-zone={reader.timeZone}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · ${t.shopName}`}</title>
        <link rel="icon" href={icon} />
        <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
        <link rel="manifest" href="/manifest.webmanifest" />
        <style>{raw(styles)}</style>
        <script type="module" src={scriptPath('page')} />
        {provider !== undefined && <script defer src={provider.script} />}
        {provider !== undefined && <script type="module" src={scriptPath(provider.own)} />}
      </head>
      <body>
        <a class="skip" href="#main">
          {t.skip}
        </a>
        <header class="bar">
          <div>
            <a class="brand" href="/">
              <Washer />
              {t.shopName}
            </a>
            <nav aria-label={t.pages}>
              {links.map(({ href, text, current }) => (
                <a href={href} aria-current={current ? 'page' : undefined}>
                  {text}
                </a>
              ))}
            </nav>
            {visitor !== undefined && <Visitor name={visitor} />}
          </div>
        </header>
        <main id="main" class={narrow ? 'narrow' : undefined}>
          {live !== undefined && <LiveLine stream={live} madeAt={Date.now()} />}
          {content}
        </main>
        <footer class="foot">
          <div>
            <span>{t.times(zoneText(reader))}</span>
            <LanguageSwitch />
            <a href="/docs">{t.forPrograms}</a>
          </div>
        </footer>
      </body>
    </html>
  )
}

/** Posts the chosen language; the gateway sends the browser back to this page. */
function LanguageSwitch() {
  const { language } = useReader()
  const t = useTexts(texts)
  return (
    <form method="post" action="/language" class="row" aria-label={t.language}>
      {languages.map((other: Language) =>
        other === language ? (
          <span lang={other}>{languageNames[other]}</span>
        ) : (
          <button type="submit" name="language" value={other} lang={other} class="quiet">
            {languageNames[other]}
          </button>
        ),
      )}
    </form>
  )
}

function Visitor({ name }: { name: string | null }) {
  const t = useTexts(texts)
  if (name === null) return <a href="/sign-in">{t.signIn}</a>
  return (
    <form method="post" action="/sign-out" class="row">
      <a class="who" href="/account">
        {name}
      </a>
      <button type="submit" class="quiet">
        {t.signOut}
      </button>
    </form>
  )
}

/** The shop's logo: a washing machine. */
function Washer() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">
      <rect x="4" y="2.5" width="16" height="19" rx="2.5" />
      <circle cx="12" cy="13.5" r="4.5" />
      <path d="M7.5 6.5h3M16.5 6.5h.01" stroke-linecap="round" />
    </svg>
  )
}

/** The same as an icon. */
export const iconSvg =
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#2b7fc4" stroke-width="2.5">` +
  `<rect x="4" y="2.5" width="16" height="19" rx="2.5"/><circle cx="12" cy="13.5" r="4.5"/></svg>`

/** Inside the page, so that no browser requests /favicon.ico. */
const icon = `data:image/svg+xml,${encodeURIComponent(iconSvg)}`

let stylesHash: string | null = null

async function hashOf(text: string): Promise<string> {
  if (stylesHash === null) {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
    stylesHash = `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`
  }
  return stylesHash
}
