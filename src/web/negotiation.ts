// Content negotiation (RFC 9110, section 12.5.1): whether a client wants a page, or an answer for a program.
import type { Context } from 'hono'
import { parseAccept } from 'hono/utils/accept'

/** True when the client likes HTML better than JSON. Programs often state nothing, or take anything. */
export function wantsPage(c: Context): boolean {
  const accepted = new Map(parseAccept(c.req.header('accept') ?? '').map(({ type, q }) => [type.toLowerCase(), q]))
  const json = Math.max(qualityOf('application/json', accepted), qualityOf('application/problem+json', accepted))
  return qualityOf('text/html', accepted) > json
}

/** For answers that were chosen by `wantsPage`: a cache must not give one client what another wanted. */
export function negotiated(answer: Response): Response {
  answer.headers.append('vary', 'Accept')
  return answer
}

/** The most specific range counts. */
function qualityOf(type: string, accepted: ReadonlyMap<string, number>): number {
  const [kind] = type.split('/')
  return accepted.get(type) ?? accepted.get(`${kind}/*`) ?? accepted.get('*/*') ?? 0
}
