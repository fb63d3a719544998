// What was typed into a form whose session had ended. It waits in a cookie until its person has signed in again, and
// is then shown in the form, which is sent by nobody but the person.
import { base64url } from 'jose'
import * as z from 'zod'
import type { Reader } from '../contract/language.ts'
import type { Flash } from './components.tsx'
import { clearCookie, clearOldest, cookieIds, readCookie, setCookie } from './cookies.ts'
import { texts } from './texts.ts'

export type Draft = Record<string, string>

const secondsMax = 30 * 60
/** Browsers ignore a cookie whose name and value are longer (RFC 6265bis, section 5.7). */
const cookieBytesMax = 4096
/** All cookies of a request together must stay below the limits of servers, of 16 KB and more. */
const draftsMax = 2

const keptSchema = z.object({ path: z.string(), fields: z.record(z.string(), z.string()) })

/**
 * Keep a form's fields. `address`: where the form is shown with them, a path of this shop. A form that is longer than
 * a cookie is not kept.
 */
export async function keepDraft(request: Request): Promise<{ address: string; cookies: string[] }> {
  const { origin, pathname, search, searchParams } = new URL(request.url)
  const fields = Object.fromEntries(new URLSearchParams(await request.text()))
  const value = base64url.encode(JSON.stringify({ path: pathname, fields }))
  const id = crypto.randomUUID()
  const cookie = setCookie(origin, `draft-${id}`, value, secondsMax)
  const [nameAndValue = ''] = cookie.split(';')
  if (nameAndValue.length > cookieBytesMax) return { address: pathname + search, cookies: [] }
  searchParams.set('draft', id)
  return {
    address: `${pathname}?${searchParams}`,
    cookies: [...clearOldest(request, origin, 'draft-', draftsMax), cookie],
  }
}

/** The fields that this request is to show in its form, as they were typed. Null when there are none. */
export function draftOf(request: Request): Draft | null {
  const { origin, pathname, searchParams } = new URL(request.url)
  const id = searchParams.get('draft')
  const kept = id === null ? null : read(request, origin, id)
  return kept?.path === pathname ? kept.fields : null
}

/** The cookies that end the drafts of a browser: all of them, or those of one form. */
export function dropDrafts(request: Request, path: string | null = null): string[] {
  const { origin } = new URL(request.url)
  return cookieIds(request, origin, 'draft-')
    .filter((id) => path === null || read(request, origin, id)?.path === path)
    .map((id) => clearCookie(origin, `draft-${id}`))
}

/** What the page says above a form that shows a draft. */
export function draftNotice({ language }: Reader): Flash {
  return { tone: 'warn', text: texts[language].signedOutDraft }
}

function read(request: Request, origin: string, id: string): z.infer<typeof keptSchema> | null {
  const value = readCookie(request, origin, `draft-${id}`)
  try {
    return value === null ? null : keptSchema.parse(JSON.parse(new TextDecoder().decode(base64url.decode(value))))
  } catch {
    return null
  }
}
