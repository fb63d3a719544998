// What is wrong with an input, in every language. A schema keeps one message for each check, the English one.
import type { z } from '@hono/zod-openapi'
import { type Text, type Told, told } from '../../contract/language.ts'

const korean = new Map<string, string>()

/** The message of a check: it goes on after the name of the field, as in "qty: must be at least 1". */
export function fault({ en, ko }: Text): string {
  korean.set(en, ko)
  return en
}

type Issue = z.core.$ZodIssue

/** An issue of a schema, in every language. */
export function issueTold(issue: Issue): Told {
  return told({ en: issue.message, ko: korean.get(issue.message) ?? koreanOf(issue) })
}

/** For checks that keep the message of the library. */
function koreanOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined') ? '필수 항목입니다' : `${issue.expected} 형식이어야 합니다`
    case 'too_small':
      return `${issue.minimum} 이상이어야 합니다`
    case 'too_big':
      return `${issue.maximum} 이하여야 합니다`
    case 'invalid_value':
      return `다음 중 하나여야 합니다: ${issue.values.map(String).join(', ')}`
    default:
      return '올바르지 않은 값입니다'
  }
}
