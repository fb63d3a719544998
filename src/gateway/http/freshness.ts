// How new an answer of a projection must be, as clients say it by headers.
import { z } from '@hono/zod-openapi'
import type { Freshness } from '../../contract/mypage.ts'
import { fault } from './input-faults.ts'

const bookmark = z
  .string()
  .regex(
    /^\d{1,2}\.[\w-]{1,200}$/,
    fault({ en: 'must be that of an earlier answer', ko: '이전 응답의 값이어야 합니다' }),
  )
  .optional()
  .openapi({ description: 'that of an earlier answer: nothing older than that is read' })

const seq = '[1-9]\\d{0,8}'
const orderAtSeq = `ord_[0-9a-z]{26}=${seq}`

/** RFC 9651, section 3.2: a dictionary of integers. */
const minSeqs = z
  .string()
  .regex(new RegExp(`^${orderAtSeq}( *, *${orderAtSeq}){0,9}$`), {
    error: fault({
      en: 'must be like "ord_…=3", for at most 10 orders',
      ko: '"ord_…=3"과 같은 형식이어야 합니다(주문 최대 10건)',
    }),
  })
  .optional()
  .openapi({
    description: 'the `seq` of orders as their commands have answered it: no older row of them is shown',
    example: 'ord_7zq8k2m4x6c9v1b3n5a7s9d2fg=3',
  })

const minSeq = z
  .string()
  .regex(new RegExp(`^${seq}$`), fault({ en: 'must be a seq (1, 2, …)', ko: '순번(1, 2, …)이어야 합니다' }))
  .optional()
  .openapi({ description: 'the `seq` that a command has answered: no older row is shown', example: '3' })

export const listFreshness = z.object({ 'x-bookmark': bookmark, 'min-seq': minSeqs })
export const rowFreshness = z.object({ 'x-bookmark': bookmark, 'min-seq': minSeq })

export function freshnessOfList(header: z.infer<typeof listFreshness>): Freshness {
  const entries = (header['min-seq'] ?? '').split(/ *, */).filter((entry) => entry !== '')
  const minSeqs = entries.map((entry) => {
    const [orderId = '', least] = entry.split('=')
    return [orderId, Number(least)] as const
  })
  return { bookmark: header['x-bookmark'] ?? null, minSeqs: Object.fromEntries(minSeqs) }
}

export function freshnessOfRow(orderId: string, header: z.infer<typeof rowFreshness>): Freshness {
  const least = header['min-seq']
  return {
    bookmark: header['x-bookmark'] ?? null,
    minSeqs: least === undefined ? {} : { [orderId]: Number(least) },
  }
}

/** The header of the answer, where there are replicas. */
export const bookmarkHeader = z.object({
  'x-bookmark': z.string().optional().openapi({ description: 'how new this answer is, for the next request' }),
})

export function bookmarkIn(reached: string | null | undefined): Record<string, string> {
  return reached === null || reached === undefined ? {} : { 'x-bookmark': reached }
}
