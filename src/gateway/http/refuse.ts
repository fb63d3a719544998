// A refusal in the form that the client accepts: an HTML page for a browser, problem details for programs.
import type { Context } from 'hono'
import { detailIn, type Language, type Text } from '../../contract/language.ts'
import { refusalPage } from '../../web/error-pages.tsx'
import { negotiated, wantsPage } from '../../web/negotiation.ts'
import { type ProblemCode, type ProblemInput, problem, readerOfCall, retryAfterHeader, statusOf } from './problems.ts'

/** `toPeople`: what a page says in place of the detail, where that is for programs. */
export async function refuse(c: Context, fault: ProblemInput, toPeople: Text | null = null): Promise<Response> {
  return negotiated(wantsPage(c) ? await page(c, fault, toPeople) : problem(c, fault))
}

function page(c: Context, fault: ProblemInput, toPeople: Text | null): Promise<Response> {
  const reader = readerOfCall(c)
  const status = statusOf(fault.code)
  const t = texts[reader.language]
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD'
  const isOurs = status >= 500
  const said = (toPeople ?? peoplesTexts.get(fault.code))?.[reader.language] ?? detailIn(fault, reader.language)
  return refusalPage({
    heading: t.headings.get(status) ?? t.didNotWork,
    text: isOurs && !isRead ? `${said} ${t.mayBeDone}` : said,
    status,
    headers: Object.entries(retryAfterHeader(fault)),
    reader,
    next: isRead && (isOurs || status === 429) ? { href: '', text: t.tryAgain } : pageBefore(c, t.goBack),
  })
}

/** The page of this shop that the request came from. */
function pageBefore(c: Context, text: string): { href: string; text: string } | null {
  const referer = c.req.header('referer') ?? ''
  if (c.req.method !== 'POST' || !URL.canParse(referer)) return null
  const { origin, pathname, search } = new URL(referer)
  return origin === new URL(c.req.url).origin ? { href: pathname + search, text } : null
}

/** What a page says of these: their details name contexts and headers, which a person need not know. */
const peoplesTexts: ReadonlyMap<ProblemCode, Text> = new Map([
  [
    'unavailable',
    {
      en: 'This part of the shop is out of reach just now. Please try again in a moment.',
      ko: '지금은 이 페이지에 연결할 수 없습니다. 잠시 후 다시 시도해 주세요.',
    },
  ],
  [
    'no_answer_in_time',
    {
      en: 'This part of the shop did not answer in time. Please try again in a moment.',
      ko: '이 페이지가 제시간에 응답하지 않았습니다. 잠시 후 다시 시도해 주세요.',
    },
  ],
  [
    'internal_error',
    {
      en: 'Something broke on our side, and has been recorded. Please try again in a moment.',
      ko: '내부에서 오류가 발생했으며 기록되었습니다. 잠시 후 다시 시도해 주세요.',
    },
  ],
  [
    'too_many_requests',
    {
      en: 'Too much came from here in a short time. Please wait a moment, and try again.',
      ko: '짧은 시간에 요청이 너무 많았습니다. 잠시 기다렸다가 다시 시도해 주세요.',
    },
  ],
])

type RefusalTexts = Record<'didNotWork' | 'mayBeDone' | 'tryAgain' | 'goBack', string> & {
  headings: Map<number, string>
}

const texts = {
  en: {
    didNotWork: 'That did not work',
    mayBeDone: 'It may have been done all the same: look before you press the button again.',
    tryAgain: 'Try again',
    goBack: 'Back to the page before',
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
    mayBeDone: '이미 처리되었을 수도 있으니 버튼을 다시 누르기 전에 확인해 주세요.',
    tryAgain: '다시 시도하기',
    goBack: '이전 페이지로 돌아가기',
    headings: new Map([
      [404, '찾을 수 없습니다'],
      [405, '처리할 수 없습니다'],
      [429, '잠시만 기다려 주세요'],
      [500, '오류가 발생했습니다'],
      [503, '지금은 이용할 수 없습니다'],
      [504, '응답이 없습니다'],
    ]),
  },
} satisfies Record<Language, RefusalTexts>
