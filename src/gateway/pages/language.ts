// The switch of every page: POST /language keeps the chosen language in this browser, and goes back to the page.
import type { Context } from 'hono'
import { languageSeconds, setCookie } from '../../web/cookies.ts'
import { seeOther } from '../../web/error-pages.tsx'
import { asLanguage } from '../../web/reader.ts'

/** Any other language changes nothing. The account keeps its own, which is chosen on its page. */
export async function switchLanguage(c: Context): Promise<Response> {
  const { origin } = new URL(c.req.url)
  const { language } = await c.req.parseBody()
  const chosen = asLanguage(typeof language === 'string' ? language : null)
  const cookies = chosen === null ? [] : [setCookie(origin, 'language', chosen, languageSeconds)]
  return seeOther(pageBefore(c.req.header('referer'), origin), cookies)
}

/** The page of this shop that the form stood on; the shop's window, when the browser does not say. */
function pageBefore(referer: string | undefined, origin: string): string {
  if (referer === undefined || !URL.canParse(referer)) return '/'
  const { origin: from, pathname, search } = new URL(referer)
  // Never `//host`, which a browser takes for another site.
  return from === origin ? pathname.replace(/^\/+/, '/') + search : '/'
}
