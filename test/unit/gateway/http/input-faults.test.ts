// What is wrong with an input, in Korean too: the shop's own messages, and those that the library writes.
import { expect, test } from 'vitest'
import * as z from 'zod'
import { fault, issueTold } from '../../../../src/gateway/http/input-faults.ts'

const schema = z.object({
  own: z.string().min(2, fault({ en: 'must be longer', ko: '더 길어야 합니다' })),
  missing: z.string(),
  type: z.string(),
  small: z.number().min(3),
  big: z.number().max(3),
  value: z.enum(['a', 'b']),
  form: z.string().regex(/^x$/),
})

test('each issue is told', () => {
  const input = { own: 'x', type: 1, small: 1, big: 9, value: 'c', form: 'y' }
  const issues = schema.safeParse(input).error?.issues ?? []
  expect(issues.map((issue) => `${issue.path}: ${issueTold(issue).translations?.ko}`)).toEqual([
    'own: 더 길어야 합니다',
    'missing: 필수 항목입니다',
    'type: string 형식이어야 합니다',
    'small: 3 이상이어야 합니다',
    'big: 3 이하여야 합니다',
    'value: 다음 중 하나여야 합니다: a, b',
    'form: 올바르지 않은 값입니다',
  ])
})
