// Problems (RFC 9457) for the programs that call the authorization server.
import { detailIn, type Text, type Told, told } from '../contract/language.ts'
import { problemOf } from '../platform/problem.ts'
import { readerOfRequest } from '../web/reader.ts'

type Problem = Told & { code: string; status: number; title: Text; error?: string }

/** In the language that the request asks for. */
export function problem(request: Request, fault: Problem, headers: Record<string, string> = {}): Response {
  const { language } = readerOfRequest(request)
  const { translations: _, title, ...shown } = fault
  const told = { title: title[language], detail: detailIn(fault, language) }
  return new Response(JSON.stringify({ ...problemOf(fault.code, fault.status), ...shown, ...told }), {
    status: fault.status,
    headers: {
      'content-type': 'application/problem+json',
      'content-language': language,
      'cache-control': 'no-store',
      ...headers,
    },
  })
}

/** The server itself has failed. An OAuth client reads its `error` (RFC 6749, section 4.1.2.1). */
export function unavailable(request: Request): Response {
  const fault = {
    code: 'unavailable',
    status: 503,
    title: { en: 'unavailable', ko: '이용할 수 없음' },
    ...told({
      en: 'Signing in is out of reach just now. Please try again in a moment.',
      ko: '지금은 로그인할 수 없습니다. 잠시 후 다시 시도해 주세요.',
    }),
    error: 'temporarily_unavailable',
  }
  return problem(request, fault, { 'retry-after': '5' })
}
