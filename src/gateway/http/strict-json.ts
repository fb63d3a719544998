// JSON bodies, read strictly (RFC 8259): what two readers could take for two things is refused before it is judged.
import type { Context, MiddlewareHandler } from 'hono'
import { problem } from './problems.ts'

/** No body of the API is nearly as deep. */
export const depthMax = 32

/** Refuses a body that names a field twice, nests too deep or is not UTF-8. Other faults are the schemas' to find. */
export const strictJson: MiddlewareHandler = async (c, next) => {
  const fault = isJson(c) ? faultIn(await c.req.arrayBuffer()) : null
  return fault === null ? await next() : problem(c, { code: 'json_malformed', detail: fault })
}

function isJson(c: Context): boolean {
  return /^application\/([\w.-]+\+)?json\b/i.test(c.req.header('content-type') ?? '')
}

function faultIn(body: ArrayBuffer): string | null {
  try {
    return ambiguityIn(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(body))
  } catch {
    return 'The body is not UTF-8.'
  }
}

/** A string, or a character that opens, closes or parts; all else stands between two of them. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/gs

/** What is ambiguous in a text, in words; null when it is not, or is no JSON at all. */
export function ambiguityIn(text: string): string | null {
  // In what is JSON every string ends, so the tokens are found in time in proportion to it.
  if (!isParsed(text)) return null
  /** The names said so far in each object that is open, innermost last; null for an array. */
  const open: (Set<string> | null)[] = []
  let isName = false
  for (const [token] of text.matchAll(tokens)) {
    const names = open.at(-1) ?? null
    if (token === '{' || token === '[') {
      if (open.push(token === '{' ? new Set() : null) > depthMax)
        return `The body is more than ${depthMax} levels deep.`
      isName = token === '{'
    } else if (token === '}' || token === ']') {
      open.pop()
      isName = false
    } else if (token === ',') {
      isName = names !== null
    } else if (isName && names !== null) {
      // As the parser reads it: `"a"` and `"\u0061"` are one name.
      const name = String(JSON.parse(token))
      if (names.has(name)) return `The body names ${JSON.stringify(name.slice(0, 64))} twice in one object.`
      names.add(name)
      isName = false
    }
  }
  return null
}

function isParsed(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
