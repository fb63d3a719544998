// The problem for a thrown fault, of REST, GraphQL and pages alike. The fault itself is only logged.

import type { Context } from 'hono'
import { told } from '../../contract/language.ts'
import { contextLog, describeFault } from '../../platform/log.ts'
import type { Gateway } from '../env.ts'
import { UpstreamUnavailable, upstreamProblem } from './call-context.ts'
import type { ProblemInput } from './problems.ts'

const log = contextLog('gateway')

export function faultOf(c: Context<Gateway>, fault: unknown): ProblemInput {
  const { requestId, traceparent } = c.var
  if (fault instanceof UpstreamUnavailable) {
    log('upstream_unavailable', { requestId, traceparent, upstream: fault.context, fault: describeFault(fault.cause) })
    return upstreamProblem(fault, c.req.method)
  }
  const { method, path } = c.req
  log('fault', { requestId, traceparent, method, path, fault: describeFault(fault) })
  return {
    code: 'internal_error',
    ...told({
      en: 'Something broke on our side. It has been recorded.',
      ko: '내부에서 오류가 발생했으며 기록되었습니다.',
    }),
  }
}
