// The notice that a page shows once, after the form that led to it. It comes from a cookie of our own response, so no
// link can have a page say what did not happen.
import { clearCookie, readCookie, setCookie } from './cookies.ts'

/** From the redirect to the page, also by way of a sign-in. */
const secondsMax = 60

/** The cookie by which the page at `path` shows the notice once. `notice`: its name, which the page has a text for. */
export function keepNotice(form: Request, path: string, notice: string): string {
  return setCookie(new URL(form.url).origin, 'flash', `${notice} ${path}`, secondsMax)
}

/**
 * The name of the notice to show at this page, null for none; and the headers that have the browser forget it. A script
 * that loads a page that is open already (Fetch Metadata: `empty`) leaves it to the page that the form leads to.
 */
export function takeNotice(page: Request): { notice: string | null; headers: [string, string][] } {
  const { origin, pathname } = new URL(page.url)
  if (page.headers.get('sec-fetch-dest') === 'empty') return { notice: null, headers: [] }
  const [notice, path] = (readCookie(page, origin, 'flash') ?? '').split(' ')
  if (notice === undefined || path !== pathname) return { notice: null, headers: [] }
  return { notice, headers: [['set-cookie', clearCookie(origin, 'flash')]] }
}
