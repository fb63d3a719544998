// Problems (RFC 9457) for the programs that call the authorization server.
import { problemOf } from '../platform/problem.ts'

type Problem = { code: string; status: number; detail: string; error?: string }

export function problem(fault: Problem, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify({ ...problemOf(fault.code, fault.status), ...fault }), {
    status: fault.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  })
}

/** The server itself has failed. An OAuth client reads its `error` (RFC 6749, section 4.1.2.1). */
export function unavailable(): Response {
  const detail = 'Signing in is out of reach just now. Please try again in a moment.'
  const fault = { code: 'unavailable', status: 503, detail, error: 'temporarily_unavailable' }
  return problem(fault, { 'retry-after': '5' })
}
