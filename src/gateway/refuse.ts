// What cannot be answered, in the form it was asked for: a page for a person's browser, problem details for programs.
import type { Context } from 'hono'
import { refusalPage } from '../web/answers.tsx'
import { type Fault, problem, retryAfterOf, statusOf } from './problems.ts'

export function refuse(c: Context, fault: Fault): Response | Promise<Response> {
  if (!(c.req.header('accept') ?? '').includes('text/html')) return problem(c, fault)
  const status = statusOf(fault.code)
  const headers: [string, string][] = status === 503 ? [['retry-after', retryAfterOf(fault)]] : []
  return refusalPage({ heading: headings[status] ?? 'That did not work', text: fault.detail, status, headers })
}

const headings: Record<number, string> = {
  404: 'Not found',
  500: 'Something is broken here',
  503: 'Out of reach just now',
}
