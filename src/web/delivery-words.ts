// What couriers report from the door, in words: to whom the goods were handed over, or why they were not.
import type { AttemptFailed, AttemptFailure, Handover, NextStep, Receiver } from '../contract/handover.ts'
import { catalog, type Language } from '../contract/language.ts'

type Words<K extends string> = Record<K, string>

const failures = catalog({
  en: {
    nobodyHome: 'nobody was at home',
    addressNotFound: 'the address could not be found',
    refused: 'the goods were not accepted',
    noAccess: 'the courier could not get in',
    other: 'another reason',
  } satisfies Words<AttemptFailure>,
  ko: {
    nobodyHome: '집에 아무도 안 계셨습니다',
    addressNotFound: '주소를 찾을 수 없었습니다',
    refused: '상품을 받지 않으셨습니다',
    noAccess: '건물에 들어갈 수 없었습니다',
    other: '그 밖의 사유',
  },
})

const handedTo = catalog({
  en: {
    customer: 'to the customer',
    neighbor: 'to a neighbor',
    leftAtDoor: 'left at the door',
  } satisfies Words<Receiver>,
  ko: { customer: '고객님 본인', neighbor: '이웃', leftAtDoor: '문 앞에 보관' },
})

const nextSteps = catalog({
  en: {
    retry: 'The courier tries again.',
    backToStore: 'The goods go back to the store, which decides what comes next.',
  } satisfies Words<NextStep>,
  ko: { retry: '다시 방문할 예정입니다.', backToStore: '상품이 매장으로 돌아가며, 매장에서 다음 처리를 정합니다.' },
})

const sentences = catalog({
  en: {
    handedOver: 'The order was handed over',
    failed: (attempt: number, why: string) => `Delivery attempt ${attempt} failed: ${why}`,
    restarted: 'The store sent the order out again.',
  },
  ko: {
    handedOver: '상품이 전달되었습니다',
    failed: (attempt: number, why: string) => `${attempt}번째 배송 시도가 실패했습니다: ${why}`,
    restarted: '매장에서 상품을 다시 보냈습니다.',
  },
})

export function failureWords(reason: AttemptFailure, language: Language): string {
  return failures[language][reason] ?? failures[language].other
}

export function receiverWords(to: Receiver, language: Language): string {
  return handedTo[language][to] ?? '–'
}

/** Without a handover the courier did not say to whom. */
export function handoverSentence(handover: Handover | undefined, language: Language): string {
  const { handedOver } = sentences[language]
  if (handover === undefined) return `${handedOver}.`
  return `${handedOver}: ${withNote(receiverWords(handover.to, language), handover.note)}.`
}

export function attemptSentence(failed: AttemptFailed, language: Language): string {
  const why = withNote(failureWords(failed.reason, language), failed.note)
  return `${sentences[language].failed(failed.attempt, why)}. ${nextWords(failed.next, language)}`
}

/** What comes after a failed attempt, as a sentence. */
export function nextWords(next: NextStep, language: Language): string {
  return nextSteps[language][next]
}

export function restartSentence(language: Language): string {
  return sentences[language].restarted
}

export function withNote(words: string, note: string | null): string {
  return note === null ? words : `${words} (${note})`
}
