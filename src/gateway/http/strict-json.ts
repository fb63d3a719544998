// Strict JSON bodies (RFC 8259): a body that two parsers could read differently is refused before validation.

import type { Context, MiddlewareHandler } from 'hono'
import { type Text, told } from '../../contract/language.ts'
import { shortened } from '../../contract/text.ts'
import { problem } from './problems.ts'

/** Far deeper than any body of the API. */
export const depthMax = 32

/** Refuses a body with a duplicate field, too much nesting or invalid UTF-8. The schemas find other errors. */
export const strictJson: MiddlewareHandler = async (c, next) => {
  const fault = hasBody(c) && isJson(c) ? faultIn(await c.req.arrayBuffer()) : null
  return fault === null ? await next() : problem(c, { code: 'json_malformed', ...told(fault) })
}

/** The body of a GET has no meaning (RFC 9110, section 9.3.1). */
export function hasBody(c: Context): boolean {
  return c.req.method !== 'GET' && c.req.method !== 'HEAD'
}

function isJson(c: Context): boolean {
  return /^application\/([\w.-]+\+)?json\b/i.test(c.req.header('content-type') ?? '')
}

function faultIn(body: ArrayBuffer): Text | null {
  try {
    return ambiguityIn(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(body))
  } catch {
    return { en: 'The body is not UTF-8.', ko: '본문이 UTF-8이 아닙니다.' }
  }
}

/** A string or a structural character; everything else is between two of them. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/gs

/** Why a JSON text is ambiguous; null when it is not, or when it is no JSON. */
export function ambiguityIn(text: string): Text | null {
  // In valid JSON every string ends, so the tokens are found in linear time.
  if (!isParsed(text)) return null
  /** The names so far in each open object, innermost last; null for an array. */
  const open: (Set<string> | null)[] = []
  let isName = false
  for (const [token] of text.matchAll(tokens)) {
    const names = open.at(-1) ?? null
    if (token === '{' || token === '[') {
      if (open.push(token === '{' ? new Set() : null) > depthMax)
        return { en: `The body is more than ${depthMax} levels deep.`, ko: `본문이 ${depthMax}단계보다 깊습니다.` }
      isName = token === '{'
    } else if (token === '}' || token === ']') {
      open.pop()
      isName = false
    } else if (token === ',') {
      isName = names !== null
    } else if (isName && names !== null) {
      // As the parser decodes it: `"a"` and `"\u0061"` are the same name.
      const name = String(JSON.parse(token))
      if (names.has(name)) return namedTwice(JSON.stringify(shortened(name, 64)))
      names.add(name)
      isName = false
    }
  }
  return null
}

function namedTwice(name: string): Text {
  return { en: `The body names ${name} twice in one object.`, ko: `본문의 한 객체에 ${name}이(가) 두 번 있습니다.` }
}

function isParsed(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
