// A refusal in the form that the client accepts: an HTML page for a browser, problem details for programs.
import type { Context } from 'hono'
import { detailIn, type Language, type Reader } from '../../contract/language.ts'
import { refusalPage } from '../../web/error-pages.tsx'
import { negotiated, wantsPage } from '../../web/negotiation.ts'
import { type ProblemInput, problem, readerOfCall, retryAfterHeader, statusOf } from './problems.ts'

export async function refuse(c: Context, fault: ProblemInput): Promise<Response> {
  return negotiated(wantsPage(c) ? await page(fault, readerOfCall(c)) : problem(c, fault))
}

function page(fault: ProblemInput, reader: Reader): Promise<Response> {
  const status = statusOf(fault.code)
  const t = texts[reader.language]
  return refusalPage({
    heading: t.headings.get(status) ?? t.didNotWork,
    text: detailIn(fault, reader.language),
    status,
    headers: Object.entries(retryAfterHeader(fault)),
    reader,
  })
}

const texts = {
  en: {
    didNotWork: 'That did not work',
    headings: new Map([
      [404, 'Not found'],
      [405, 'Not possible here'],
      [429, 'One moment, please'],
      [500, 'Something is broken here'],
      [503, 'Out of reach just now'],
      [504, 'No answer just now'],
    ]),
  },
  ko: {
    didNotWork: '처리하지 못했습니다',
    headings: new Map([
      [404, '찾을 수 없습니다'],
      [405, '처리할 수 없습니다'],
      [429, '잠시만 기다려 주세요'],
      [500, '오류가 발생했습니다'],
      [503, '지금은 이용할 수 없습니다'],
      [504, '응답이 없습니다'],
    ]),
  },
} satisfies Record<Language, { didNotWork: string; headings: Map<number, string> }>
