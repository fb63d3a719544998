// What couriers report, in the words of each language.
import { expect, test } from 'vitest'
import { attemptFailures, receivers } from '../../../src/contract/handover.ts'
import { attemptSentence, failureWords, handoverSentence, receiverWords } from '../../../src/web/delivery-words.ts'

test('every reason and receiver has its words, and one of a newer release too', () => {
  for (const language of ['en', 'ko'] as const) {
    const words = [
      ...attemptFailures.map((reason) => failureWords(reason, language)),
      ...receivers.map((to) => receiverWords(to, language)),
    ]
    expect(new Set(words).size).toBe(attemptFailures.length + receivers.length)
    expect(failureWords('flood' as 'other', language)).toBe(failureWords('other', language))
  }
})

test('a sentence holds the note, and what comes next', () => {
  const failed = { attempt: 2, reason: 'noAccess', note: 'the <gate> was locked', next: 'retry' } as const
  expect(attemptSentence(failed, 'en')).toBe(
    'Delivery attempt 2 failed: the courier could not get in (the <gate> was locked). The courier tries again.',
  )
  expect(attemptSentence({ ...failed, note: null, next: 'backToStore' }, 'ko')).toBe(
    '2번째 배송 시도가 실패했습니다: 건물에 들어갈 수 없었습니다. 상품이 매장으로 돌아가며, 매장에서 다음 처리를 정합니다.',
  )
  expect(handoverSentence({ to: 'neighbor', note: 'Park' }, 'en')).toBe(
    'The order was handed over: to a neighbor (Park).',
  )
  expect(handoverSentence(undefined, 'ko')).toBe('상품이 전달되었습니다.')
})
