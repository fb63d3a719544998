// A refusal in the form that the client accepts: an HTML page for a browser, problem details for programs.
import type { Context } from 'hono'
import { refusalPage } from '../../web/error-pages.tsx'
import { negotiated, wantsPage } from '../../web/negotiation.ts'
import { type ProblemInput, problem, retryAfterHeader, statusOf } from './problems.ts'

export async function refuse(c: Context, fault: ProblemInput): Promise<Response> {
  return negotiated(wantsPage(c) ? await page(fault) : problem(c, fault))
}

function page(fault: ProblemInput): Promise<Response> {
  const status = statusOf(fault.code)
  return refusalPage({
    heading: headings[status] ?? 'That did not work',
    text: fault.detail,
    status,
    headers: Object.entries(retryAfterHeader(fault)),
  })
}

const headings: Record<number, string> = {
  404: 'Not found',
  405: 'Not possible here',
  500: 'Something is broken here',
  429: 'One moment, please',
  503: 'Out of reach just now',
  504: 'No answer just now',
}
