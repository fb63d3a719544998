// Bodies are read as they come. A coded one, as by gzip, would be taken for a wrong one.

import type { MiddlewareHandler } from 'hono'
import { told } from '../../contract/language.ts'
import type { Gateway } from '../env.ts'
import { refuse } from './refuse.ts'
import { hasBody } from './strict-json.ts'

/** 415 for every content coding, with the one that is read (RFC 9110, sections 8.4, 12.5.3 and 15.5.16). */
export const refuseContentCoding: MiddlewareHandler<Gateway> = async (c, next) => {
  const coding = c.req.header('content-encoding')?.trim().toLowerCase() ?? ''
  if (coding === '' || coding === 'identity' || !hasBody(c)) return await next()
  const why = told({
    en: 'Send the body as it is, without a content coding such as gzip.',
    ko: 'gzip 같은 콘텐츠 인코딩 없이 본문을 그대로 보내 주세요.',
  })
  const refusal = await refuse(c, { code: 'content_encoding_unsupported', ...why })
  refusal.headers.set('accept-encoding', 'identity')
  return refusal
}
