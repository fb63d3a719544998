// The methods of a path, for OPTIONS and for `Allow` (RFC 9110, sections 9.3.7, 10.2.1 and 15.5.6).
import { TrieRouter } from 'hono/router/trie-router'

type Routes = readonly { method: string; path: string }[]

/**
 * A function that gives the methods of a path, such as `GET, HEAD, OPTIONS`; null when nothing is there. A route for
 * all methods is a check, or hands on to another application, and is not counted.
 */
export function methodsOf(routes: Routes): (path: string) => string | null {
  const router = new TrieRouter<string>()
  const methods = [...new Set(routes.map(({ method }) => method))].filter((method) => method !== 'ALL').sort()
  for (const { method, path } of routes) if (method !== 'ALL') router.add(method, path, method)
  return (path) => {
    const found = methods.filter((method) => router.match(method, path)[0].length > 0)
    if (found.length === 0) return null
    return [...new Set([...found.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : method)), 'OPTIONS'])].join(
      ', ',
    )
  }
}

/** The answer to OPTIONS at a path that has these methods. */
export function optionsAnswer(allow: string): Response {
  return new Response(null, { status: 204, headers: { allow } })
}

/** Says in a refusal of another method which ones there are. */
export function withAllow(refusal: Response, allow: string): Response {
  const answer = new Response(refusal.body, refusal)
  answer.headers.set('allow', allow)
  return answer
}
