// Content negotiation (RFC 9110, section 12.5.1): whether a client wants a page, or an answer for a program.
import type { Context } from 'hono'
import { accepts } from 'hono/accepts'

const supports = ['application/problem+json', 'application/json', 'text/html']

/** True when the client accepts HTML rather than JSON, by quality. Programs often state nothing, or take anything. */
export function wantsPage(c: Context): boolean {
  const wanted = accepts(c, {
    header: 'Accept',
    supports,
    default: 'application/json',
    match: (accepted, { default: otherwise }) => {
      const [best] = accepted.filter(({ type, q }) => q > 0 && supports.includes(type)).sort((a, b) => b.q - a.q)
      return best?.type ?? otherwise
    },
  })
  return wanted === 'text/html'
}
